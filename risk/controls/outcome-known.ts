import { definitionOf, identifyMarket } from '#markets/mod.ts';

import { partsOf } from '../exposure/mod.ts';
import type { StateControl } from './control.ts';

/** The market has such an outcome. A market that nobody knows is another rule's refusal. */
export const outcomeKnown: StateControl = {
  code: 'OUTCOME_NOT_FOUND',
  passes: (candidate) =>
    partsOf(candidate).every(({ marketKey, outcomeId }) => {
      const identity = identifyMarket(marketKey);
      if (identity === undefined) return true;
      return definitionOf(identity.type).outcomes(identity.specifiers).includes(outcomeId);
    }),
};
