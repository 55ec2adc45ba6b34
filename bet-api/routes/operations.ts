import { ApprovalListSchema, PaymentViewSchema, RejectBodySchema } from '#contracts/mod.ts';
import { approvePayment, listWaiting, rejectPayment } from '#payments/mod.ts';

import { requireSession } from '../accounts/sessions.ts';
import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { PaymentParamsSchema, paymentIdOf, paymentView } from './payments.ts';
import { answers, withToken, type App } from './route.ts';

const LONGEST_LIST = 200;

/** What operators decide; nobody decides on what they asked for themselves. */
export function operationRoutes(app: App, { pool, tokens, clock }: RoutePorts): void {
  const shared = { tags: ['operations'], security: withToken };
  app.get(
    '/v1/operations/payments',
    {
      schema: {
        ...shared,
        summary: 'Withdrawals that wait for an operator, oldest first',
        response: answers({ 200: ApprovalListSchema }),
      },
    },
    async (request) => {
      identifyAs('operator', tokens, request);
      const waiting = await listWaiting(pool, LONGEST_LIST);
      return {
        payments: waiting.map((payment) => ({
          ...paymentView(payment),
          username: payment.username,
          accountId: payment.accountId,
        })),
      };
    },
  );
  const one = { ...shared, params: PaymentParamsSchema };
  app.post(
    '/v1/operations/payments/:paymentId/approve',
    {
      schema: {
        ...one,
        summary: 'Let a withdrawal go to the provider',
        response: answers({ 200: PaymentViewSchema }),
      },
    },
    async (request) => {
      const { userId, sessionId } = identifyAs('operator', tokens, request);
      await requireSession(pool, sessionId, clock.now());
      const by = { userId, at: clock.now() };
      return paymentView(await approvePayment(pool, paymentIdOf(request.params), by));
    },
  );
  app.post(
    '/v1/operations/payments/:paymentId/reject',
    {
      schema: {
        ...one,
        summary: 'Refuse a withdrawal; its money goes back to the balance',
        body: RejectBodySchema,
        response: answers({ 200: PaymentViewSchema }),
      },
    },
    async (request) => {
      const { userId, sessionId } = identifyAs('operator', tokens, request);
      await requireSession(pool, sessionId, clock.now());
      const by = { userId, at: clock.now(), reason: request.body.reason };
      return paymentView(await rejectPayment(pool, paymentIdOf(request.params), by));
    },
  );
}
