import { advance, emptyChain, type CountingChain } from './counting-chain.ts';
import { scoreState, type Pair } from './in-play-parameters.ts';
import type { PlaySegment } from './play-clock.ts';
import { redCardFactors, type InPlayModel } from './rates.ts';

/** Goals still to come are counted 0..maxHome and 0..maxAway; the last class holds everything above. */
export type BirthGridSize = Readonly<{ maxHome: number; maxAway: number }>;

/**
 * Chances over further goals, split by who scores the next goal from the start: `home` and `away`
 * are row-major (home goals × away goals), `none` is the chance of no further goal.
 */
export type TaggedGoals = Readonly<{
  columns: number;
  size: number;
  home: Float64Array;
  away: Float64Array;
  none: number;
}>;

export type BirthStart = Readonly<{ score: Pair; redCards: Pair; size: BirthGridSize }>;

/** States: the home-tagged grid, the away-tagged grid, and no goal yet. */
function birthChain(model: InPlayModel, { score, redCards, size }: BirthStart): CountingChain {
  const { lambda, mu, parameters } = model;
  const red = redCardFactors(parameters, redCards);
  const columns = size.maxAway + 1;
  const cells = (size.maxHome + 1) * columns;
  const chain = emptyChain(2 * cells + 1);
  const { rates, targets } = chain;
  const write = (state: number, cell: number, tags: Pair): void => {
    const [home, away] = [Math.floor(cell / columns), cell % columns];
    const factor = parameters.states[scoreState(score.home + home, score.away + away)];
    // The last class absorbs its own side's goals: its rate out is zero.
    if (home < size.maxHome) {
      rates[4 * state] = red.home * factor.home * lambda;
      rates[4 * state + 1] = red.home * parameters.timeSlope.home;
    }
    if (away < size.maxAway) {
      rates[4 * state + 2] = red.away * factor.away * mu;
      rates[4 * state + 3] = red.away * parameters.timeSlope.away;
    }
    targets[2 * state] = tags.home + Math.min(cell + columns, cells - 1);
    targets[2 * state + 1] = tags.away + Math.min(cell + 1, cells - 1);
  };
  for (let cell = 0; cell < cells; cell += 1) {
    write(cell, cell, { home: 0, away: 0 });
    write(cells + cell, cell, { home: cells, away: cells });
  }
  write(2 * cells, 0, { home: 0, away: cells });
  return chain;
}

/**
 * Integrates the birth process over the segments from a score that is certain at their start.
 * Deterministic; the result sums to 1 within rounding.
 */
export function integrateBirths(
  model: InPlayModel,
  start: BirthStart,
  segments: readonly PlaySegment[],
): TaggedGoals {
  const chain = birthChain(model, start);
  const columns = start.size.maxAway + 1;
  const size = (chain.size - 1) / 2;
  const p = new Float64Array(chain.size);
  p[2 * size] = 1;
  for (const segment of segments) advance(chain, p, segment);
  return {
    columns,
    size,
    home: p.subarray(0, size),
    away: p.subarray(size, 2 * size),
    none: p[2 * size] ?? 0,
  };
}
