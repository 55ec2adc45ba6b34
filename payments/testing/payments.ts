import { accountId } from '#contracts/mod.ts';

import type { Payment, Report } from '../transitions/mod.ts';

/** A payment of 100 that was just asked for, with its money held if it is a withdrawal. */
export function paymentOf(changes: Partial<Payment> & Pick<Payment, 'kind'>): Payment {
  return {
    id: '01990000-0000-7000-8000-0000000000aa',
    accountId: accountId('01990000-0000-7000-8000-000000000001'),
    requestedBy: 'ada',
    method: 'card',
    instrumentToken: null,
    provider: 'simulated',
    currency: 'EUR',
    amountMinor: 100n,
    status: 'queued',
    version: 1,
    providerVersion: 0,
    heldMinor: changes.kind === 'withdrawal' ? 100n : 0n,
    doneMinor: 0n,
    refundedMinor: 0n,
    chargedBackMinor: 0n,
    reason: null,
    requestedAt: 1,
    updatedAt: 1,
    ...changes,
  };
}

/** What a provider says about it. */
export const reportOn = (payment: Payment, changes: Partial<Report>): Report => ({
  paymentId: payment.id,
  version: payment.providerVersion + 1,
  currency: payment.currency,
  amountMinor: payment.amountMinor,
  status: 'pending',
  doneMinor: 0n,
  refundedMinor: 0n,
  chargedBackMinor: 0n,
  reason: null,
  ...changes,
});
