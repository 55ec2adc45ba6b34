import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';

import {
  ApproveBodySchema,
  BecauseBodySchema,
  closed,
  DecisionListSchema,
  DecisionViewSchema,
  PreviewSchema,
  ProposeBodySchema,
  Refusal,
  SettlementActionSchema,
  words,
} from '#contracts/mod.ts';
import {
  approve,
  DECISION_STATUSES,
  decisionById,
  effectKey,
  HOUSE_RULES,
  listDecisions,
  needsSecond,
  previewOf,
  propose,
  reject,
  type Actor,
} from '#settlement/mod.ts';

import { requireSession } from '../accounts/sessions.ts';
import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { decisionView, effectView } from '../settlement/decision-view.ts';
import { requestedAction } from '../settlement/requested-action.ts';
import { answers, withToken, type App } from './route.ts';

const shared = { tags: ['operations'], security: withToken };
const DecisionParamsSchema = closed({ decisionId: Type.String({ format: 'uuid' }) });
const one = { ...shared, params: DecisionParamsSchema };
const ListSchema = closed({
  status: Type.Optional(words(DECISION_STATUSES)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

/** The operator who asks, with a session that has not ended. */
export async function operatorOf(
  { pool, tokens, clock }: RoutePorts,
  request: FastifyRequest,
): Promise<Actor> {
  const { username, userId, sessionId } = identifyAs('operator', tokens, request);
  await requireSession(pool, sessionId, clock.now());
  return { by: username, userId };
}

/** Results and voids by hand, and corrections that wait: shown before they are done, over a limit by two people. */
export function settlementRoutes(app: App, ports: RoutePorts): void {
  const { pool } = ports;
  const settlement = settlementOf(ports);
  app.post(
    '/v1/operations/settlement/preview',
    {
      schema: {
        ...shared,
        summary: 'What a result or a void by hand would do to money; nothing is kept',
        body: SettlementActionSchema,
        response: answers({ 200: PreviewSchema }),
      },
    },
    async (request) => {
      await operatorOf(ports, request);
      const action = await requestedAction(pool, request.body, ports.clock.now());
      const effect = await previewOf(settlement, pool, action);
      return { effect: effectView(effect), needsSecond: needsSecond(effect, settlement.approvals) };
    },
  );
  app.post(
    '/v1/operations/settlement/decisions',
    {
      schema: {
        ...shared,
        summary: 'Decide a result or a void; what moves much money waits for a second operator',
        body: ProposeBodySchema,
        response: answers({ 201: DecisionViewSchema }),
      },
    },
    async (request, reply) => {
      const proposer = await operatorOf(ports, request);
      const { action: body, reason } = request.body;
      const action = await requestedAction(pool, body, ports.clock.now());
      const decision = await propose(settlement, { action, reason, proposer });
      return reply.code(201).send(decisionView(decision));
    },
  );
  app.get(
    '/v1/operations/settlement/decisions',
    {
      schema: {
        ...shared,
        summary: 'Decisions about settlement, newest first',
        querystring: ListSchema,
        response: answers({ 200: DecisionListSchema }),
      },
    },
    async (request) => {
      await operatorOf(ports, request);
      const { status = null, limit = 50 } = request.query;
      const decisions = await listDecisions(pool, { status, limit });
      return { decisions: decisions.map(decisionView) };
    },
  );
  secondRoutes(app, ports);
}

const settlementOf = ({ pool, clock, newId, config }: RoutePorts) => ({
  pool,
  clock,
  newId,
  rules: HOUSE_RULES,
  approvals: config.approvals,
});

/** What the second person does. */
function secondRoutes(app: App, ports: RoutePorts): void {
  const { pool } = ports;
  const settlement = settlementOf(ports);
  app.post(
    '/v1/operations/settlement/decisions/:decisionId/approve',
    {
      schema: {
        ...one,
        summary: 'Agree to what somebody else proposed, with the effect that was seen',
        body: ApproveBodySchema,
        response: answers({ 200: DecisionViewSchema }),
      },
    },
    async (request) => {
      const actor = await operatorOf(ports, request);
      const { decisionId } = request.params;
      const { effect } = await decisionById(pool, decisionId);
      if (effectKey(effect) !== request.body.effectKey)
        throw new Refusal('EFFECT_CHANGED', { effect: effectView(effect) });
      return decisionView(await approve(settlement, decisionId, { actor, effect }));
    },
  );
  app.post(
    '/v1/operations/settlement/decisions/:decisionId/reject',
    {
      schema: {
        ...one,
        summary: 'Refuse what waits, or take back what you proposed yourself',
        body: BecauseBodySchema,
        response: answers({ 200: DecisionViewSchema }),
      },
    },
    async (request) => {
      const actor = await operatorOf(ports, request);
      const { reason } = request.body;
      return decisionView(await reject(settlement, request.params.decisionId, { actor, reason }));
    },
  );
}
