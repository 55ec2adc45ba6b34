import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import {
  advantageFromLevel,
  combinedServe,
  gameChance,
  gameChanceOfA,
  matchChances,
  SET_FORMATS,
  setChance,
  setScores,
  tiebreakChance,
  totalGames,
  type MatchState,
} from '../mod.ts';

const points = fc.record({
  p: fc.double({ min: 0.3, max: 0.9, noNaN: true }),
  q: fc.double({ min: 0.1, max: 0.7, noNaN: true }),
});
const format = fc.constantFrom(...SET_FORMATS);
const START: Omit<MatchState, 'server'> = { sets: [0, 0], games: [0, 0], points: [0, 0] };
const BEST_OF_3 = { bestOf: 3, finalSet: 'tb7' } as const;

describe('points to games', () => {
  test.each([
    [0.5, 0.5],
    [0.55, 0.623149],
    [0.6, 0.735729],
    [0.65, 0.829645],
    [0.7, 0.900789],
    [0.75, 0.949219],
    [0.8, 0.978221],
  ])('a server who wins %d of his points holds %d', (s, game) => {
    expect(gameChance(s)).toBeCloseTo(game, 6);
    const closed = s ** 4 * (15 - 4 * s - (10 * s * s) / (1 - 2 * s * (1 - s)));
    expect(gameChance(s)).toBeCloseTo(closed, 12);
  });

  property.prop([points, fc.nat(4), fc.nat(4)])(
    'a game is the mean over its next point',
    (chances, a, b) => {
      const { p } = chances;
      if (Math.max(a, b) >= 4) return;
      const next = p * gameChance(p, [a + 1, b]) + (1 - p) * gameChance(p, [a, b + 1]);
      expect(gameChance(p, [a, b])).toBeCloseTo(next, 12);
    },
  );

  property.prop([points, fc.constantFrom(7, 10)])(
    'who serves a tiebreak first does not matter',
    (chances, to) => {
      const [a, b] = (['A', 'B'] as const).map((first) => tiebreakChance(chances, { first, to }));
      expect(a).toBeCloseTo(b ?? 0, 12);
    },
  );

  property.prop([points])('without advantage a game is the best of seven points', ({ p }) => {
    const closed = p ** 4 * (1 + 4 * (1 - p) + 10 * (1 - p) ** 2 + 20 * (1 - p) ** 3);
    expect(gameChance(p, [0, 0], true)).toBeCloseTo(closed, 12);
    expect(gameChance(p, [3, 3], true)).toBe(p);
  });

  test('a tiny chance keeps its digits', () => {
    // Four points in a row from the receiver, ten ways to lose two of them, and so on to the seventh order.
    const x = 1e-6;
    expect(gameChanceOfA({ p: 0.5, q: x }, 'B') / (15 * x ** 4)).toBeCloseTo(1, 5);
    expect(advantageFromLevel({ p: 1 - x, q: x })).toBeCloseTo(0.5, 9);
  });

  test.each([
    [() => gameChance(1.5), 's'],
    [() => gameChance(NaN), 's'],
    [() => tiebreakChance({ p: 0.6, q: -1 }, { first: 'A', to: 7 }), 'q'],
    [() => setScores({ p: NaN, q: 0.4 }, 'A'), 'p'],
    [() => totalGames({ p: 0.6, q: 2 }, 'A', BEST_OF_3), 'q'],
    [() => matchChances({ p: 2, q: 0.4 }, { ...START, server: 'A' }, BEST_OF_3), 'p'],
  ] as const)('bad chances %# are refused', (calculate, field) => {
    expect(calculate).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID', field }));
  });

  test('points that never end are even, and Barnett & Clarke', () => {
    expect(gameChance(0, [3, 3])).toBe(0);
    expect(tiebreakChance({ p: 1, q: 0 }, { first: 'A', to: 7 }, [6, 6])).toBe(0.5);
    expect(advantageFromLevel({ p: 1, q: 0 })).toBe(0.5);
    expect(combinedServe(0.7108, 0.3426, 0.36684)).toBeCloseTo(0.73504, 12);
  });
});

