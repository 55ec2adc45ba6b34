import {
  poissonTotalMean,
  ratesFromHandicapAndTotal,
  ratesFromResult,
  ratesFromResultAndTotal,
  ratesFromTotalAndHomeWin,
} from '#odds/models/fitting/mod.ts';
import { decimal, number, operation, optional, type Kind } from './operation.ts';
import { lineOf } from './read.ts';

const result = { home: number, draw: number, away: number };
const NO_SOLUTION = { error: 'no-solution' };

export const inversionKind: Kind = {
  '1x2': operation({ ...result, rho: optional(number) }, ({ rho, ...chances }) =>
    ratesFromResult(chances, rho),
  ),
  '1x2-total': operation({ ...result, over25: number }, (chances) =>
    ratesFromResultAndTotal(chances),
  ),
  'total-mean': operation({ line: decimal, over: number }, ({ line, over }) => {
    const mean = poissonTotalMean(lineOf(line), over);
    return mean === undefined ? NO_SOLUTION : { mean };
  }),
  'handicap-total': operation(
    {
      homeLine: decimal,
      homeShare: number,
      totalLine: decimal,
      overShare: number,
      rho: optional(number),
    },
    ({ homeLine, homeShare, totalLine, overShare, rho }) =>
      ratesFromHandicapAndTotal(
        { homeLine: lineOf(homeLine), homeShare, totalLine: lineOf(totalLine), overShare },
        rho,
      ),
  ),
  'total-supremacy': operation(
    { total: number, homeWin: number, rho: optional(number) },
    ({ total, homeWin, rho }) => ratesFromTotalAndHomeWin(total, homeWin, rho) ?? NO_SOLUTION,
  ),
};
