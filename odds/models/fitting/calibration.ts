import { InputError } from '#contracts/mod.ts';

import { leastSquares } from './least-squares.ts';
import { birthOutlook } from '../football/birth-grid.ts';
import { meanOf } from '../football/distribution.ts';
import type { ResultChances } from '../football/grid-markets.ts';
import type { InPlayParameters } from '../football/in-play-parameters.ts';
import type { InPlayModel } from '../football/rates.ts';
import { KICK_OFF } from '../football/scenario.ts';
import { marginalsOf } from '../football/score-grid.ts';
import { invertInPlay } from './invert-in-play.ts';

/** Expected goals of a match: their sum, and home minus away. */
type ExpectedGoals = Readonly<{ totalGoals: number; supremacy: number }>;

/** What is known before the match: expected goals, or fair chances of the result and of over 2.5 goals. */
export type CalibrationTarget = ExpectedGoals | (ResultChances & Readonly<{ over25: number }>);

export type Calibration = InPlayModel &
  Readonly<{
    /** Root of the summed squared misfit, in goals or in probability. */
    residual: number;
    /**
     * False when no base rates above zero meet the expected goals, as with 0.1 goals of one side while its
     * time slope alone brings 0.2; the rates are then the nearest.
     */
    converged: boolean;
  }>;

/** Goals a side the calibration grid holds; above 12 the mass is under 1e-7 for any real match. */
const CALIBRATION_GOALS = 14;
/** More for targets that no real match has. */
const roomFor = ({ totalGoals, supremacy }: ExpectedGoals): number =>
  Math.max(CALIBRATION_GOALS, Math.ceil(6 + 1.1 * (totalGoals + Math.abs(supremacy))));
/** Goals by which a calibration may miss. */
const NEAR = 1e-6;
const MATCH_BEGINS = { score: { home: 0, away: 0 }, minute: 0 };

function checkGoals({ totalGoals, supremacy }: ExpectedGoals): void {
  if (!(totalGoals > 0 && Number.isFinite(totalGoals))) {
    throw new InputError('NUMBER_INVALID', 'totalGoals', totalGoals, 'must be above 0');
  }
  if (!Number.isFinite(supremacy)) {
    throw new InputError('NUMBER_INVALID', 'supremacy', supremacy, 'must be a number');
  }
}

/** Where the base rates start: the time slopes and the stoppage minutes bring part of the goals. */
const startOf = (
  { totalGoals, supremacy }: ExpectedGoals,
  { timeSlope }: InPlayParameters,
): readonly number[] => {
  const base = (goals: number, slope: number): number => Math.log(Math.max(0.1, goals - slope / 2));
  return [
    base((totalGoals + supremacy) / 2, timeSlope.home),
    base((totalGoals - supremacy) / 2, timeSlope.away),
  ];
};

function calibrateToGoals(target: ExpectedGoals, parameters: InPlayParameters): Calibration {
  checkGoals(target);
  const modelAt = (at: readonly number[]): InPlayModel => ({
    lambda: Math.exp(at[0] ?? 0),
    mu: Math.exp(at[1] ?? 0),
    parameters,
  });
  const room = roomFor(target);
  const misfit = (at: readonly number[]): readonly number[] => {
    const { final } = birthOutlook(modelAt(at), MATCH_BEGINS, room);
    const { home, away } = marginalsOf(final);
    const [homeGoals, awayGoals] = [meanOf(home), meanOf(away)];
    return [homeGoals + awayGoals - target.totalGoals, homeGoals - awayGoals - target.supremacy];
  };
  const { at, residual } = leastSquares(misfit, startOf(target, parameters), 1e-9);
  return { ...modelAt(at), residual, converged: residual < NEAR };
}

/**
 * Base rates for which the birth process, seen from kick-off, agrees with the target. Expected goals are
 * met exactly where base rates above zero allow it; result and total chances are three
 * numbers for two rates, so they are met as nearly as `invertInPlay` can. Takes some tens of
 * milliseconds: run it in a worker.
 * @throws InputError NUMBER_INVALID for goals that are not above 0 and chances that cannot be.
 */
export function calibrate(target: CalibrationTarget, parameters: InPlayParameters): Calibration {
  if ('totalGoals' in target) return calibrateToGoals(target, parameters);
  const { over25, ...result } = target;
  const quotes = [
    { market: 'match-result', ...result },
    { market: 'total-goals', line: 10, over: over25 },
  ] as const;
  const { lambda, mu, residual, converged } = invertInPlay(quotes, KICK_OFF, parameters);
  return { lambda, mu, parameters, residual, converged };
}
