import type { Logger } from '#platform/mod.ts';

import type { FixtureDesk } from './fixture-desk.ts';
import type { HostStore } from './store.ts';

/**
 * Repairs what lost messages left behind: bets that PostgreSQL has open and the host does not know, and
 * bets that the host holds and PostgreSQL has closed. Versions make a repeated repair harmless.
 */
export async function reconcileBets(
  desk: FixtureDesk,
  store: HostStore,
  log: Logger,
): Promise<void> {
  try {
    const held = desk
      .mailboxes()
      .flatMap(({ state }) => state.exposure.positions())
      .filter(({ standing }) => standing === 'firm')
      .map(({ bet }) => bet.betId);
    const open = await store.openBets(desk.fixtures());
    for (const bet of open) desk.bet(bet);
    const openIds = new Set(open.map(({ betId }) => betId));
    for (const betId of held.filter((id) => !openIds.has(id))) {
      const bet = await store.bet(betId);
      if (bet !== undefined) desk.bet(bet);
    }
  } catch (error) {
    log.warn({ err: error }, 'open bets could not be compared with PostgreSQL');
  }
}
