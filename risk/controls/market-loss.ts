import { lossMoves, staysBounded } from '../robust/mod.ts';
import { amountsAt, type StakeControl } from './control.ts';

/** A market that is sold without a model loses no more than its limit, whatever happens; see `staysBounded`. */
export const marketLoss: StakeControl = {
  code: 'RISK_MARKET_LOSS',
  passes: (stakeMinor, question) => {
    const { robust, share } = question;
    if (robust === null) return true;
    const { market, at } = robust;
    const place = { at, count: market.losses.length, isShared: share !== undefined };
    return staysBounded(market, lossMoves(amountsAt(stakeMinor, question), place));
  },
};
