import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';

import { DIXON_ROBINSON_1998, ZOU_2020 } from '../../in-play-parameters.ts';
import type { InPlayModel } from '../../rates.ts';
import { KICK_OFF, FOOTBALL_PHASES, type FootballState } from '../../scenario.ts';
import type { ScoreGrid } from '../../score-grid.ts';

export const MODEL: InPlayModel = { lambda: 1.2, mu: 0.9, parameters: ZOU_2020 };
export const NONE = { home: 0, away: 0 };

const rate = fc.double({ min: 0.1, max: 3, noNaN: true });
export const models: fc.Arbitrary<InPlayModel> = fc.record({
  lambda: rate,
  mu: rate,
  parameters: fc.constantFrom(ZOU_2020, DIXON_ROBINSON_1998),
});

const few = fc.record({ home: fc.nat(3), away: fc.nat(3) });

/** Any state of the 90 minutes, stoppage time included. */
export const states: fc.Arbitrary<FootballState> = fc
  .record({
    phase: fc.constantFrom(...FOOTBALL_PHASES),
    minute: fc.double({ min: 0, max: 52, noNaN: true }),
    first: few,
    second: few,
    redCards: fc.record({ home: fc.nat(2), away: fc.nat(2) }),
  })
  .map(({ phase, minute, first, second, redCards }) => {
    const begun = phase !== 'not-started';
    const later = phase === 'second-half' || phase === 'full-time';
    return {
      phase,
      elapsedMinutes: later ? 45 + minute : begun ? minute : 0,
      firstHalf: begun ? first : NONE,
      secondHalf: later ? second : NONE,
      redCards,
    };
  });

export const FULL_TIME: FootballState = {
  ...KICK_OFF,
  phase: 'full-time',
  elapsedMinutes: 94,
  firstHalf: { home: 1, away: 0 },
  secondHalf: { home: 1, away: 2 },
};

export const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0);

export function expectChances(values: Float64Array): void {
  expect(Math.abs(sumOf(values) - 1)).toBeLessThan(1e-12);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
}

/** The one cell that holds all of the chance. */
export function expectCertain(grid: ScoreGrid, home: number, away: number): void {
  expect(grid.cells[home * (grid.maxAway + 1) + away]).toBeCloseTo(1, 12);
  expectChances(grid.cells);
}
