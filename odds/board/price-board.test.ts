import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  ODDS_SCALE,
  outcomeId,
  parseMarketKey,
  type MarketKey,
} from '#contracts/mod.ts';
import {
  boardOf,
  buildFootballIndex,
  emptyRecord,
  payoffContext,
  payoffTable,
  type FootballIndex,
  type MatchRecord,
} from '#markets/mod.ts';

import { KICK_OFF, scenarioVector, ZOU_2020, type FootballState } from '../models/mod.ts';
import { layOut } from './board-layout.ts';
import {
  priceBoard,
  type BoardMarket,
  type Distribution,
  type PricedMarket,
} from './price-board.ts';

const INDEX = buildFootballIndex();
const EXPECTED = { totalGoals: 2.7, supremacy: 0.5 };

const beforeKickOff: MatchRecord = {
  ...emptyRecord(fixtureId('board-test')),
  expectation: EXPECTED,
};
/** One goal of the home side, twenty minutes into the second half. */
const oneNil: MatchRecord = {
  ...beforeKickOff,
  phase: 'second-half',
  phases: ['not-started', 'first-half', 'half-time', 'second-half'],
  clock: { phase: 'second-half', elapsedMs: 20 * 60_000 },
  goals: [
    {
      eventId: 'g1',
      side: 'home',
      player: null,
      how: 'play',
      phase: 'first-half',
      elapsedMs: 600_000,
      minute: 11,
    },
  ],
};
const ONE_NIL: FootballState = {
  ...KICK_OFF,
  phase: 'second-half',
  elapsedMinutes: 65,
  firstHalf: { home: 1, away: 0 },
};

const vectorAt = (state: FootballState): Float64Array =>
  scenarioVector({ lambda: 1.25, mu: 0.9, parameters: ZOU_2020 }, state, INDEX);

const EXTRA_KEYS = ['asian-handicap|line=0|score=0-0', 'total-goals|line=1.5'];

/** Every market of the core over its whole space, the obvious way: one distribution for all of them. */
function marketsOf(record: MatchRecord, index: FootballIndex): readonly BoardMarket[] {
  const keys = new Set([...boardOf(record).map(({ key }) => key), ...EXTRA_KEYS.map(marketKeyOf)]);
  return [...keys].flatMap((key) => {
    const identity = parseMarketKey(key);
    if (identity === undefined) throw new Error(key);
    const table = payoffTable(index, identity, payoffContext(record));
    if (table === undefined) return [];
    const outcomes = [...table].map(([id, payoff]) => ({ id, payoff }));
    return [{ key, type: identity.type, distribution: 'core', outcomes }];
  });
}

const FIVE_PER_CENT = (): number => 500;
const coreOnly = (model: Float64Array, skewed = model) =>
  new Map<string, Distribution>([['core', { model, skewed }]]);

type Board = Readonly<{
  priced: readonly PricedMarket[];
  chance(key: string, outcome: string): number;
}>;

function boardFrom(record: MatchRecord, vector: Float64Array, skewed = vector): Board {
  const priced = priceBoard({
    markets: marketsOf(record, INDEX),
    marginBps: FIVE_PER_CENT,
    distributions: coreOnly(vector, skewed),
    published: () => new Map(),
  });
  const byKey = new Map(priced.map((market) => [market.key, market]));
  return {
    priced,
    chance(key, outcome) {
      const found = byKey
        .get(marketKeyOf(key))
        ?.outcomes.find(({ id }) => id === outcomeId(outcome));
      if (found?.skewed === null || found === undefined) throw new Error(`no ${key} ${outcome}`);
      return found.skewed;
    },
  };
}

/** The obvious double sum over cells of what a final score says. */
function massWhere(vector: Float64Array, holds: (home: number, away: number) => boolean): number {
  let sum = 0;
  for (let cell = 0; cell < INDEX.size; cell += 1) {
    const home = (INDEX.h1[cell] ?? 0) + (INDEX.h2[cell] ?? 0);
    const away = (INDEX.a1[cell] ?? 0) + (INDEX.a2[cell] ?? 0);
    if (holds(home, away)) sum += vector[cell] ?? 0;
  }
  return sum;
}

const LISTED = [0, 1, 2, 3, 4];

const MULTI_GOALS = [
  [1, 2],
  [1, 3],
  [1, 4],
  [2, 3],
  [2, 4],
  [3, 4],
  [3, 5],
  [4, 6],
] as const;

