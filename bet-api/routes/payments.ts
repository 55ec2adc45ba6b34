import { Type } from 'typebox';

import {
  closed,
  formatMoney,
  isUuid,
  PaymentBodySchema,
  PaymentListSchema,
  PaymentViewSchema,
  Refusal,
  type PaymentKind,
  type PaymentView,
} from '#contracts/mod.ts';
import {
  cancelPayment,
  checkedAmount,
  findPayment,
  listPayments,
  requestPayment,
  type Payment,
} from '#payments/mod.ts';

import { requireSession } from '../accounts/sessions.ts';
import { idempotencyKey, identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

export function paymentRoutes(app: App, ports: RoutePorts): void {
  requestRoute(app, ports, 'deposit');
  requestRoute(app, ports, 'withdrawal');
  readRoutes(app, ports);
  cancelRoute(app, ports);
}

const SUMMARIES: Readonly<Record<PaymentKind, string>> = {
  deposit: 'Pay money in through a payment provider',
  withdrawal: 'Pay money out; it leaves the balance at once',
};

function requestRoute(app: App, ports: RoutePorts, kind: PaymentKind): void {
  const { pool, tokens, clock, newId, config } = ports;
  app.post(
    `/v1/account/${kind}s`,
    {
      schema: {
        tags: ['account'],
        summary: SUMMARIES[kind],
        description:
          'Needs an Idempotency-Key header. 202: taken down; ask GET /v1/account/payments/{paymentId} what became of it.',
        security: withToken,
        body: PaymentBodySchema,
        response: answers({ 202: PaymentViewSchema }),
      },
    },
    async (request, reply) => {
      const { accountId, userId, currency, sessionId } = identify(tokens, request);
      const key = idempotencyKey(request);
      const { payments: policy } = config;
      if (!policy) throw new Refusal('PAYMENT_METHOD_UNAVAILABLE');
      const { amount, method, instrumentToken, currency: asked } = request.body;
      const amountMinor = checkedAmount({ kind, amount, currency: asked }, currency, policy);
      // Money does not leave by a token that outlived its login.
      if (kind === 'withdrawal') await requireSession(pool, sessionId, clock.now());
      const by = { accountId, userId, currency, key, at: clock.now() };
      const order = { ...by, id: newId(), kind, method, instrumentToken, amountMinor };
      const payment = await requestPayment(pool, order, policy);
      return reply.code(202).send(paymentView(payment));
    },
  );
}

const PageSchema = closed({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ format: 'uuid' })),
});

export const PaymentParamsSchema = closed({ paymentId: Type.String({ maxLength: 64 }) });

function readRoutes(app: App, { pool, tokens }: RoutePorts): void {
  app.get(
    '/v1/account/payments',
    {
      schema: {
        tags: ['account'],
        summary: 'Deposits and withdrawals, newest first',
        security: withToken,
        querystring: PageSchema,
        response: answers({ 200: PaymentListSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const { limit = 50, before } = request.query;
      const payments = await listPayments(pool, accountId, { limit, before });
      return { payments: payments.map(paymentView) };
    },
  );
  app.get(
    '/v1/account/payments/:paymentId',
    {
      schema: {
        tags: ['account'],
        summary: 'One deposit or withdrawal',
        security: withToken,
        params: PaymentParamsSchema,
        response: answers({ 200: PaymentViewSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const payment = await findPayment(pool, accountId, paymentIdOf(request.params));
      if (!payment) throw new Refusal('PAYMENT_NOT_FOUND');
      return paymentView(payment);
    },
  );
}

function cancelRoute(app: App, { pool, tokens, clock }: RoutePorts): void {
  app.post(
    '/v1/account/payments/:paymentId/cancel',
    {
      schema: {
        tags: ['account'],
        summary: 'Take a withdrawal back that is not on its way yet',
        security: withToken,
        params: PaymentParamsSchema,
        response: answers({ 200: PaymentViewSchema }),
      },
    },
    async (request) => {
      const { accountId, userId } = identify(tokens, request);
      const by = { accountId, userId, at: clock.now() };
      return paymentView(await cancelPayment(pool, paymentIdOf(request.params), by));
    },
  );
}

/** The id in an address; whatever is no id names no payment. */
export function paymentIdOf({ paymentId }: Readonly<{ paymentId: string }>): string {
  if (!isUuid(paymentId)) throw new Refusal('PAYMENT_NOT_FOUND');
  return paymentId;
}

export function paymentView(payment: Payment): PaymentView {
  const { currency } = payment;
  const money = (minor: bigint): string => formatMoney(minor, currency);
  return {
    paymentId: payment.id,
    kind: payment.kind,
    method: payment.method,
    provider: payment.provider,
    status: payment.status,
    amount: money(payment.amountMinor),
    currency,
    done: money(payment.doneMinor),
    refunded: money(payment.refundedMinor),
    chargedBack: money(payment.chargedBackMinor),
    reason: payment.reason,
    requestedAt: payment.requestedAt,
    updatedAt: payment.updatedAt,
  };
}
