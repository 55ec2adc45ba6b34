import {
  poissonTotalMean,
  ratesFromHandicapAndTotal,
  ratesFromResult,
  ratesFromResultAndTotal,
  ratesFromTotalAndHomeWin,
} from '#odds/models/fitting/mod.ts';

import { line, openChance, optional, rho, totalGoals } from './fields.ts';
import { operation, type Kind } from './operation.ts';
import { lineOf, refuse, withFields } from './read.ts';

const result = { home: openChance, draw: openChance, away: openChance };
const RESULT_FIELDS = { 'quotes[0]': 'home, draw and away' };
const LINE_FIELDS = {
  'quotes[0].line': 'homeLine',
  'quotes[1].line': 'totalLine',
};

export const inversionKind: Kind = {
  '1x2': operation({ ...result, rho: optional(rho) }, ({ rho: given, ...chances }) =>
    withFields(RESULT_FIELDS, () => ratesFromResult(chances, given)),
  ),
  '1x2-total': operation({ ...result, over25: openChance }, (chances) =>
    withFields(RESULT_FIELDS, () => ratesFromResultAndTotal(chances)),
  ),
  'total-mean': operation({ line, over: openChance }, ({ line: of, over }) => ({
    mean:
      poissonTotalMean(lineOf(of), over) ??
      refuse('over', over, 'is the chance at no mean up to 30', 'NO_SOLUTION'),
  })),
  'handicap-total': operation(
    {
      homeLine: line,
      homeShare: openChance,
      totalLine: line,
      overShare: openChance,
      rho: optional(rho),
    },
    ({ homeLine, homeShare, totalLine, overShare, rho: given }) =>
      withFields(LINE_FIELDS, () =>
        ratesFromHandicapAndTotal(
          { homeLine: lineOf(homeLine), homeShare, totalLine: lineOf(totalLine), overShare },
          given,
        ),
      ),
  ),
  'total-supremacy': operation(
    { total: totalGoals, homeWin: openChance, rho: optional(rho) },
    ({ total, homeWin, rho: given }) =>
      ratesFromTotalAndHomeWin(total, homeWin, given) ??
      refuse('homeWin', homeWin, `is the chance at no split of ${total} goals`, 'NO_SOLUTION'),
  ),
};
