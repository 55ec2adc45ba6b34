import type { StateControl } from './control.ts';
import { outcomesOf } from './known-market.ts';

/** A known market that is not on the board is closed: a goal closes its line for good. */
export const marketOpen: StateControl = {
  code: 'MARKET_CLOSED',
  passes: ({ marketKey }, { market }) => {
    if (market === undefined) return outcomesOf(marketKey) === undefined;
    return market.status !== 'settled' && market.status !== 'cancelled';
  },
};
