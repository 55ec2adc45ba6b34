import type { Currency, PaymentKind, PaymentMethod, PaymentProviderName } from '#contracts/mod.ts';

import type { Report } from '../transitions/mod.ts';

/** What we ask of a provider; `paymentId` is our reference and the idempotency key in one. */
export type ProviderOrder = Readonly<{
  paymentId: string;
  kind: PaymentKind;
  method: PaymentMethod;
  /** Of the card or bank account; null leaves the choice to the provider. */
  instrumentToken: string | null;
  currency: Currency;
  amountMinor: bigint;
}>;

/** `refused`: for good, and no earlier attempt succeeded. Whatever is not certain is thrown instead. */
export type ProviderAnswer =
  Readonly<{ kind: 'taken'; report: Report }> | Readonly<{ kind: 'refused'; reason: string }>;

/** The provider handed money over; below zero: it took from us what it had paid out. */
export type Clearing = Readonly<{ clearingId: string; currency: string; amountMinor: bigint }>;

/** Something happened at the provider. `sequence` is its place in the log of all events. */
export type ProviderEvent = Readonly<{ eventId: string; sequence: number }> &
  (Readonly<{ report: Report }> | Readonly<{ clearing: Clearing }>);

/** One page of the log, and how far it was read with it. */
export type LogPage = Readonly<{ events: readonly ProviderEvent[]; position: number }>;

/**
 * A payment provider. An adapter for one whose messages are mere steps makes reports of them by asking for
 * the whole payment.
 */
export type PaymentProvider = Readonly<{
  name: PaymentProviderName;
  /** Starts a deposit or payout; repeatable, the first answer stands. Rejects when the answer is unknown. */
  start(order: ProviderOrder): Promise<ProviderAnswer>;
  /** Events after a position of its log, oldest first, whether or not a webhook told them. */
  eventsAfter(position: number): Promise<LogPage>;
  /** Says where it is to send its webhooks. */
  sendWebhooksTo(url: string): Promise<void>;
}>;
