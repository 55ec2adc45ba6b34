import { partsOf } from '../exposure/mod.ts';
import type { StateControl } from './control.ts';
import { outcomesOf } from './known-market.ts';

/** The market has such an outcome. A market that nobody knows is another rule's refusal. */
export const outcomeKnown: StateControl = {
  code: 'OUTCOME_NOT_FOUND',
  passes: (candidate) =>
    partsOf(candidate).every(
      ({ marketKey, outcomeId }) => outcomesOf(marketKey)?.includes(outcomeId) ?? true,
    ),
};
