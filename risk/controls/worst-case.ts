import { staysWithin, type StakeControl } from './control.ts';

/** No scenario that the bet makes worse may cost the fixture more than its limit. */
export const worstCase: StakeControl = {
  code: 'RISK_WORST_CASE',
  passes: (stakeMinor, question) =>
    staysWithin(question.limits.worstCaseMinor, stakeMinor, question),
};
