import type { Side } from '#contracts/mod.ts';

import { MATCH_MINUTES, type InPlayModel } from '../rates.ts';
import { marginalsOf, type ScoreGrid, type ScoreMarginals } from '../score-grid.ts';
import type { FootballState } from '../scenario.ts';
import { goalTimesByPart, nextGoalMinutes, type GoalTimes } from './goal-times.ts';
import { lastGoalBySlice } from './last-goal.ts';
import { cutSegments, remainingSegments } from './match-clock.ts';
import { SLICE_ENDS, SLICES } from './substitutions.ts';

/** Further goals of the core as scorers need them. Slices are those between substitutions. */
export type ScorerGoals = Readonly<{
  /** Chances of 0, 1, … further goals of a side, own goals of the other included. */
  further: Readonly<Record<Side, Float64Array>>;
  /** Share of each side's further goals that falls into each slice. */
  shares: Readonly<Record<Side, Float64Array>>;
  /** When and whose the first and the last further goal is that counts for a scorer. */
  first: GoalTimes;
  last: GoalTimes;
}>;

/** By the rates of a level score; only the shares of the slices are taken from it. */
function shareBySlice(model: InPlayModel, match: FootballState, side: Side): Float64Array {
  const base = side === 'home' ? model.lambda : model.mu;
  const slope = model.parameters.timeSlope[side];
  const shares = new Float64Array(SLICES);
  let whole = 0;
  const segments = cutSegments(remainingSegments(model.parameters, match), SLICE_ENDS);
  for (const { from, to, multiplier } of segments) {
    const goals = multiplier * (to - from) * (base + (slope * (from + to)) / 2 / MATCH_MINUTES);
    const slice = SLICE_ENDS.findIndex((end) => to <= end);
    shares[slice] = (shares[slice] ?? 0) + goals;
    whole += goals;
  }
  return whole > 0 ? shares.map((share) => share / whole) : shares;
}

/** Chance that all of the further goals, none included, are own goals. */
function noneCounts({ total }: ScoreMarginals, ownGoalShare: number): number {
  let sum = 0;
  for (let goals = 0; goals < total.mass.length; goals += 1) {
    sum += (total.mass[goals] ?? 0) * ownGoalShare ** (total.first + goals);
  }
  return sum;
}

/**
 * Own goals left out: the chance that no goal counts is exact; when and whose the first or last one is,
 * is taken as for goals of any kind.
 */
function counting({ home, away, none }: GoalTimes, noneThatCounts: number): GoalTimes {
  const scale = none < 1 ? (1 - noneThatCounts) / (1 - none) : 0;
  return {
    home: home.map((chance) => chance * scale),
    away: away.map((chance) => chance * scale),
    none: none < 1 ? noneThatCounts : 1,
  };
}

/** What the core says of further goals; `remaining` is its grid of goals still to come, home × away. */
export function scorerGoals(
  model: InPlayModel,
  match: FootballState,
  remaining: ScoreGrid,
  ownGoalShare: number,
): ScorerGoals {
  const marginals = marginalsOf(remaining);
  const { home, away } = marginals;
  const none = noneCounts(marginals, ownGoalShare);
  const first = goalTimesByPart(nextGoalMinutes(model, match), SLICE_ENDS);
  const last = lastGoalBySlice(model, match);
  return {
    further: { home: home.mass, away: away.mass },
    shares: {
      home: shareBySlice(model, match, 'home'),
      away: shareBySlice(model, match, 'away'),
    },
    first: counting(first, none),
    last: counting(last, none),
  };
}
