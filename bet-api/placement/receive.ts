import type { DecideRequestOf, ReceiveReply } from '#contracts/mod.ts';

import type { HostPort } from '../host-port.ts';
import { refusedByHost, type BetOrder, type Refused } from './order.ts';
import { sharesWithBonus } from './share.ts';

/** What the host of each leg says, in the order of the legs. */
export type Received = Extract<ReceiveReply, { verdict: 'received' }>;
export type ReceiveOutcome =
  | Readonly<{ kind: 'received'; received: readonly [Received, ...Received[]] }>
  | Readonly<{ kind: 'refused'; refused: Refused }>;

type Terms = Omit<DecideRequestOf<'receive'>, 'op' | 'selection' | 'share' | 'referral'>;

export const commonTerms = (
  bet: Omit<Terms, 'stakeMinor'> & Readonly<{ stakeMinor: bigint }>,
): Terms => ({
  betId: bet.betId,
  accountId: bet.accountId,
  stakeMinor: String(bet.stakeMinor),
  currency: bet.currency,
  policy: bet.policy,
  receivedAt: bet.receivedAt,
});

/**
 * Step 1: the first look of the host of each leg, all at once. Nothing is written yet. Of several refusals
 * that of the first leg counts. Throws HOST_UNAVAILABLE when a host does not answer; the request may then
 * be tried again under its key.
 */
export async function receiveBet(host: HostPort, order: BetOrder): Promise<ReceiveOutcome> {
  const { legs, terms, currency, stakeMinor } = order;
  // A grant is looked up when the bet is held; the binding decision counts it.
  const bonus = order.bonus?.kind === 'automatic' ? order.bonus.bonus : null;
  const shares = sharesWithBonus(
    { stakeMinor, terms, bonus },
    legs.map(({ selection: { odds }, banker }) => ({ odds, banker })),
  );
  const replies = await Promise.all(
    legs.map(({ selection }, at) => {
      const share = shares[at];
      return host.receive({
        op: 'receive',
        ...commonTerms(order),
        ...(order.referral === undefined ? {} : { referral: order.referral.kind }),
        selection,
        ...(share === undefined ? {} : { share }),
      });
    }),
  );
  const received: Received[] = [];
  for (const [leg, reply] of replies.entries()) {
    if (reply.verdict === 'reject') {
      const where = { currency, leg: terms === null ? undefined : leg };
      return { kind: 'refused', refused: refusedByHost(reply, where) };
    }
    received.push(reply);
  }
  const [first, ...others] = received;
  if (first === undefined) throw new Error('a bet without legs');
  return { kind: 'received', received: [first, ...others] };
}
