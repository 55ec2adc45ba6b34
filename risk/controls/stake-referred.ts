import { amountsAt, type StakeControl } from './control.ts';

/** Stakes above the setting are a trader's to take, whatever the limits say. */
export const stakeReferred: StakeControl = {
  code: 'STAKE_REFERRED',
  passes: (stakeMinor, question) => {
    const { referAboveMinor } = question.limits;
    return referAboveMinor === null || amountsAt(stakeMinor, question).stake <= referAboveMinor;
  },
};
