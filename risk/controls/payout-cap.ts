import { amountsAt, type StakeControl } from './control.ts';

/** Return, stake included, of one account on one selection. */
export const payoutCap: StakeControl = {
  code: 'PAYOUT_ABOVE_LIMIT',
  passes: (stakeMinor, question) => {
    const returned = amountsAt(stakeMinor, question).returns.at(-1) ?? 0n;
    return returned + BigInt(question.held.returnMinor) <= question.limits.maxPayoutMinor;
  },
};
