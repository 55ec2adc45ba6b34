import { identifyMarket } from '#markets/mod.ts';

import type { StateControl } from './control.ts';

/** A known market that is not on the board is closed: a goal closes its line for good. */
export const marketOpen: StateControl = {
  code: 'MARKET_CLOSED',
  passes: ({ marketKey }, { market }) => {
    if (market === undefined) return identifyMarket(marketKey) === undefined;
    return market.status !== 'settled' && market.status !== 'cancelled';
  },
};
