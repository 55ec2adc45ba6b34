import type { PaymentKind } from '#contracts/mod.ts';

import type { WirePayment } from '../provider/wire.ts';

type Change = Partial<Pick<WirePayment, 'status' | 'reason'>> &
  Readonly<{ done?: bigint; refunded?: bigint; chargedBack?: bigint }>;

/** What happens to a payment of this amount, one change after the other; the first is its birth. */
export type Script = (amount: bigint) => readonly Change[];

const PENDING: Change = { status: 'pending' };
const REVIEW: Change = { status: 'review' };
const failed = (reason: string): Change => ({ status: 'failed', reason });
const succeeded = (done: bigint): Change => ({ status: 'succeeded', reason: null, done });

const plain: Script = (amount) => [PENDING, succeeded(amount)];

/** As in the sandboxes of real providers, the last two digits of the amount choose what happens. */
const DEPOSITS: Readonly<Record<string, Script>> = {
  '01': () => [PENDING, failed('insufficient_funds')],
  '02': (amount) => [PENDING, REVIEW, succeeded(amount)],
  '03': () => [PENDING, REVIEW, failed('suspected_fraud')],
  '04': (amount) => [PENDING, succeeded(amount), { chargedBack: amount }],
  '05': (amount) => [PENDING, succeeded(amount), { refunded: amount / 2n }],
  '06': (amount) => [PENDING, succeeded(amount), { chargedBack: amount }, { chargedBack: 0n }],
  '07': (amount) => [PENDING, failed('timed_out'), succeeded(amount)],
};

const WITHDRAWALS: Readonly<Record<string, Script>> = {
  '01': () => [PENDING, failed('account_closed')],
  '02': (amount) => [PENDING, REVIEW, succeeded(amount)],
  '03': () => [PENDING, REVIEW, failed('name_mismatch')],
  '04': (amount) => [PENDING, succeeded(amount), { refunded: amount, reason: 'returned_by_bank' }],
  '05': (amount) => [PENDING, succeeded(amount - amount / 2n)],
  '07': (amount) => [PENDING, failed('timed_out'), succeeded(amount)],
};

/** Amounts that end so are refused at once, for good. */
export const REFUSED_ENDING = '09';

export const endingOf = (amount: bigint): string => String(amount).padStart(2, '0').slice(-2);

export const scriptOf = (kind: PaymentKind, amount: bigint): Script =>
  (kind === 'deposit' ? DEPOSITS : WITHDRAWALS)[endingOf(amount)] ?? plain;
