import { staysWithin, type StakeControl } from './control.ts';

/**
 * The worst cases of a host's fixtures together stay within its lease of the house budget. A lease that
 * has shrunk below what is used still lets pass what does not raise the fixture's worst case.
 */
export const houseBudget: StakeControl = {
  code: 'RISK_BUDGET',
  passes: (stakeMinor, question) => {
    const { leasedMinor, usedElsewhereMinor } = question.budget;
    const room = leasedMinor - usedElsewhereMinor;
    const used = BigInt(question.worstLoss);
    return staysWithin(room > used ? room : used, stakeMinor, question);
  },
};
