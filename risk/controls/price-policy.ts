import type { Odds, PricePolicy } from '#contracts/mod.ts';

import { offeredOdds } from './candidate.ts';
import type { StateControl } from './control.ts';

/** Whether the bettor takes `offered` after having seen `seen`. */
export function acceptsPrice(policy: PricePolicy, seen: Odds, offered: Odds): boolean {
  switch (policy) {
    case 'none':
      return offered === seen;
    case 'higher':
      return offered >= seen;
    case 'any':
      return true;
  }
}

/** An acceptance is always at the price on offer, so only the bettor's own policy can stand against it. */
export const pricePolicy: StateControl = {
  code: 'PRICE_CHANGED',
  passes: (candidate, context) => {
    const offered = offeredOdds(candidate, context);
    return offered === undefined || acceptsPrice(candidate.policy, candidate.odds, offered);
  },
};
