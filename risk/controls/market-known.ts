import { identifyMarket } from '#markets/mod.ts';

import type { StateControl } from './control.ts';

/** The catalogue has such a market, on the board or not. */
export const marketKnown: StateControl = {
  code: 'MARKET_NOT_FOUND',
  passes: ({ marketKey }) => identifyMarket(marketKey) !== undefined,
};
