import { definitionOf, identifyMarket } from '#markets/mod.ts';

import type { StateControl } from './control.ts';

/** The market has such an outcome. A market that nobody knows is another rule's refusal. */
export const outcomeKnown: StateControl = {
  code: 'OUTCOME_NOT_FOUND',
  passes: ({ marketKey, outcomeId }) => {
    const identity = identifyMarket(marketKey);
    return identity === undefined || definitionOf(identity.type).outcomes.includes(outcomeId);
  },
};
