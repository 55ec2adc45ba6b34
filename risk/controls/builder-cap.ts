import { wonOf, type StakeControl } from './control.ts';

/** Return of all accounts together on one combination within the match, whose joint price is the least certain. */
export const builderCap: StakeControl = {
  code: 'BUILDER_ABOVE_LIMIT',
  passes: (stakeMinor, question) => {
    if (!question.isBuilder) return true;
    const returned = wonOf(stakeMinor, question) + BigInt(question.heldByAllMinor);
    return returned <= question.limits.maxBuilderPayoutMinor;
  },
};
