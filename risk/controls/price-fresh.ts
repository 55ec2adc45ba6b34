import type { StateControl } from './control.ts';
import { pricePolicy } from './price-policy.ts';

/**
 * Tells a bettor whose screen is old from one whose price has just moved: where the price is not accepted,
 * it must have been on offer shortly before the receipt.
 */
export const priceFresh: StateControl = {
  code: 'PRICE_STALE',
  passes: (candidate, context) => {
    const { priceSeenAt, limits } = context;
    if (pricePolicy.passes(candidate, context)) return true;
    return priceSeenAt !== null && candidate.receivedAt - priceSeenAt <= limits.maxPriceAgeMs;
  },
};
