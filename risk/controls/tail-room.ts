import { amountsAt, wonOf, type StakeControl } from './control.ts';

/**
 * The tail of the house after the bet stays within its limit: CVaR never adds up to more than its parts, and the
 * tail of one bet is no more than what it wins. What the room holds is shared out anew every second.
 */
export const tailRoom: StakeControl = {
  code: 'RISK_TAIL',
  passes: (stakeMinor, question) => {
    const { tailRoomMinor = null } = question.budget;
    if (tailRoomMinor === null) return true;
    return wonOf(stakeMinor, question) - amountsAt(stakeMinor, question).stake <= tailRoomMinor;
  },
};
