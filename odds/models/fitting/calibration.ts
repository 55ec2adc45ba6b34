import { leastSquares } from './least-squares.ts';
import { birthOutlook } from '../football/birth-grid.ts';
import { LIVE_STEP_MINUTES } from '../football/birth-process.ts';
import { chanceAbove, meanOf } from '../football/distribution.ts';
import { resultChances, type ResultChances } from '../football/grid-markets.ts';
import type { InPlayParameters } from '../football/in-play-parameters.ts';
import type { InPlayModel } from '../football/rates.ts';
import { marginalsOf, type ScoreMarginals } from '../football/score-grid.ts';

/** What is known before the match: expected goals, or fair chances of the result and of over 2.5 goals. */
export type CalibrationTarget =
  | Readonly<{ totalGoals: number; supremacy: number }>
  | (ResultChances & Readonly<{ over25: number }>);

export type Calibration = InPlayModel &
  Readonly<{
    /** Root of the summed squared misfit, in goals or in probability. */
    residual: number;
  }>;

/** Goals a side the calibration grid holds; above 12 the mass is under 1e-7 for any real match. */
const CALIBRATION_GOALS = 14;

function prematchMarginals(model: InPlayModel): ScoreMarginals {
  const kickOff = { score: { home: 0, away: 0 }, minute: 0 };
  const { final } = birthOutlook(model, kickOff, CALIBRATION_GOALS, LIVE_STEP_MINUTES);
  return marginalsOf(final);
}

function misfitOf(target: CalibrationTarget, marginals: ScoreMarginals): readonly number[] {
  if ('totalGoals' in target) {
    const home = meanOf(marginals.home);
    const away = meanOf(marginals.away);
    return [home + away - target.totalGoals, home - away - target.supremacy];
  }
  const { home, away } = resultChances(marginals);
  return [home - target.home, away - target.away, chanceAbove(marginals.total, 2) - target.over25];
}

function startOf(target: CalibrationTarget, { timeSlope }: InPlayParameters): readonly number[] {
  const [total, supremacy] =
    'totalGoals' in target
      ? [target.totalGoals, target.supremacy]
      : [2.7 + 4 * (target.over25 - 0.5), 2.5 * (target.home - target.away)];
  // The time slopes and the stoppage minutes bring part of the goals; the base rates bring the rest.
  const base = (goals: number, slope: number): number => Math.log(Math.max(0.1, goals - slope / 2));
  return [
    base((total + supremacy) / 2, timeSlope.home),
    base((total - supremacy) / 2, timeSlope.away),
  ];
}

/**
 * Base rates for which the birth process, seen from kick-off, agrees with the target. Expected goals are
 * met exactly where base rates above zero allow it; result and total chances are three
 * numbers for two rates, so they are met in the sense of least squares. Takes some tens of
 * milliseconds: run it in a worker.
 */
export function calibrate(target: CalibrationTarget, parameters: InPlayParameters): Calibration {
  const modelAt = (at: readonly number[]): InPlayModel => ({
    lambda: Math.exp(at[0] ?? 0),
    mu: Math.exp(at[1] ?? 0),
    parameters,
  });
  const fit = leastSquares(
    (at) => misfitOf(target, prematchMarginals(modelAt(at))),
    startOf(target, parameters),
    1e-9,
  );
  return { ...modelAt(fit.at), residual: fit.residual };
}