/** How many outcomes of a market win on average: one, but where they overlap. */
function winnersOf(key: MarketKey, vector: Float64Array): number {
  const type = parseMarketKey(key)?.type ?? '';
  if (type.includes('double-chance')) return 2;
  if (type !== 'multi-goals') return 1;
  return MULTI_GOALS.reduce(
    (sum, [from, to]) => sum + massWhere(vector, (h, a) => h + a >= from && h + a <= to),
    0,
  );
}

/** What must hold between the markets of any board that comes from one vector. */
function expectCoherent(board: Board, vector: Float64Array): void {
  const { chance } = board;
  const home = massWhere(vector, (h, a) => h > a);
  const draw = massWhere(vector, (h, a) => h === a);
  const away = massWhere(vector, (h, a) => h < a);
  expect(chance('match-result', 'home')).toBeCloseTo(home, 12);
  expect(chance('match-result', 'draw')).toBeCloseTo(draw, 12);
  expect(chance('match-result', 'away')).toBeCloseTo(away, 12);
  expect(home + draw + away).toBeCloseTo(1, 11);
  expect(chance('draw-no-bet', 'home')).toBeCloseTo(home / (home + away), 12);
  expect(chance('asian-handicap|line=0|score=0-0', 'home')).toBeCloseTo(
    chance('draw-no-bet', 'home'),
    12,
  );
  expect(chance('both-teams-to-score', 'yes')).toBeCloseTo(
    massWhere(vector, (h, a) => h > 0 && a > 0),
    12,
  );
  expect(chance('total-goals|line=1.5', 'over')).toBeCloseTo(
    massWhere(vector, (h, a) => h + a > 1),
    12,
  );
  const scores = LISTED.flatMap((h) => LISTED.map((a) => [h, a] as const));
  const listedWhere = (holds: (h: number, a: number) => boolean) =>
    scores
      .filter(([h, a]) => holds(h, a))
      .reduce((sum, [h, a]) => sum + chance('correct-score', `${h}-${a}`), 0);
  expect(listedWhere(() => true) + chance('correct-score', 'other')).toBeCloseTo(1, 11);
  expect(listedWhere((h, a) => h + a <= 1)).toBeCloseTo(
    chance('total-goals|line=1.5', 'under'),
    11,
  );
  expect(listedWhere((h, a) => h > a)).toBeLessThanOrEqual(home + 1e-12);
  for (const { key, outcomes } of board.priced) {
    const sum = outcomes.reduce((total, { skewed }) => total + (skewed ?? 0), 0);
    expect(Math.abs(sum - winnersOf(key, vector)), `${key}: ${sum}`).toBeLessThan(1e-11);
  }
}

describe('a board from one vector', () => {
  it('agrees with itself before the match', () => {
    const vector = vectorAt(KICK_OFF);
    const board = boardFrom(beforeKickOff, vector);
    expectCoherent(board, vector);
    expect(board.chance('next-goal|goal=1', 'none')).toBeCloseTo(
      board.chance('correct-score', '0-0'),
      12,
    );
  });

  it('agrees with itself in play, where a handicap counts from the score of the moment', () => {
    const vector = vectorAt(ONE_NIL);
    const board = boardFrom(oneNil, vector);
    expectCoherent(board, vector);
    expect(board.chance('next-goal|goal=2', 'none')).toBeCloseTo(
      board.chance('correct-score', '1-0'),
      12,
    );
    const key = 'asian-handicap|line=-0.5|score=1-0';
    expect(board.chance(key, 'home')).toBeCloseTo(
      massWhere(vector, (h, a) => h - 1 > a),
      12,
    );
  });

  property.prop([
    fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 7, maxLength: 7 }),
  ])('agrees with itself however the exposure has moved it', (pulls) => {
    const vector = vectorAt(ONE_NIL);
    const weights = vector.map((mass, cell) => mass * Math.exp(pulls[cell % 7] ?? 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const skewed = weights.map((weight) => weight / total);
    expectCoherent(boardFrom(oneNil, vector, skewed), skewed);
  });

  it('splits a quarter line between its neighbours', () => {
    const vector = vectorAt(KICK_OFF);
    const { chance, priced } = boardFrom(beforeKickOff, vector);
    const quarters = priced
      .map(({ key }) => /^total-goals\|line=(\d+\.(?:25|75))$/.exec(key)?.[1])
      .filter((line) => line !== undefined);
    expect(quarters.length).toBeGreaterThan(1);
    for (const line of quarters) {
      const count = Math.round(Number(line));
      const over = massWhere(vector, (h, a) => h + a > count);
      const at = massWhere(vector, (h, a) => h + a === count);
      const under = massWhere(vector, (h, a) => h + a < count);
      // At 2.25 two goals lose half the stake on over, at 2.75 three goals win half of it.
      const [won, lost] = line.endsWith('.25') ? [over, under + at / 2] : [over + at / 2, under];
      expect(chance(`total-goals|line=${line}`, 'over')).toBeCloseTo(won / (won + lost), 11);
    }
  });

  it('prices each book above its fair sum and by about its margin', () => {
    const vector = vectorAt(KICK_OFF);
    for (const { key, outcomes } of boardFrom(beforeKickOff, vector).priced) {
      const book = outcomes.reduce((total, { odds }) => total + ODDS_SCALE / (odds ?? Infinity), 0);
      const overFair = book / winnersOf(key, vector);
      // A near-certain favourite has no room for its share of the margin.
      const favourite = Math.max(...outcomes.map(({ skewed }) => skewed ?? 0));
      const least = favourite < 0.9 ? 1.04 : 1.02;
      expect([key, overFair > least && overFair < 1.06]).toEqual([key, true]);
    }
  });
});

