import { transferId } from '#contracts/mod.ts';
import { derivedId, paymentTransfer, post, type TransferKind } from '#ledger/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

import { lockFunds, lockFundsForLoss } from './customer-funds.ts';
import { recordChange, updatePayment } from './payment-rows.ts';
import { step, type Payment, type PaymentEvent, type Step } from './transitions/mod.ts';

export type MoveContext = Readonly<{
  /** A user's id, or the name of the service or provider. */
  actor: string;
  at: number;
  /** When an unanswered payment is sent again; only for `send`. */
  sendAgainAt?: number;
}>;

/**
 * What an event does to a payment whose row is locked: its money, its row and the record of the change, all
 * in the caller's transaction. What is ignored or refused writes nothing.
 */
export async function movePayment(
  client: PoolClient,
  payment: Payment,
  event: PaymentEvent,
  context: MoveContext,
): Promise<Step> {
  const taken = step(payment, event);
  if (taken.kind !== 'moved') return taken;
  const next = { ...taken.payment, updatedAt: context.at };
  const movesMoney = taken.customerMinor !== 0n || taken.heldMinor !== 0n;
  const transfer = movesMoney ? await postMove(client, next, taken) : null;
  await updatePayment(client, next, dueAt(next, context));
  await recordChange(client, next, {
    event: event.kind,
    actor: context.actor,
    transferId: transfer,
  });
  return { ...taken, payment: next };
}

function dueAt({ status }: Payment, { at, sendAgainAt }: MoveContext): number | null {
  if (status === 'queued') return at;
  return status === 'sent' ? (sendAgainAt ?? at) : null;
}

type Moved = Extract<Step, { kind: 'moved' }>;

/** The id of the one transfer that the change of a payment to this version can have. */
export const paymentTransferId = (id: string, version: number) =>
  transferId(derivedId(id, `payment|${id}|${String(version)}`));

async function postMove(client: PoolClient, payment: Payment, moved: Moved): Promise<string> {
  const { customerMinor, heldMinor } = moved;
  const { accountId, provider, currency, updatedAt } = payment;
  const id = paymentTransferId(payment.id, payment.version);
  const funds =
    customerMinor < 0n
      ? await lockFundsForLoss(client, payment)
      : await lockFunds(client, accountId);
  const memo = { paymentId: payment.id, payment: payment.kind, method: payment.method };
  const kind = kindOf(payment, moved);
  const move = { id, kind, accountId, provider, currency, at: updatedAt, memo };
  const [result] = await post(
    [paymentTransfer({ ...move, customerMinor, heldMinor }, funds)],
    client,
  );
  if (result?.status !== 'posted')
    throw new Error(`payment ${payment.id} version ${payment.version}: ${result?.status ?? ''}`);
  return id;
}

function kindOf(payment: Payment, { customerMinor, heldMinor }: Moved): TransferKind {
  if (payment.kind === 'deposit')
    return customerMinor > 0n && !hasGoneBack(payment) ? 'deposit' : 'reversal';
  if (heldMinor === 0n) return 'reversal';
  return payment.doneMinor > 0n ? 'withdrawal' : 'release';
}

const hasGoneBack = ({ refundedMinor, chargedBackMinor, status }: Payment): boolean =>
  status === 'succeeded' && refundedMinor + chargedBackMinor > 0n;
