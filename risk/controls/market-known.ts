import { partsOf } from '../exposure/mod.ts';
import type { StateControl } from './control.ts';
import { outcomesOf } from './known-market.ts';

/** The catalogue has such a market, on the board or not. */
export const marketKnown: StateControl = {
  code: 'MARKET_NOT_FOUND',
  passes: (candidate) =>
    partsOf(candidate).every(({ marketKey }) => outcomesOf(marketKey) !== undefined),
};