describe('what cannot be priced', () => {
  const only = (codes: readonly (readonly number[])[], vector: readonly number[]): PricedMarket => {
    const [market] = priceBoard({
      markets: [
        {
          key: 'match-result' as MarketKey,
          type: 'match-result',
          distribution: 'core',
          outcomes: codes.map((payoff, at) => ({
            id: outcomeId(`o${at}`),
            payoff: Uint8Array.from(payoff),
          })),
        },
      ],
      marginBps: FIVE_PER_CENT,
      distributions: coreOnly(Float64Array.from(vector)),
      published: () => new Map(),
    });
    if (market === undefined) throw new Error('nothing priced');
    return market;
  };

  it('has chances but no price when an outcome can only be void', () => {
    const { outcomes } = only(
      [
        [2, 2],
        [4, 0],
      ],
      [0.5, 0.5],
    );
    expect(outcomes.map(({ model }) => model)).toEqual([null, 0.5]);
    expect(outcomes.map(({ odds }) => odds)).toEqual([null, null]);
  });

  it('leaves out an outcome that can no longer happen and prices the others', () => {
    const { outcomes } = only(
      [
        [4, 0, 0],
        [0, 4, 0],
        [0, 0, 4],
      ],
      [0, 0.5, 0.5],
    );
    expect(outcomes[0]).toMatchObject({ model: 0, odds: null });
    expect(outcomes[1]?.odds).toBe(outcomes[2]?.odds);
    expect(outcomes[1]?.odds).toBeLessThan(2 * ODDS_SCALE);
  });
});

describe('views', () => {
  it.each([
    ['before the match', beforeKickOff, KICK_OFF],
    ['in play', oneNil, ONE_NIL],
  ] as const)('give every market the chances of the whole space: %s', (_, record, state) => {
    const vector = vectorAt(state);
    const slow = new Map(boardFrom(record, vector).priced.map((market) => [market.key, market]));
    const { markets, distributions } = layOut(record, INDEX, { model: vector, skewed: vector });
    const fast = priceBoard({
      markets,
      marginBps: FIVE_PER_CENT,
      distributions,
      published: () => new Map(),
    });
    expect(fast.length).toBeGreaterThan(60);
    for (const { key, outcomes } of fast) {
      const other = slow.get(key)?.outcomes ?? [];
      outcomes.forEach(({ model }, at) => {
        if (model === null) expect(other[at]?.model).toBeNull();
        else expect(model).toBeCloseTo(other[at]?.model ?? NaN, 12);
      });
    }
  });
});

describe('hysteresis on the board', () => {
  it('asks for what is published by market and keeps a price that is nearly right', () => {
    const vector = vectorAt(KICK_OFF);
    const markets = marketsOf(beforeKickOff, INDEX);
    const input = { markets, marginBps: FIVE_PER_CENT, distributions: coreOnly(vector) };
    const first = priceBoard({ ...input, published: () => new Map() });
    const asked: MarketKey[] = [];
    const again = priceBoard({
      ...input,
      published: (key) => {
        asked.push(key);
        const market = first.find((each) => each.key === key);
        return new Map(market?.outcomes.map(({ id, odds }) => [id, odds]));
      },
    });
    expect(again).toEqual(first);
    expect(asked).toEqual(markets.map(({ key }) => key));
  });
});
