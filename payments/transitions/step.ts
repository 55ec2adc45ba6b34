import type { PaymentStatus } from '#contracts/mod.ts';

import type { Payment, PaymentEvent, Report, Step, StepRefusal } from './payment.ts';

/**
 * The state machine of deposits and withdrawals. Total: every event has a defined effect in every state. Who
 * may ask is decided elsewhere, except that nobody approves what they asked for themselves.
 */
export function step(payment: Payment, event: PaymentEvent): Step {
  switch (event.kind) {
    case 'approve':
    case 'reject':
      if (payment.status !== 'approval')
        return refused('PAYMENT_NOT_WAITING', `the payment is ${payment.status}`);
      if (event.by === payment.requestedBy)
        return refused('APPROVER_IS_REQUESTER', 'asked for by the same person');
      return event.kind === 'approve'
        ? moved(payment, { status: 'queued' })
        : released(payment, 'rejected', event.reason);
    case 'cancel':
      return payment.kind === 'withdrawal' && isOurs(payment.status)
        ? released(payment, 'cancelled', null)
        : refused('PAYMENT_NOT_CANCELLABLE', `the ${payment.kind} is ${payment.status}`);
    case 'send':
      return payment.status === 'queued' || payment.status === 'sent'
        ? moved(payment, { status: 'sent' })
        : { kind: 'ignored', why: 'known already' };
    case 'refuse':
      return refusedByProvider(payment, event.reason);
    case 'report':
      return reported(payment, event.report);
  }
}

/** Whether the provider cannot know of it yet. */
const isOurs = (status: PaymentStatus): boolean => status === 'approval' || status === 'queued';

function refusedByProvider(payment: Payment, reason: string): Step {
  if (payment.status === 'sent') return released(payment, 'failed', reason);
  if (payment.status === 'failed') return { kind: 'ignored', why: 'known already' };
  return refused('PROVIDER_CONTRADICTS', `refuses a payment that is ${payment.status}`);
}

/** The effect of a report is the difference between what it says and what was posted. */
function reported(payment: Payment, report: Report): Step {
  const problem = contradiction(payment, report);
  if (problem !== undefined) return refused('PROVIDER_CONTRADICTS', problem);
  if (report.version <= payment.providerVersion) return { kind: 'ignored', why: 'known already' };
  const { status, reason, doneMinor, refundedMinor, chargedBackMinor } = report;
  const facts = { status, reason, doneMinor, refundedMinor, chargedBackMinor };
  const next = { ...payment, ...facts, providerVersion: report.version };
  const back =
    refundedMinor + chargedBackMinor - (payment.refundedMinor + payment.chargedBackMinor);
  const done = doneMinor - payment.doneMinor;
  if (payment.kind === 'deposit') return moved(payment, next, done - back);
  const fromHeld = done < payment.heldMinor ? done : payment.heldMinor;
  const left = payment.heldMinor - fromHeld;
  // A payout that happened although it had failed was given back already: the customer has it twice.
  const twice = done - fromHeld;
  const isOver = status === 'succeeded' || status === 'failed';
  const heldMinor = isOver ? 0n : left;
  return moved(payment, { ...next, heldMinor }, left - heldMinor - twice + back);
}

function contradiction(payment: Payment, report: Report): string | undefined {
  const { doneMinor, refundedMinor, chargedBackMinor } = report;
  if (report.currency !== payment.currency || report.amountMinor !== payment.amountMinor)
    return `speaks of ${String(report.amountMinor)} ${report.currency}`;
  if (isOurs(payment.status) || payment.status === 'rejected' || payment.status === 'cancelled')
    return `knows a payment that is ${payment.status}`;
  if (refundedMinor < 0n || chargedBackMinor < 0n || refundedMinor + chargedBackMinor > doneMinor)
    return 'gives back more than was done';
  if (doneMinor > payment.amountMinor) return 'did more than was asked for';
  if (report.version <= payment.providerVersion) return undefined;
  if (doneMinor < payment.doneMinor) return 'did less than it said before';
  if (payment.kind === 'withdrawal' && chargedBackMinor > 0n) return 'charges back a payout';
  if (report.status === 'failed' && doneMinor > 0n) return 'failed, and moved money';
  if (report.status === 'succeeded' && doneMinor === 0n) return 'succeeded, and moved no money';
  return undefined;
}

const released = (payment: Payment, status: PaymentStatus, reason: string | null): Step =>
  moved(payment, { status, reason, heldMinor: 0n }, payment.heldMinor);

function moved(payment: Payment, changes: Partial<Payment>, customerMinor = 0n): Step {
  const next = { ...payment, ...changes, version: payment.version + 1 };
  return {
    kind: 'moved',
    payment: next,
    customerMinor,
    heldMinor: next.heldMinor - payment.heldMinor,
  };
}

const refused = (code: StepRefusal, why: string): Step => ({ kind: 'refused', code, why });
