import { Type } from 'typebox';

import {
  BecauseBodySchema,
  closed,
  LayOffProposeBodySchema,
  LayOffQuerySchema,
  LayOffViewSchema,
  type LayOffRequest,
  type LayOffView,
} from '#contracts/mod.ts';

import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const USUAL_LIMIT = 100;
const shared = { tags: ['trading'], security: withToken };
const response = answers({ 200: LayOffViewSchema });
const OfOrderSchema = closed({ orderId: Type.String({ format: 'uuid' }) });

/** The bets of the house at an exchange, for the people who trade. */
export function layOffRoutes(app: App, ports: RoutePorts): void {
  const { tokens } = ports;
  app.get(
    '/v1/trading/lay-off',
    {
      schema: {
        ...shared,
        summary: 'Orders of the house at an exchange, with what was matched, and their limits',
        querystring: LayOffQuerySchema,
        response,
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      const { limit = USUAL_LIMIT } = request.query;
      return ask(ports, { op: 'list', limit });
    },
  );
  app.post(
    '/v1/trading/lay-off/propose',
    {
      schema: {
        ...shared,
        summary: 'What the desk would send now, on one match or on all; nothing is sent',
        body: LayOffProposeBodySchema,
        response,
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      return ask(ports, { op: 'propose', ...request.body });
    },
  );
  orderRoutes(app, ports);
}

function orderRoutes(app: App, ports: RoutePorts): void {
  const { tokens } = ports;
  app.post(
    '/v1/trading/lay-off/orders/:orderId/send',
    {
      schema: {
        ...shared,
        summary: 'Send an order that was proposed, within the limits',
        params: OfOrderSchema,
        body: BecauseBodySchema,
        response,
      },
    },
    async (request) => {
      const { username: actor } = identifyAs('trader', tokens, request);
      return ask(ports, { op: 'send', ...request.params, ...request.body, actor });
    },
  );
  app.post(
    '/v1/trading/lay-off/orders/:orderId/cancel',
    {
      schema: {
        ...shared,
        summary: 'Take back what is not matched of an order',
        params: OfOrderSchema,
        response,
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      return ask(ports, { op: 'cancel', ...request.params });
    },
  );
}

async function ask({ layOff }: RoutePorts, request: LayOffRequest): Promise<LayOffView> {
  const { limits, orders } = await layOff(request);
  return { limits, orders };
}
