import { offeredOdds } from './candidate.ts';
import type { StateControl } from './control.ts';

/** Bets flow only on an active market with a price, in a match that is waited for or being played. */
export const marketActive: StateControl = {
  code: 'MARKET_SUSPENDED',
  passes: (candidate, context) => {
    const { market, fixtureStatus } = context;
    if (fixtureStatus === 'interrupted' || fixtureStatus === 'postponed') return false;
    if (market === undefined) return true;
    if (market.status === 'suspended' || market.status === 'inactive') return false;
    if (market.suspendedBy.length > 0) return false;
    const listed = market.outcomes.some(({ id }) => id === candidate.outcomeId);
    return !listed || offeredOdds(candidate, context) !== undefined;
  },
};
