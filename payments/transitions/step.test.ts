import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  PAYMENT_KINDS,
  PAYMENT_STATUSES,
  type PaymentKind,
  type PaymentStatus,
} from '#contracts/mod.ts';

import { paymentOf, reportOn } from '../testing/payments.ts';
import { step } from './step.ts';
import type { Payment, PaymentEvent, Report } from './payment.ts';

const OURS: readonly PaymentStatus[] = ['approval', 'queued'];

/** In every state a payment that could be in it. */
function inStatus(kind: PaymentKind, status: PaymentStatus): Payment {
  const given = paymentOf({ kind, status, version: 5, providerVersion: 3 });
  if (status === 'succeeded') return { ...given, heldMinor: 0n, doneMinor: 100n };
  const isOver = status === 'failed' || status === 'rejected' || status === 'cancelled';
  return isOver ? { ...given, heldMinor: 0n } : given;
}

/** status and moves after, `=` when ignored, or the code of the refusal. */
function effect(payment: Payment, event: PaymentEvent): string {
  const taken = step(payment, event);
  if (taken.kind === 'ignored') return '=';
  if (taken.kind === 'refused') return taken.code;
  const { customerMinor, heldMinor } = taken;
  return `${taken.payment.status} ${String(customerMinor)} ${String(heldMinor)}`;
}

type Column = Readonly<Record<PaymentStatus, string>>;
const every = (value: string, except: Partial<Column> = {}): Column => ({
  ...(Object.fromEntries(PAYMENT_STATUSES.map((status) => [status, value])) as Column),
  ...except,
});
const WAITING = 'PAYMENT_NOT_WAITING';
const FINAL = 'PAYMENT_NOT_CANCELLABLE';
const NO = 'PROVIDER_CONTRADICTS';
const unknownToProvider = { approval: NO, queued: NO, rejected: NO, cancelled: NO };

const EVENTS: Readonly<Record<string, (payment: Payment) => PaymentEvent>> = {
  approve: () => ({ kind: 'approve', by: 'olga' }),
  'approve by the requester': () => ({ kind: 'approve', by: 'ada' }),
  reject: () => ({ kind: 'reject', by: 'olga', reason: 'documents_missing' }),
  cancel: () => ({ kind: 'cancel' }),
  send: () => ({ kind: 'send' }),
  refuse: () => ({ kind: 'refuse', reason: 'method_not_allowed' }),
  'report pending': (payment) => ({
    kind: 'report',
    report: reportOn(payment, { doneMinor: payment.doneMinor }),
  }),
  'report review': (payment) => ({
    kind: 'report',
    report: reportOn(payment, { status: 'review', doneMinor: payment.doneMinor }),
  }),
  'report succeeded': (payment) => ({
    kind: 'report',
    report: reportOn(payment, { status: 'succeeded', doneMinor: 100n }),
  }),
  'report failed': (payment) => ({
    kind: 'report',
    report: reportOn(payment, { status: 'failed' }),
  }),
  'report of before': (payment) => ({
    kind: 'report',
    report: reportOn(payment, { version: payment.providerVersion, status: 'failed' }),
  }),
};

