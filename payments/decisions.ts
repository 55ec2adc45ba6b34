import { Refusal, type AccountId } from '#contracts/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

import { movePayment } from './move.ts';
import { lockPayment } from './payment-rows.ts';
import type { Payment, PaymentEvent } from './transitions/mod.ts';

export type Decider = Readonly<{ userId: string; at: number }>;

/** The customer takes a withdrawal back. Throws PAYMENT_NOT_FOUND, PAYMENT_NOT_CANCELLABLE. */
export const cancelPayment = (
  pool: Pool,
  paymentId: string,
  by: Decider & Readonly<{ accountId: AccountId }>,
): Promise<Payment> => decide(pool, paymentId, by, { kind: 'cancel' });

/** An operator decides. Throws PAYMENT_NOT_FOUND, PAYMENT_NOT_WAITING, APPROVER_IS_REQUESTER. */
export const approvePayment = (pool: Pool, paymentId: string, by: Decider): Promise<Payment> =>
  decide(pool, paymentId, by, { kind: 'approve', by: by.userId });

export const rejectPayment = (
  pool: Pool,
  paymentId: string,
  by: Decider & Readonly<{ reason: string }>,
): Promise<Payment> =>
  decide(pool, paymentId, by, { kind: 'reject', by: by.userId, reason: by.reason });

function decide(
  pool: Pool,
  paymentId: string,
  by: Decider & Readonly<{ accountId?: AccountId }>,
  event: PaymentEvent,
): Promise<Payment> {
  return withTransaction(pool, async (client) => {
    const payment = await lockPayment(client, paymentId);
    const isForeign = by.accountId !== undefined && payment?.accountId !== by.accountId;
    if (!payment || isForeign) throw new Refusal('PAYMENT_NOT_FOUND');
    const taken = await movePayment(client, payment, event, { actor: by.userId, at: by.at });
    if (taken.kind === 'moved') return taken.payment;
    if (taken.kind === 'ignored' || taken.code === 'PROVIDER_CONTRADICTS')
      throw new Error(`${event.kind} of ${paymentId}: ${taken.why}`);
    throw new Refusal(taken.code, { status: payment.status });
  });
}
