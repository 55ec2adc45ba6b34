/**
 * Fitting rates to prices. Kept apart from `odds/models/mod.ts` because it loads mathjs, which takes
 * most of a second: pricing workers and tools import it, the pricing path does not.
 */
export {
  lineShare,
  poissonTotalMean,
  ratesFromHandicapAndTotal,
  ratesFromResult,
  ratesFromResultAndTotal,
  ratesFromTotalAndHomeWin,
  type GoalRates,
  type HandicapAndTotal,
  type Inversion,
} from './inversion.ts';
export { calibrate, type Calibration, type CalibrationTarget } from './calibration.ts';