const TABLE: Readonly<Record<string, Readonly<Record<PaymentKind, Column>>>> = {
  approve: {
    deposit: every(WAITING, { approval: 'queued 0 0' }),
    withdrawal: every(WAITING, { approval: 'queued 0 0' }),
  },
  'approve by the requester': {
    deposit: every(WAITING, { approval: 'APPROVER_IS_REQUESTER' }),
    withdrawal: every(WAITING, { approval: 'APPROVER_IS_REQUESTER' }),
  },
  reject: {
    deposit: every(WAITING, { approval: 'rejected 0 0' }),
    withdrawal: every(WAITING, { approval: 'rejected 100 -100' }),
  },
  cancel: {
    deposit: every(FINAL),
    withdrawal: every(FINAL, { approval: 'cancelled 100 -100', queued: 'cancelled 100 -100' }),
  },
  send: {
    deposit: every('=', { queued: 'sent 0 0', sent: 'sent 0 0' }),
    withdrawal: every('=', { queued: 'sent 0 0', sent: 'sent 0 0' }),
  },
  refuse: {
    deposit: every(NO, { sent: 'failed 0 0', failed: '=' }),
    withdrawal: every(NO, { sent: 'failed 100 -100', failed: '=' }),
  },
  'report pending': {
    deposit: every('pending 0 0', unknownToProvider),
    withdrawal: every('pending 0 0', unknownToProvider),
  },
  'report review': {
    deposit: every('review 0 0', unknownToProvider),
    withdrawal: every('review 0 0', unknownToProvider),
  },
  'report succeeded': {
    deposit: every('succeeded 100 0', { ...unknownToProvider, succeeded: 'succeeded 0 0' }),
    // A payout that had failed was given back, so that it costs the customer now.
    withdrawal: every('succeeded 0 -100', {
      ...unknownToProvider,
      succeeded: 'succeeded 0 0',
      failed: 'succeeded -100 0',
    }),
  },
  'report failed': {
    deposit: every('failed 0 0', { ...unknownToProvider, succeeded: NO }),
    withdrawal: every('failed 100 -100', {
      ...unknownToProvider,
      succeeded: NO,
      failed: 'failed 0 0',
    }),
  },
  'report of before': {
    deposit: every('=', unknownToProvider),
    withdrawal: every('=', unknownToProvider),
  },
};

describe('every event in every state', () => {
  const cells = Object.keys(EVENTS).flatMap((event) =>
    PAYMENT_KINDS.flatMap((kind) =>
      PAYMENT_STATUSES.map((status) => ({
        event,
        kind,
        status,
        want: TABLE[event]?.[kind][status],
      })),
    ),
  );
  test.each(cells)('$event of a $kind that is $status', ({ event, kind, status, want }) => {
    const payment = inStatus(kind, status);
    const made = EVENTS[event]?.(payment);
    if (!made) throw new Error(event);
    expect(effect(payment, made)).toBe(want);
  });
});

describe('money that goes back', () => {
  const deposit = inStatus('deposit', 'succeeded');
  const payout = inStatus('withdrawal', 'succeeded');
  test.each([
    ['a refund in part', deposit, { doneMinor: 100n, refundedMinor: 40n }, 'succeeded -40 0'],
    ['a chargeback', deposit, { doneMinor: 100n, chargedBackMinor: 100n }, 'succeeded -100 0'],
    ['a payout that bounced', payout, { doneMinor: 100n, refundedMinor: 100n }, 'succeeded 100 0'],
    [
      'more than there was',
      deposit,
      { doneMinor: 100n, refundedMinor: 60n, chargedBackMinor: 41n },
      NO,
    ],
    ['more than was asked for', deposit, { doneMinor: 101n }, NO],
    ['less done than before', deposit, { doneMinor: 99n }, NO],
    ['success without money', inStatus('deposit', 'pending'), { doneMinor: 0n }, NO],
    ['a chargeback of a payout', payout, { doneMinor: 100n, chargedBackMinor: 1n }, NO],
    ['below zero', deposit, { doneMinor: 100n, refundedMinor: -1n }, NO],
    ['another currency', deposit, { doneMinor: 100n, currency: 'USD' }, NO],
    ['another amount', deposit, { doneMinor: 100n, amountMinor: 200n }, NO],
  ] as const)('%s', (...[, payment, said, want]) => {
    const report = reportOn(payment, { status: 'succeeded', ...said });
    expect(effect(payment, { kind: 'report', report })).toBe(want);
  });

  test('a dispute that was won gives back what the chargeback took', () => {
    const lost = { ...deposit, chargedBackMinor: 100n };
    const report = reportOn(lost, { status: 'succeeded', doneMinor: 100n });
    expect(effect(lost, { kind: 'report', report })).toBe('succeeded 100 0');
  });
});

