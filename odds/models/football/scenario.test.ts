import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  buildFootballIndex,
  footballCell,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  type FootballIndex,
  type NextTeam,
} from '#markets/mod.ts';

import {
  birthOutlook,
  chanceAbove,
  DIXON_ROBINSON_1998,
  FOOTBALL_PHASES,
  KICK_OFF,
  marginalsByPeriod,
  meanOf,
  nextGoalChances,
  periodGrids,
  redCardFactors,
  scenarioVector,
  scoringRates,
  secondHalfTable,
  withInjury,
  ZOU_2020,
  type FootballState,
  type InPlayModel,
} from '../mod.ts';

const INDEX = buildFootballIndex();
const MODEL: InPlayModel = { lambda: 1.2, mu: 0.9, parameters: ZOU_2020 };
const NO_CARDS = { home: 0, away: 0 };

const sum = (vector: Float64Array): number => vector.reduce((all, mass) => all + mass, 0);

const rate = fc.double({ min: 0.1, max: 3.5, noNaN: true });
const models = fc.record({
  lambda: rate,
  mu: rate,
  parameters: fc.constantFrom(ZOU_2020, DIXON_ROBINSON_1998),
});
const goals = fc.record({ home: fc.nat(4), away: fc.nat(4) });
const cards = fc.record({ home: fc.nat(2), away: fc.nat(2) });

const states: fc.Arbitrary<FootballState> = fc
  .record({
    phase: fc.constantFrom(...FOOTBALL_PHASES),
    minute: fc.double({ min: 0, max: 52, noNaN: true }),
    first: goals,
    second: goals,
    redCards: cards,
  })
  .map(({ phase, minute, first, second, redCards }) => {
    const started = phase !== 'not-started';
    const later = phase === 'second-half' || phase === 'full-time';
    return {
      phase,
      elapsedMinutes: later ? 45 + minute : started ? minute : 0,
      firstHalf: started ? first : NO_CARDS,
      secondHalf: later ? second : NO_CARDS,
      redCards,
    };
  });

describe('scenario vector', () => {
  property.prop([models, states], { numRuns: 60 })('is a distribution', (model, state) => {
    const vector = scenarioVector(model, state, INDEX);
    expect(vector).toHaveLength(INDEX.size);
    expect(Math.abs(sum(vector) - 1)).toBeLessThan(1e-12);
    expect(Math.min(...vector)).toBeGreaterThanOrEqual(0);
  });

  property.prop([models, states], { numRuns: 60 })(
    'never takes back a goal, and after the break keeps the half-time score',
    (model, state) => {
      const vector = scenarioVector(model, state, INDEX);
      const { firstHalf, secondHalf, phase } = state;
      const known = phase !== 'first-half' && phase !== 'not-started';
      vector.forEach((mass, cell) => {
        if (mass === 0) return;
        const first = { home: INDEX.h1[cell] ?? 0, away: INDEX.a1[cell] ?? 0 };
        if (known) expect(first).toEqual(firstHalf);
        expect(first.home).toBeGreaterThanOrEqual(firstHalf.home);
        expect(first.away).toBeGreaterThanOrEqual(firstHalf.away);
        expect(INDEX.h2[cell] ?? 0).toBeGreaterThanOrEqual(secondHalf.home);
        expect(INDEX.a2[cell] ?? 0).toBeGreaterThanOrEqual(secondHalf.away);
      });
    },
  );

  test('a finished match is certain', () => {
    const state = { ...KICK_OFF, phase: 'full-time', secondHalf: { home: 2, away: 1 } } as const;
    const vector = scenarioVector(MODEL, state, INDEX);
    const cell = footballCell(INDEX, { h1: 0, a1: 0, h2: 2, a2: 1 }, NEXT_NONE);
    expect(vector[cell]).toBe(1);
  });

  property.prop([states], { numRuns: 30 })('a given table changes nothing', (state) => {
    const table = secondHalfTable(MODEL, state.redCards, INDEX);
    expect(scenarioVector(MODEL, state, INDEX, table)).toEqual(scenarioVector(MODEL, state, INDEX));
  });

  test('a table of another index is refused', () => {
    const other = secondHalfTable(MODEL, NO_CARDS, { maxFirst: 1, maxSecond: 2 });
    expect(() => scenarioVector(MODEL, KICK_OFF, INDEX, other)).toThrow(RangeError);
  });

  test('half-time agrees with the last moment of the first half when nobody scores', () => {
    const late = { ...KICK_OFF, phase: 'half-time', firstHalf: { home: 1, away: 0 } } as const;
    const again = { ...late, phase: 'second-half', elapsedMinutes: 45 } as const;
    const [left, right] = [late, again].map((state) => scenarioVector(MODEL, state, INDEX));
    right?.forEach((mass, cell) => {
      expect(left?.[cell]).toBeCloseTo(mass, 14);
    });
  });
});

