import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, type MarketIdentity } from '#contracts/mod.ts';
import {
  TENNIS_DEFINITIONS,
  tennisDefinitionOf,
  tennisFactsOfPoints,
  tennisFactsOfScores,
  type TennisFacts,
  type TennisFormat,
  type TennisSubject,
} from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { fiveWayOf, type FiveWay } from '../five-way.ts';
import { tennisChances, tennisPricer } from './chances.ts';
import { matchChances } from './match.ts';
import { tennisScenarios } from './scenarios.ts';
import { startOfMatch, type TennisModel, type TennisState } from './state.ts';
import {
  afterPoint,
  anyLive,
  anyModel,
  pointChance,
  sampleMarkets,
  simulate,
  type Served,
} from './testing/point-by-point.ts';

const definitions = Object.values(TENNIS_DEFINITIONS);
const BEST_OF_3: TennisFormat = { bestOf: 3, finalSet: 'tb7' };
const MEN: TennisModel = { p: 0.66, q: 0.37, format: BEST_OF_3 };

const sum = (ways: FiveWay): number =>
  ways.lose + ways.halfLose + ways.push + ways.halfWin + ways.win;
const numbers = ({ lose, halfLose, push, halfWin, win }: FiveWay): number[] => [
  lose,
  halfLose,
  push,
  halfWin,
  win,
];

/** The chances, or undefined when the score does not tell how the subject went. */
function priced(
  price: (identity: MarketIdentity) => readonly FiveWay[],
  identity: MarketIdentity,
): readonly FiveWay[] | undefined {
  try {
    return price(identity);
  } catch (error) {
    if (error instanceof InputError && error.code === 'SPECIFIER_INVALID') return undefined;
    throw error;
  }
}

describe('from any live score', () => {
  property.prop([anyLive], { numRuns: 15 })('chances sum to 1', ({ model, state }) => {
    const price = tennisPricer(model, state);
    for (const identity of sampleMarkets(definitions, model.format)) {
      for (const ways of priced(price, identity) ?? []) {
        expect(Math.abs(sum(ways) - 1)).toBeLessThan(1e-12);
        expect(numbers(ways).every((chance) => chance >= 0)).toBe(true);
      }
    }
  });

  property.prop([anyLive], { numRuns: 12 })(
    'chances are the mean over the next point',
    ({ model, state }) => {
      const now = tennisPricer(model, state);
      const chance = pointChance(model, state.server);
      const next = (['A', 'B'] as const).map((winner) => {
        const { state: then, over } = afterPoint(state, winner, model.format);
        if (!over) return tennisPricer(model, then);
        const facts = tennisFactsOfScores(
          model.format,
          then.finished.map(([home, away]) => ({ home, away })),
        );
        return (identity: MarketIdentity) =>
          fiveWayOf(tennisDefinitionOf(identity), identity.specifiers, [{ facts, chance: 1 }]);
      });
      let compared = 0;
      for (const identity of sampleMarkets(definitions, model.format)) {
        const before = priced(now, identity);
        const [won, lost] = next.map((price) => priced(price, identity));
        if (before === undefined || won === undefined || lost === undefined) continue;
        compared += 1;
        before.forEach((ways, at) => {
          const [a, b] = [won[at], lost[at]].map((way) => (way === undefined ? [] : numbers(way)));
          numbers(ways).forEach((found, way) => {
            const mean = chance * (a?.[way] ?? NaN) + (1 - chance) * (b?.[way] ?? NaN);
            expect(Math.abs(found - mean)).toBeLessThan(1e-11);
          });
        });
      }
      expect(compared).toBeGreaterThan(30);
    },
  );

  property.prop([anyLive], { numRuns: 25 })('agree with the chances of a match', (live) => {
    const { model, state } = live;
    const { p, q, format } = model;
    const { finished, games } = state;
    const won = finished.filter(([a, b]) => a > b).length;
    const known = matchChances(
      { p, q, noAd: format.noAd ?? false },
      { ...state, sets: [won, finished.length - won] },
      format,
    );
    const price = tennisPricer(model, state);
    const set = String(finished.length + 1);
    const game = String(games[0] + games[1] + 1);
    expect(price({ type: 'tennis-match-winner', specifiers: {} })[0]?.win).toBeCloseTo(
      known.match,
      11,
    );
    expect(price({ type: 'tennis-set-winner', specifiers: { set } })[0]?.win).toBeCloseTo(
      known.set,
      11,
    );
    expect(price({ type: 'tennis-game-winner', specifiers: { set, game } })[0]?.win).toBeCloseTo(
      known.current,
      11,
    );
  });

  property.prop([anyLive], { numRuns: 15 })('the players change places', ({ model, state }) => {
    const turned: Served = {
      finished: state.finished.map(([a, b]) => [b, a]),
      games: [state.games[1], state.games[0]],
      points: [state.points[1], state.points[0]],
      server: state.server === 'A' ? 'B' : 'A',
    };
    const price = tennisPricer(model, state);
    const mirror = tennisPricer({ ...model, p: 1 - model.q, q: 1 - model.p }, turned);
    for (const type of ['tennis-match-winner', 'tennis-most-games'] as const) {
      const [first, last] = [price({ type, specifiers: {} }), mirror({ type, specifiers: {} })];
      expect(first[0]?.win).toBeCloseTo(last.at(-1)?.win ?? NaN, 11);
    }
    const total = { type: 'tennis-total-games', specifiers: { line: '30.5' } } as const;
    expect(price(total)[0]?.win).toBeCloseTo(mirror(total)[0]?.win ?? NaN, 11);
  });
});

