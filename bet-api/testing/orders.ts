import { betId, type AccountId } from '#contracts/mod.ts';
import { newId } from '#platform/mod.ts';

import type { BetOrder } from '../placement/order.ts';
import { FIXTURE, HOME, HOME_ODDS, MATCH_RESULT } from './board.ts';

/** An order for ten on the home side of the test board, as routes make it from a request. */
export function orderFor(account: AccountId, changed: Partial<BetOrder> = {}): BetOrder {
  return {
    betId: betId(newId()),
    accountId: account,
    currency: 'EUR',
    key: newId(),
    bodyHash: '00'.repeat(32),
    selection: { fixtureId: FIXTURE, marketKey: MATCH_RESULT, outcomeId: HOME, odds: HOME_ODDS },
    teams: { home: 'Reds', away: 'Blues' },
    stakeMinor: 10_00n,
    policy: 'none',
    receivedAt: 0,
    ...changed,
  };
}
