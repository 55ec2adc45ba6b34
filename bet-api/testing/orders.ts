import { betId, type AccountId, type Selection } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import type { BetOrder, OrderLeg } from '../placement/order.ts';
import { FIXTURE, HOME, HOME_ODDS, MATCH_RESULT } from './board.ts';

/** A leg on the home side of the test board. */
export const homeLeg = (changed: Partial<Selection> = {}): OrderLeg => ({
  selection: {
    fixtureId: FIXTURE,
    marketKey: MATCH_RESULT,
    outcomeId: HOME,
    odds: HOME_ODDS,
    ...changed,
  },
  teams: { home: 'Reds', away: 'Blues' },
  banker: false,
});

/** An order for ten on the home side of the test board, as routes make it from a request. */
export function orderFor(account: AccountId, changed: Partial<BetOrder> = {}): BetOrder {
  return {
    betId: betId(newId()),
    accountId: account,
    currency: 'EUR',
    key: newId(),
    bodyHash: '00'.repeat(32),
    legs: [homeLeg()],
    terms: null,
    stakeMinor: 10_00n,
    policy: 'none',
    receivedAt: 0,
    ...changed,
  };
}