describe('games to matches', () => {
  property.prop([points, format])('who serves a set first does not matter', (chances, kind) => {
    const set = (server: 'A' | 'B') =>
      setChance(chances, { games: [0, 0], points: [0, 0], server }, kind);
    expect(set('A')).toBeCloseTo(set('B'), 11);
  });

  property.prop([points, format])(
    'set scores sum to 1 and to the chance of the set',
    (chances, kind) => {
      const scores = setScores(chances, 'A', kind);
      const sum = (won: (a: number, b: number) => boolean): number =>
        scores.reduce((all, { games: [a, b], chance }) => all + (won(a, b) ? chance : 0), 0);
      expect(sum(() => true)).toBeCloseTo(1, 10);
      const set = setChance(chances, { games: [0, 0], points: [0, 0], server: 'A' }, kind);
      expect(sum((a, b) => a > b)).toBeCloseTo(set, 10);
    },
  );

  property.prop([points, fc.constantFrom(3, 5)])(
    'sets are won by the binomial formula',
    (chances, bestOf) => {
      const { match, set: s } = matchChances(
        chances,
        { ...START, server: 'B' },
        { bestOf, finalSet: 'tb7' },
      );
      const closed = bestOf === 3 ? s * s * (3 - 2 * s) : s ** 3 * (10 - 15 * s + 6 * s * s);
      expect(match).toBeCloseTo(closed, 10);
    },
  );

  property.prop([points, format])('the two players’ chances add up', ({ p, q }, finalSet) => {
    const state: MatchState = { sets: [1, 1], games: [5, 6], points: [2, 1], server: 'A' };
    const mirrored: MatchState = { sets: [1, 1], games: [6, 5], points: [1, 2], server: 'B' };
    const options = { bestOf: 3, finalSet };
    const a = matchChances({ p, q }, state, options).match;
    const b = matchChances({ p: 1 - q, q: 1 - p }, mirrored, options).match;
    expect(a + b).toBeCloseTo(1, 11);
  });

  property.prop([points, fc.nat(5), fc.nat(5)])(
    'a match is the mean over its next game',
    (chances, a, b) => {
      const at = (games: readonly [number, number], server: 'A' | 'B') =>
        setChance(chances, { games, points: [0, 0], server }, 'tb7');
      const game = gameChanceOfA(chances, 'A');
      const next = game * at([a + 1, b], 'B') + (1 - game) * at([a, b + 1], 'B');
      expect(at([a, b], 'A')).toBeCloseTo(next, 12);
    },
  );

  property.prop([points, format], { numRuns: 20 })(
    'games of a match are a distribution',
    (chances, finalSet) => {
      const totals = totalGames(chances, 'A', { bestOf: 3, finalSet });
      expect(totals.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
      expect(totals.slice(0, 12).every((chance) => chance === 0)).toBe(true);
    },
  );

  test('published matches', () => {
    const match = (
      p: number,
      q: number,
      options: Readonly<{ bestOf: number; finalSet: 'tb7' | 'adv' }>,
    ) => matchChances({ p, q }, { ...START, server: 'A' }, options).match;
    expect(match(0.7, 0.4, BEST_OF_3)).toBeCloseTo(0.891012, 6);
    expect(match(0.7, 0.4, { bestOf: 5, finalSet: 'tb7' })).toBeCloseTo(0.938051, 6);
    expect(match(0.7354, 0.34076, BEST_OF_3)).toBeCloseTo(0.813312, 6);
    expect(match(0.7, 0.35, { bestOf: 5, finalSet: 'tb7' })).toBeCloseTo(0.7734624402, 9);
    expect(match(0.7, 0.35, { bestOf: 5, finalSet: 'adv' })).toBeCloseTo(0.7792698753, 9);
  });

  test('a finished match and an even number of sets are refused', () => {
    const done: MatchState = { ...START, sets: [2, 0], server: 'A' };
    expect(() => matchChances({ p: 0.6, q: 0.4 }, done, BEST_OF_3)).toThrow(InputError);
    const fresh: MatchState = { ...START, server: 'A' };
    expect(() => matchChances({ p: 0.6, q: 0.4 }, fresh, { bestOf: 4, finalSet: 'tb7' })).toThrow(
      InputError,
    );
  });
});
