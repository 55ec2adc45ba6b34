import { Type } from 'typebox';

import {
  BecauseBodySchema,
  closed,
  HoldBodySchema,
  HoldListSchema,
  HoldViewSchema,
  Refusal,
  type Static,
} from '#contracts/mod.ts';
import {
  holdById,
  listHolds,
  placeHold,
  releaseHold,
  type Hold,
  type HoldTarget,
} from '#settlement/mod.ts';

import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';
import { operatorOf } from './settlement.ts';

const shared = { tags: ['operations'], security: withToken };
const ListSchema = closed({
  all: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

/** Operators keep settlement from a fixture, a market or a bet while its integrity is looked into. */
export function settlementHoldRoutes(app: App, ports: RoutePorts): void {
  const { pool, clock, newId } = ports;
  app.post(
    '/v1/operations/settlement/holds',
    {
      schema: {
        ...shared,
        summary:
          'Hold the settlement of a fixture, a market or a bet; nothing of it is settled after the answer',
        body: HoldBodySchema,
        response: answers({ 201: HoldViewSchema }),
      },
    },
    async (request, reply) => {
      const { by } = await operatorOf(ports, request);
      const id = newId();
      const { reason } = request.body;
      await placeHold(pool, id, targetOf(request.body), { by, at: clock.now(), reason });
      return reply.code(201).send(await viewOf(ports, id));
    },
  );
  app.get(
    '/v1/operations/settlement/holds',
    {
      schema: {
        ...shared,
        summary: 'Holds that are not released, or all of them, newest first',
        querystring: ListSchema,
        response: answers({ 200: HoldListSchema }),
      },
    },
    async (request) => {
      await operatorOf(ports, request);
      const { all = false, limit = 50 } = request.query;
      return { holds: (await listHolds(pool, { open: !all, limit })).map(holdView) };
    },
  );
  app.post(
    '/v1/operations/settlement/holds/:holdId/release',
    {
      schema: {
        ...shared,
        summary: 'Release a hold; settlement goes on',
        params: closed({ holdId: Type.String({ format: 'uuid' }) }),
        body: BecauseBodySchema,
        response: answers({ 200: HoldViewSchema }),
      },
    },
    async (request) => {
      const { by } = await operatorOf(ports, request);
      const { holdId } = request.params;
      const { reason } = request.body;
      const released = await releaseHold(pool, holdId, { by, at: clock.now(), reason });
      if (!released) throw new Refusal('HOLD_NOT_FOUND');
      return viewOf(ports, holdId);
    },
  );
}

function targetOf({ fixtureId, marketKey, betId }: Static<typeof HoldBodySchema>): HoldTarget {
  if (fixtureId !== undefined && betId === undefined)
    return { fixtureId, marketKey: marketKey ?? null, betId: null };
  if (betId !== undefined && fixtureId === undefined && marketKey === undefined)
    return { fixtureId: null, marketKey: null, betId };
  throw new Refusal('BAD_REQUEST', {
    problems: ['name a fixture, with or without a market, or a bet'],
  });
}

async function viewOf({ pool }: RoutePorts, id: string): Promise<Static<typeof HoldViewSchema>> {
  const hold = await holdById(pool, id);
  if (hold === undefined) throw new Refusal('HOLD_NOT_FOUND');
  return holdView(hold);
}

const holdView = ({ id, ...hold }: Hold): Static<typeof HoldViewSchema> => ({
  holdId: id,
  ...hold,
});