/** A history that a provider could have: amounts only grow, except for chargebacks. */
const history = (kind: PaymentKind): fc.Arbitrary<readonly Partial<Report>[]> =>
  fc
    .record({
      before: fc.array(fc.constantFrom('pending', 'review', 'failed' as const), { maxLength: 3 }),
      done: fc.bigInt({ min: 1n, max: 100n }),
      back: fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
        maxLength: 4,
      }),
    })
    .map(({ before, done, back }) => {
      let refundedMinor = 0n;
      const after = back.map(([refund, dispute]) => {
        refundedMinor += ((done - refundedMinor) * BigInt(refund)) / 100n;
        const disputed = ((done - refundedMinor) * BigInt(dispute)) / 100n;
        return { refundedMinor, chargedBackMinor: kind === 'deposit' ? disputed : 0n };
      });
      const success = { status: 'succeeded', doneMinor: done } as const;
      return [
        ...before.map((status) => ({ status })),
        ...[{}, ...after].map((changes) => ({ ...success, ...changes })),
      ];
    });

describe('reports in any order, any of them lost or repeated', () => {
  const run = (payment: Payment, reports: readonly Report[]) =>
    reports.reduce(
      ({ payment: before, customer }, report) => {
        const taken = step(before, { kind: 'report', report });
        if (taken.kind === 'refused') throw new Error(taken.why);
        return taken.kind === 'moved'
          ? { payment: taken.payment, customer: customer + taken.customerMinor }
          : { payment: before, customer };
      },
      { payment, customer: 0n },
    );

  property.prop([
    fc
      .constantFrom(...PAYMENT_KINDS)
      .chain((kind) =>
        fc
          .tuple(fc.constant(kind), history(kind))
          .chain(([, all]) =>
            fc.tuple(
              fc.constant(kind),
              fc.constant(all),
              fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 12 }),
            ),
          ),
      ),
  ])('the money is what the newest says', ([kind, all, order]) => {
    const start = paymentOf({ kind, status: 'sent' });
    const reports = all.map((said, index) => reportOn(start, { ...said, version: index + 1 }));
    const seen = order.map((index) => reports[index]).filter((report) => report !== undefined);
    const newest = seen.reduce<Report | undefined>(
      (best, report) => (best && best.version >= report.version ? best : report),
      undefined,
    );
    // What did less than was seen before is refused, so only histories that grow are shuffled freely.
    const grown = seen.filter(({ version }) => version <= (newest?.version ?? 0));
    const { payment, customer } = run(start, grown);
    const alone = newest ? run(start, [newest]) : { payment: start, customer: 0n };
    expect({ ...payment, version: 0 }).toEqual({ ...alone.payment, version: 0 });
    expect(customer).toBe(alone.customer);
    const { doneMinor, refundedMinor, chargedBackMinor, heldMinor } = payment;
    const net = doneMinor - refundedMinor - chargedBackMinor;
    expect(customer).toBe(kind === 'deposit' ? net : 100n - heldMinor - net);
  });
});

property.prop([
  fc.constantFrom(...PAYMENT_KINDS),
  fc.array(fc.constantFrom(...Object.keys(EVENTS)), { maxLength: 15 }),
])('no sequence of events creates or loses money', (kind, names) => {
  let payment = paymentOf({ kind, status: 'approval' });
  let customer = -payment.heldMinor;
  for (const name of names) {
    const event = EVENTS[name]?.(payment);
    const taken = event && step(payment, event);
    if (taken?.kind !== 'moved') continue;
    expect(taken.payment.version).toBe(payment.version + 1);
    expect(taken.payment.heldMinor - payment.heldMinor).toBe(taken.heldMinor);
    payment = taken.payment;
    customer += taken.customerMinor;
    const { heldMinor, doneMinor, refundedMinor, chargedBackMinor, status } = payment;
    expect(heldMinor).toBeGreaterThanOrEqual(0n);
    const net = doneMinor - refundedMinor - chargedBackMinor;
    expect(customer + heldMinor).toBe(kind === 'deposit' ? net : -net);
    if (!OURS.includes(status) && !['sent', 'pending', 'review'].includes(status))
      expect(heldMinor).toBe(0n);
  }
});