describe('stoppage time', () => {
  const homeAhead = (elapsedMinutes: number): number => {
    const state = {
      ...KICK_OFF,
      phase: 'second-half',
      elapsedMinutes,
      firstHalf: { home: 1, away: 0 },
    } as const;
    const { difference } = marginalsByPeriod(
      periodGrids(INDEX, scenarioVector(MODEL, state, INDEX)),
    )['full-time'];
    return chanceAbove(difference, 0);
  };

  test('a lead grows safer minute by minute, beyond 90 too, and is never certain before the end', () => {
    const chances = [60, 75, 88, 89, 89.5, 90, 92, 94, 96].map(homeAhead);
    chances.slice(1).forEach((chance, at) => {
      expect(chance).toBeGreaterThan(chances[at] ?? 1);
    });
    expect(homeAhead(130)).toBeLessThan(0.999);
    expect(homeAhead(130)).toBe(homeAhead(100));
  });
});

describe('red cards', () => {
  test('cost the penalised side goals and give the other some', () => {
    const means = (redCards: typeof NO_CARDS) => {
      const vector = scenarioVector(MODEL, { ...KICK_OFF, redCards }, INDEX);
      const { home, away } = marginalsByPeriod(periodGrids(INDEX, vector))['full-time'];
      return { home: meanOf(home), away: meanOf(away) };
    };
    const [eleven, ten] = [means(NO_CARDS), means({ home: 1, away: 0 })];
    expect(ten.home).toBeLessThan(eleven.home);
    expect(ten.away).toBeGreaterThan(eleven.away);
    expect(redCardFactors(ZOU_2020, { home: 1, away: 2 })).toEqual({
      home: 0.67 * 1.25 ** 2,
      away: 0.67 ** 2 * 1.25,
    });
  });
});

describe('against the full state equations', () => {
  property.prop([models], { numRuns: 5 })('full-time marginals agree', (model) => {
    const parameters = withInjury(DIXON_ROBINSON_1998, { firstHalf: 1.48, secondHalf: 2.18 });
    const calm = { ...model, lambda: model.lambda / 3, mu: model.mu / 3, parameters };
    const vector = scenarioVector(calm, KICK_OFF, INDEX);
    const exact = birthOutlook(calm, { score: { home: 0, away: 0 }, minute: 0 });
    const { 'full-time': grid } = periodGrids(INDEX, vector);
    for (const [home, away] of [
      [0, 0],
      [1, 0],
      [1, 2],
      [3, 1],
    ] as const) {
      const chance = grid.cells[home * (grid.maxAway + 1) + away] ?? 0;
      const other = exact.final.cells[home * (exact.final.maxAway + 1) + away] ?? 0;
      expect(Math.abs(chance - other)).toBeLessThan(1e-5);
    }
    const next = nextGoalChances(INDEX, vector, 0);
    expect(Math.abs(next.home - exact.nextGoal.home)).toBeLessThan(1e-6);
    expect(Math.abs(next.none - exact.nextGoal.none)).toBeLessThan(1e-6);
  });

  test('the last classes of the default index cost a high-scoring match less than 1e-4', () => {
    const large = buildFootballIndex(10, 12);
    const [small, wide] = [INDEX, large].map((index) => {
      const grids = periodGrids(index, scenarioVector(MODEL, KICK_OFF, index));
      const { difference, total } = marginalsByPeriod(grids)['full-time'];
      return [-2, -1, 0, 1, 2]
        .map((lead) => chanceAbove(difference, lead))
        .concat([0, 1, 2, 3, 4].map((goals) => chanceAbove(total, goals)));
    });
    small?.forEach((chance, at) => {
      expect(Math.abs(chance - (wide?.[at] ?? 0))).toBeLessThan(1e-4);
    });
  });
});

