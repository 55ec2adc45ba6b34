import type {
  AccountId,
  Currency,
  PaymentKind,
  PaymentMethod,
  PaymentProviderName,
  PaymentStatus,
} from '#contracts/mod.ts';

/** One deposit or withdrawal. Amounts are minor units of its currency and never below zero. */
export type Payment = Readonly<{
  /** Also our reference at the provider, and the idempotency key of what we ask of it. */
  id: string;
  accountId: AccountId;
  requestedBy: string;
  kind: PaymentKind;
  method: PaymentMethod;
  /** What the provider's form gave for the card or bank account; null when the customer gave none. */
  instrumentToken: string | null;
  provider: PaymentProviderName;
  currency: Currency;
  amountMinor: bigint;
  status: PaymentStatus;
  /** Counts the changes. */
  version: number;
  /** Of the provider's last report that was applied; 0 before the first. */
  providerVersion: number;
  /** Taken from the wallet for a withdrawal, and neither paid nor given back yet. */
  heldMinor: bigint;
  doneMinor: bigint;
  refundedMinor: bigint;
  chargedBackMinor: bigint;
  reason: string | null;
  requestedAt: number;
  updatedAt: number;
}>;

/**
 * All that a provider knows about a payment at one moment. The amounts are totals so far and not steps, so
 * that reports may be lost, repeated and reordered: the newest one says everything.
 */
export type Report = Readonly<{
  paymentId: string;
  /** Grows with every change at the provider. */
  version: number;
  currency: string;
  amountMinor: bigint;
  status: 'pending' | 'review' | 'succeeded' | 'failed';
  /** Taken from the customer's card or bank, or paid to it. */
  doneMinor: bigint;
  /** Of that, given back: by a refund, or by a payout that bounced. */
  refundedMinor: bigint;
  /** Of that, taken back by the customer's bank; falls again when a dispute is won. */
  chargedBackMinor: bigint;
  reason: string | null;
  /** The same for every payment with this card or bank account, whoever makes it; absent where it is not told. */
  fingerprint?: string;
}>;

export type PaymentEvent =
  | Readonly<{ kind: 'approve'; by: string }>
  | Readonly<{ kind: 'reject'; by: string; reason: string }>
  | Readonly<{ kind: 'cancel' }>
  /** About to be told to the provider, for the first time or again. */
  | Readonly<{ kind: 'send' }>
  /** The provider does not take it, for good. */
  | Readonly<{ kind: 'refuse'; reason: string }>
  | Readonly<{ kind: 'report'; report: Report }>;

export type StepRefusal =
  | 'PAYMENT_NOT_WAITING'
  | 'PAYMENT_NOT_CANCELLABLE'
  | 'APPROVER_IS_REQUESTER'
  /** What the provider says cannot be: nothing is posted, a person must look. */
  | 'PROVIDER_CONTRADICTS';

/** What an event does: the payment after it, and by how much the customer and the held money change. */
export type Step =
  | Readonly<{ kind: 'moved'; payment: Payment; customerMinor: bigint; heldMinor: bigint }>
  | Readonly<{ kind: 'ignored'; why: 'known already' }>
  | Readonly<{ kind: 'refused'; code: StepRefusal; why: string }>;
