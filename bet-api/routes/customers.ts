import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import {
  AccountIdSchema,
  closed,
  CustomerListSchema,
  CustomerQuerySchema,
  CustomerViewSchema,
  FactorBodySchema,
  FactorUndoBodySchema,
  IntegrityListSchema,
  Refusal,
  type AccountId,
  type CustomerView,
} from '#contracts/mod.ts';

import type { FactorRules } from '../factor-rules.ts';
import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { customerOf, integrityAlerts, listCustomers } from '../trading/customers.ts';
import { changeFactorAsSeen, type WantedFactor } from '../trading/factor-change.ts';
import { answers, withToken, type App } from './route.ts';

const shared = { tags: ['trading'], security: withToken };
const OfAccountSchema = closed({ accountId: AccountIdSchema });
const USUAL_LIMIT = 50;

/** What is found about customers and about the flow of bets, for the people who trade, and stake factors. */
export function customerRoutes(app: App, ports: RoutePorts): void {
  readRoutes(app, ports);
  changeRoutes(app, ports);
  app.get(
    '/v1/trading/integrity',
    {
      schema: {
        ...shared,
        summary: 'Matches whose settlement was held for what was bet on them, newest first',
        querystring: closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
        response: answers({ 200: IntegrityListSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', ports.tokens, request);
      const { limit = USUAL_LIMIT } = request.query;
      return integrityAlerts(ports.pool, rulesOf(ports).alertActor, limit);
    },
  );
}

function readRoutes(app: App, ports: RoutePorts): void {
  app.get(
    '/v1/trading/customers',
    {
      schema: {
        ...shared,
        summary: 'Customers with a finding or a changed stake factor, and the limits of changes',
        querystring: CustomerQuerySchema,
        response: answers({ 200: CustomerListSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', ports.tokens, request);
      const { limit = USUAL_LIMIT } = request.query;
      return listCustomers(ports.pool, rulesOf(ports), { ...request.query, limit });
    },
  );
  app.get(
    '/v1/trading/customers/:accountId',
    {
      schema: {
        ...shared,
        summary: 'One customer: findings, stake factor and every change of it',
        params: OfAccountSchema,
        response: answers({ 200: CustomerViewSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', ports.tokens, request);
      return viewOf(ports, request.params.accountId);
    },
  );
}

function changeRoutes(app: App, ports: RoutePorts): void {
  app.post(
    '/v1/trading/customers/:accountId/factor',
    {
      schema: {
        ...shared,
        summary: 'Set a stake factor within the limits, as it was seen',
        params: OfAccountSchema,
        body: FactorBodySchema,
        response: answers({ 200: CustomerViewSchema }),
      },
    },
    async (request) => {
      const { bps, seq, reason } = request.body;
      const { accountId } = request.params;
      return change(ports, request, { accountId, seq, toBps: bps, reason });
    },
  );
  app.post(
    '/v1/trading/customers/:accountId/undo',
    {
      schema: {
        ...shared,
        summary: 'Take the newest change of a stake factor back',
        params: OfAccountSchema,
        body: FactorUndoBodySchema,
        response: answers({ 200: CustomerViewSchema }),
      },
    },
    async (request) => {
      const { accountId } = request.params;
      return change(ports, request, { accountId, ...request.body });
    },
  );
}

/** Nobody changes his own factor. */
async function change(
  ports: RoutePorts,
  request: FastifyRequest,
  { reason, ...wanted }: WantedFactor & Readonly<{ reason: string }>,
): Promise<CustomerView> {
  const { pool, tokens, clock } = ports;
  const { username, accountId } = identifyAs('trader', tokens, request);
  if (accountId === wanted.accountId.toLowerCase()) throw new Refusal('FORBIDDEN');
  await viewOf(ports, wanted.accountId);
  const deed = { actor: username, reason, at: clock.now() };
  await changeFactorAsSeen(pool, rulesOf(ports), wanted, deed);
  return viewOf(ports, wanted.accountId);
}

async function viewOf(ports: RoutePorts, accountId: AccountId): Promise<CustomerView> {
  const rules = rulesOf(ports);
  const customer = await customerOf(ports.pool, rules, accountId);
  if (customer === undefined) throw new Refusal('ACCOUNT_NOT_FOUND');
  const changes = await rules.history(ports.pool, accountId);
  return {
    customer,
    changes: changes.map(({ id, seq, fromBps, toBps, cause, actor, reason, at }) => ({
      ...{ changeId: id, seq, fromBps, toBps, cause, actor, reason, at },
    })),
  };
}

function rulesOf({ factorRules }: RoutePorts): FactorRules {
  if (factorRules === undefined) throw new Refusal('UNAVAILABLE');
  return factorRules;
}