describe('two sides of a question', () => {
  property.prop([anyLive], { numRuns: 10 })('mirror each other', ({ model, state }) => {
    const price = tennisPricer(model, state);
    for (const identity of sampleMarkets(definitions, model.format)) {
      const ways = priced(price, identity);
      const [one, two] = ways ?? [];
      if (ways?.length !== 2 || one === undefined || two === undefined) continue;
      numbers(one).forEach((chance, at) => {
        expect(Math.abs(chance - (numbers(two)[4 - at] ?? NaN))).toBeLessThan(1e-12);
      });
    }
  });

  property.prop([anyModel], { numRuns: 10 })('and one set score each', (model) => {
    const price = tennisPricer(model, startOfMatch('B'));
    const bestOf = String(model.format.bestOf);
    const scores = price({ type: 'tennis-set-betting', specifiers: { bestOf } });
    const half = scores.length / 2;
    const won = scores.slice(0, half).reduce((all, { win }) => all + win, 0);
    const winner = price({ type: 'tennis-match-winner', specifiers: {} });
    expect(won).toBeCloseTo(winner[0]?.win ?? NaN, 12);
    const twice = price({ type: 'tennis-first-set-and-match', specifiers: {} });
    expect((twice[0]?.win ?? 0) + (twice[2]?.win ?? 0)).toBeCloseTo(won, 12);
    const set = price({ type: 'tennis-set-winner', specifiers: { set: '1' } });
    expect((twice[0]?.win ?? 0) + (twice[1]?.win ?? 0)).toBeCloseTo(set[0]?.win ?? NaN, 12);
  });
});

describe('the first server', () => {
  property.prop([anyModel], { numRuns: 10 })('matters to neither set nor match', (model) => {
    const [a, b, either] = (['A', 'B', 'unknown'] as const).map((server) =>
      tennisPricer(model, startOfMatch(server)),
    );
    const markets: readonly MarketIdentity[] = [
      { type: 'tennis-match-winner', specifiers: {} },
      { type: 'tennis-set-winner', specifiers: { set: '1' } },
      { type: 'tennis-set-winner', specifiers: { set: '3' } },
      { type: 'tennis-set-betting', specifiers: { bestOf: String(model.format.bestOf) } },
    ];
    for (const identity of markets) {
      const found = [a, b, either].map((price) => price?.(identity)[0]?.win ?? NaN);
      for (const chance of found) expect(chance).toBeCloseTo(found[0] ?? NaN, 10);
    }
  });

  test('who is unknown counts as either, evenly', () => {
    const identity: MarketIdentity = {
      type: 'tennis-race-to-games',
      specifiers: { set: '1', games: '2' },
    };
    const [a, b, either] = (['A', 'B', 'unknown'] as const).map(
      (server) => tennisChances(MEN, startOfMatch(server), identity)[0]?.win ?? NaN,
    );
    expect(a).not.toBeCloseTo(b ?? NaN, 3);
    expect(either).toBeCloseTo(((a ?? NaN) + (b ?? NaN)) / 2, 12);
  });
});

