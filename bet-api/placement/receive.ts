import type { DecideRequestOf, ReceiveReply } from '#contracts/mod.ts';

import type { HostPort } from '../host-port.ts';
import { refusedByHost, type BetOrder, type Refused } from './order.ts';

export type Received = Extract<ReceiveReply, { verdict: 'received' }>;
export type ReceiveOutcome =
  | Readonly<{ kind: 'received'; received: Received }>
  | Readonly<{ kind: 'refused'; refused: Refused }>;

type Terms = Omit<DecideRequestOf<'receive'>, 'op'>;

export const termsOf = (order: Omit<BetOrder, 'key' | 'bodyHash' | 'teams'>): Terms => ({
  betId: order.betId,
  accountId: order.accountId,
  selection: order.selection,
  stakeMinor: String(order.stakeMinor),
  currency: order.currency,
  policy: order.policy,
  receivedAt: order.receivedAt,
});

/**
 * Step 1: the host's first look. Nothing is written yet. Throws HOST_UNAVAILABLE when the host does not
 * answer; the request may then be tried again under its key.
 */
export async function receiveBet(host: HostPort, order: BetOrder): Promise<ReceiveOutcome> {
  const reply = await host.receive({ op: 'receive', ...termsOf(order) });
  return reply.verdict === 'received'
    ? { kind: 'received', received: reply }
    : { kind: 'refused', refused: refusedByHost(reply, order.currency) };
}