/** The slow obvious way: one map of states, tiny Euler steps with Richardson's extrapolation. */
type Cell = Readonly<{ h1: number; a1: number; h2: number; a2: number; next: NextTeam }>;

function eulerVector(model: InPlayModel, index: FootballIndex, stepMinutes: number): Float64Array {
  const start: Cell = { h1: 0, a1: 0, h2: 0, a2: 0, next: NEXT_NONE };
  let states = new Map<string, { cell: Cell; mass: number }>([['', { cell: start, mass: 1 }]]);
  const steps = Math.round(90 / stepMinutes);
  for (let at = 0; at < steps; at += 1) {
    // The rates of the middle of the step, so that the injury minutes begin and end with steps.
    const minute = (at + 0.5) * stepMinutes;
    const later = new Map<string, { cell: Cell; mass: number }>();
    const put = (cell: Cell, mass: number): void => {
      const key = Object.values(cell).join();
      later.set(key, { cell, mass: mass + (later.get(key)?.mass ?? 0) });
    };
    for (const { cell, mass } of states.values()) {
      const rates = scoringRates(
        model,
        { home: cell.h1 + cell.h2, away: cell.a1 + cell.a2 },
        minute,
      );
      const [home, away] = [rates.home, rates.away].map((value) => (value * stepMinutes) / 90);
      const tag = (next: NextTeam): NextTeam => (cell.next === NEXT_NONE ? next : cell.next);
      const [first, second] = minute < 45 ? ([1, 0] as const) : ([0, 1] as const);
      const h1 = Math.min(index.maxFirst, cell.h1 + first);
      const a1 = Math.min(index.maxFirst, cell.a1 + first);
      const h2 = Math.min(index.maxSecond, cell.h2 + second);
      const a2 = Math.min(index.maxSecond, cell.a2 + second);
      put({ ...cell, h1, h2, next: tag(NEXT_HOME) }, mass * (home ?? 0));
      put({ ...cell, a1, a2, next: tag(NEXT_AWAY) }, mass * (away ?? 0));
      put(cell, mass * (1 - (home ?? 0) - (away ?? 0)));
    }
    states = later;
  }
  const vector = new Float64Array(index.size);
  for (const { cell, mass } of states.values()) {
    const at = footballCell(index, cell, cell.next);
    vector[at] = (vector[at] ?? 0) + mass;
  }
  return vector;
}

describe('against a naive integration', () => {
  test('every cell agrees', () => {
    const index = buildFootballIndex(2, 2);
    const parameters = withInjury(DIXON_ROBINSON_1998, { firstHalf: 1.48, secondHalf: 2.18 });
    const model = { lambda: 1.1, mu: 0.8, parameters };
    const [coarse, fine] = [0.1, 0.05].map((step) => eulerVector(model, index, step));
    const fast = scenarioVector(model, KICK_OFF, index);
    fast.forEach((mass, cell) => {
      const slow = 2 * (fine?.[cell] ?? 0) - (coarse?.[cell] ?? 0);
      expect(Math.abs(mass - slow)).toBeLessThan(2e-6);
    });
  });
});
