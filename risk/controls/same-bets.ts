import { wonOf, type StakeControl } from './control.ts';

/** Return of all accounts together on one selection: followers of one tip, or one bettor behind many names. */
export const sameBets: StakeControl = {
  code: 'RISK_SAME_BETS',
  passes: (stakeMinor, question) => {
    const returned = wonOf(stakeMinor, question) + BigInt(question.heldByAllMinor);
    return returned <= question.limits.maxSharedPayoutMinor;
  },
};
