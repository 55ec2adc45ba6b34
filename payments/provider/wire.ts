import { Type, type Static } from 'typebox';

import { closed, CountSchema, PAYMENT_KINDS, PAYMENT_METHODS, words } from '#contracts/mod.ts';
import { parserOf } from '#platform/mod.ts';

import type { Report } from '../transitions/mod.ts';
import type { ProviderEvent, ProviderOrder } from './port.ts';

/** The JSON of the simulated provider: amounts are minor units as decimal strings. */
const UnsignedSchema = Type.String({ pattern: '^[0-9]{1,18}$' });
const SignedSchema = Type.String({ pattern: '^-?[0-9]{1,18}$' });
const IdSchema = Type.String({ format: 'uuid' });
const CodeSchema = Type.String({ pattern: '^[A-Z]{3}$' });

const OrderSchema = closed({
  reference: IdSchema,
  kind: words(PAYMENT_KINDS),
  method: words(PAYMENT_METHODS),
  token: Type.Optional(Type.String({ maxLength: 64 })),
  currency: CodeSchema,
  amount: UnsignedSchema,
});
export type WireOrder = Static<typeof OrderSchema>;
export const parseOrder = parserOf(OrderSchema);

const PaymentSchema = closed({
  reference: IdSchema,
  version: Type.Integer({ minimum: 1 }),
  currency: CodeSchema,
  amount: UnsignedSchema,
  status: words(['pending', 'review', 'succeeded', 'failed']),
  done: UnsignedSchema,
  refunded: UnsignedSchema,
  chargedBack: UnsignedSchema,
  reason: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
  fingerprint: Type.Optional(Type.String({ maxLength: 128 })),
});
export type WirePayment = Static<typeof PaymentSchema>;
export const parsePayment = parserOf(PaymentSchema);

const EventSchema = Type.Union([
  closed({
    id: IdSchema,
    sequence: CountSchema,
    type: Type.Literal('payment'),
    payment: PaymentSchema,
  }),
  closed({
    id: IdSchema,
    sequence: CountSchema,
    type: Type.Literal('clearing'),
    clearing: closed({ id: IdSchema, currency: CodeSchema, amount: SignedSchema }),
  }),
]);
export type WireEvent = Static<typeof EventSchema>;
export const parseEvent = parserOf(EventSchema);

const LogSchema = closed({ events: Type.Array(EventSchema), position: CountSchema });
export type WireLog = Static<typeof LogSchema>;
export const parseLog = parserOf(LogSchema);

const RefusedSchema = closed({ error: Type.String({ maxLength: 64 }) });
export const parseRefused = parserOf(RefusedSchema);

export const wireOrder = (order: ProviderOrder): WireOrder => ({
  reference: order.paymentId,
  kind: order.kind,
  method: order.method,
  currency: order.currency,
  amount: String(order.amountMinor),
  ...(order.instrumentToken === null ? {} : { token: order.instrumentToken }),
});

export const reportOf = (wire: WirePayment): Report => ({
  paymentId: wire.reference,
  version: wire.version,
  currency: wire.currency,
  amountMinor: BigInt(wire.amount),
  status: wire.status,
  doneMinor: BigInt(wire.done),
  refundedMinor: BigInt(wire.refunded),
  chargedBackMinor: BigInt(wire.chargedBack),
  reason: wire.reason,
  ...(wire.fingerprint === undefined ? {} : { fingerprint: wire.fingerprint }),
});

export function eventOf(wire: WireEvent): ProviderEvent {
  const head = { eventId: wire.id, sequence: wire.sequence };
  if (wire.type === 'payment') return { ...head, report: reportOf(wire.payment) };
  const { id, currency, amount } = wire.clearing;
  return { ...head, clearing: { clearingId: id, currency, amountMinor: BigInt(amount) } };
}