describe('the chances of points', () => {
  property.prop([anyLive, fc.double({ min: 0.001, max: 0.1, noNaN: true })], { numRuns: 15 })(
    'a better server wins the match more often',
    ({ model, state }, more) => {
      const chance = (p: number): number =>
        tennisChances({ ...model, p }, state, { type: 'tennis-match-winner', specifiers: {} })[0]
          ?.win ?? NaN;
      expect(chance(model.p + more)).toBeGreaterThan(chance(model.p) - 1e-12);
    },
  );

  test.each([
    [0.999, 0.001],
    [0.001, 0.999],
    [0.999, 0.999],
    [0.5, 0.5],
    [0.64, 0.64],
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ])('p %d and q %d give finite chances', (p, q) => {
    for (const format of [BEST_OF_3, { bestOf: 5, finalSet: 'adv' }] as const) {
      const price = tennisPricer({ p, q, format }, startOfMatch('A'));
      for (const identity of sampleMarkets(definitions, format)) {
        for (const ways of price(identity)) {
          expect(numbers(ways).every(Number.isFinite)).toBe(true);
          expect(Math.abs(sum(ways) - 1)).toBeLessThan(1e-12);
        }
      }
    }
  });

  test('equal players have equal chances, however strong they serve', () => {
    for (const p of [0.5, 0.7, 0.9, 0.999]) {
      for (const finalSet of ['tb7', 'tb10', 'adv'] as const) {
        const model: TennisModel = { p, q: 1 - p, format: { bestOf: 5, finalSet } };
        const [home] = tennisChances(model, startOfMatch('A'), {
          type: 'tennis-match-winner',
          specifiers: {},
        });
        expect(home?.win).toBeCloseTo(0.5, 9);
      }
    }
  });
});

const answer = (facts: TennisFacts, subject: TennisSubject): unknown => {
  switch (subject.of) {
    case 'match':
      return facts.totals();
    case 'set':
      return facts.set(subject.set)?.games;
    case 'race':
      return facts.race(subject.set, subject.games);
    case 'game': {
      const { points, tiebreak } = facts.game(subject.set, subject.game) ?? {};
      // Scenarios join all games that came to deuce, and tie-breaks that came to one point from the end.
      const least = Math.min(points?.home ?? 0, points?.away ?? 0);
      return {
        home: (points?.home ?? 0) > (points?.away ?? 0),
        tiebreak,
        least: Math.min(least, 3),
      };
    }
    case 'point':
      return facts.point(subject.set, subject.game, subject.point);
  }
};

describe.each([
  ['men, best of 3', 'tennis-1', MEN],
  [
    'women, best of 3 without advantage',
    'tennis-2',
    { p: 0.57, q: 0.46, format: { ...BEST_OF_3, noAd: true } },
  ],
  [
    'best of 5, advantage set',
    'tennis-3',
    { p: 0.63, q: 0.37, format: { bestOf: 5, finalSet: 'adv' } },
  ],
  [
    'best of 5, long tie-break',
    'tennis-4',
    { p: 0.7, q: 0.31, format: { bestOf: 5, finalSet: 'tb10' } },
  ],
] as const)('simulated matches: %s (seed %s)', (_, seed, model) => {
  const MATCHES = 1500;
  const random = seededRandom(seed);
  const matches = Array.from({ length: MATCHES }, () => {
    const { points } = simulate(model, 'A', () => random.next());
    return tennisFactsOfPoints(model.format, points);
  });
  const start: TennisState = startOfMatch('A');
  const markets = sampleMarkets(definitions, model.format);
  const subjects = new Map(
    markets.map((identity) => {
      const subject = tennisDefinitionOf(identity).subject(identity.specifiers);
      return [JSON.stringify(subject), subject] as const;
    }),
  );

  test('each is graded as its scenario pays', () => {
    const scenarios = new Map(
      [...subjects].map(([key, subject]) => {
        const list = tennisScenarios(model, start, subject);
        return [
          key,
          new Map(list.map(({ facts }) => [JSON.stringify(answer(facts, subject)), facts])),
        ];
      }),
    );
    for (const identity of markets) {
      const { subject: of, settle } = tennisDefinitionOf(identity);
      const subject = of(identity.specifiers);
      const known = scenarios.get(JSON.stringify(subject));
      for (const facts of matches.slice(0, 300)) {
        const scenario = known?.get(JSON.stringify(answer(facts, subject)));
        expect(scenario).toBeDefined();
        if (scenario === undefined) continue;
        const paid = settle(scenario, identity.specifiers);
        const got = settle(facts, identity.specifiers);
        if (got.some((result, at) => result !== paid[at])) {
          expect([identity, got]).toEqual([identity, paid]);
        }
      }
    }
  });

  test('each result is as frequent as its chance', () => {
    const price = tennisPricer(model, start);
    for (const identity of markets) {
      const { settle } = tennisDefinitionOf(identity);
      const results = matches.map((facts) => settle(facts, identity.specifiers));
      price(identity).forEach((ways, at) => {
        for (const [result, chance] of [
          ['won', ways.win],
          ['lost', ways.lose],
          ['void', ways.push],
          ['half-won', ways.halfWin],
          ['half-lost', ways.halfLose],
        ] as const) {
          const share = results.filter((settled) => settled[at] === result).length / MATCHES;
          const deviation = Math.sqrt((chance * (1 - chance)) / MATCHES);
          const off = Math.abs(share - chance) - 4.5 * deviation - 1 / MATCHES;
          if (off > 0) expect([identity, result, share]).toEqual([identity, result, chance]);
        }
      });
    }
  });
});
