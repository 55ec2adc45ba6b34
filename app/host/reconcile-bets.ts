import type { BetId } from '#contracts/mod.ts';

import { isSameSum, openSumOf } from '../open-sum.ts';
import type { FixtureDesk } from './fixture-desk.ts';
import type { Mailbox } from './mailbox.ts';
import type { HostStore } from './store.ts';

type Store = Pick<HostStore, 'openSum' | 'openVersions' | 'bet'>;
type Desk = Pick<FixtureDesk, 'mailboxes' | 'bet'>;

/**
 * Repairs what lost messages left behind: bets that PostgreSQL has open and the host does not know, and
 * bets that the host holds and PostgreSQL has closed. Versions make a repeated repair harmless. One fixture after
 * the other, with a pause before each, and of each only what differs is read: decisions wait for nothing that lasts.
 */
export async function reconcileBets(
  desk: Desk,
  store: Store,
  pause: (ofFixtures: number) => Promise<void>,
): Promise<void> {
  const mailboxes = desk.mailboxes();
  for (const mailbox of mailboxes) {
    await pause(mailboxes.length);
    for (const betId of await differing(mailbox, store)) {
      const bet = await store.bet(betId);
      if (bet !== undefined) desk.bet(bet);
    }
  }
}

async function differing({ fixtureId, state }: Mailbox, store: Store): Promise<readonly BetId[]> {
  // It is still being rebuilt, from PostgreSQL.
  if (state.inputSeq === 0) return [];
  const { betVersions, exposure } = state;
  // Before the question, so that what is accepted meanwhile is not taken for closed.
  const held = new Map<BetId, number>();
  for (const { standing, bet } of exposure.positions())
    if (standing === 'firm') held.set(bet.betId, betVersions.get(bet.betId) ?? 0);
  // Most of the time nothing differs, and one row says so.
  if (isSameSum(openSumOf(held), await store.openSum(fixtureId))) return [];
  const open = await store.openVersions(fixtureId);
  const unknown = [...open].flatMap(([betId, version]) =>
    version > (betVersions.get(betId) ?? 0) ? [betId] : [],
  );
  return [...unknown, ...[...held.keys()].filter((betId) => !open.has(betId))];
}
