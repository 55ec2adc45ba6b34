import { amountsAt, type StakeControl } from './control.ts';

const BPS = 10_000n;

/** Net win of one account on one selection: the stake factor of the account × the limit of the tier. */
export const accountLimit: StakeControl = {
  code: 'STAKE_ABOVE_LIMIT',
  passes: (stakeMinor, question) => {
    const { held, limits, stakeFactorBps } = question;
    const { stake, returns } = amountsAt(stakeMinor, question);
    const won = (returns.at(-1) ?? 0n) - stake + BigInt(held.returnMinor - held.stakedMinor);
    return won * BPS <= limits.tierLiabilityMinor * BigInt(stakeFactorBps);
  },
};
