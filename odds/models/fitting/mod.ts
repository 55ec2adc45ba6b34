/**
 * Fitting rates to prices under the names of the calculations. Kept apart from `odds/models/mod.ts`
 * because `calibrate` loads mathjs, which takes most of a second: pricing workers and tools import it, the
 * pricing path does not and has `invertMarkets` and `invertInPlay`.
 */
export {
  lineShare,
  poissonTotalMean,
  ratesFromHandicapAndTotal,
  ratesFromResult,
  ratesFromResultAndTotal,
  ratesFromTotalAndHomeWin,
  type HandicapAndTotal,
} from './inversion.ts';
export { calibrate, type Calibration, type CalibrationTarget } from './calibration.ts';
