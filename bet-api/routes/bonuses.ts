import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';

import {
  AccountIdSchema,
  closed,
  GrantAuditSchema,
  GrantBoostBodySchema,
  GrantFreeBetBodySchema,
  GrantIdSchema,
  GrantListSchema,
  Refusal,
  RevokeBonusBodySchema,
  type AccountId,
  type GrantBonusBody,
  type Static,
} from '#contracts/mod.ts';

import { requireSession } from '../accounts/sessions.ts';
import { grantRequest } from '../bonuses/grant-request.ts';
import {
  earlierGrant,
  grantRecords,
  grantsOfCustomer,
  makeGrant,
  revokeGrant,
  type GrantRecord,
  type NewGrant,
} from '../bonuses/grant-store.ts';
import { grantView } from '../bonuses/grant-view.ts';
import { idempotencyKey, identify, identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

type Audited = Static<typeof GrantAuditSchema>['bonuses'][number];
const AuditedSchema = GrantAuditSchema.properties.bonuses.items;

const ParamsSchema = closed({ bonusId: GrantIdSchema });
const AskedSchema = closed({
  accountId: Type.Optional(AccountIdSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
});

/** Bonuses: what operators grant and withdraw, and what a customer has. */
export function bonusRoutes(app: App, ports: RoutePorts): void {
  const { pool, tokens, clock } = ports;
  app.get(
    '/v1/me/bonuses',
    {
      schema: {
        tags: ['account'],
        summary: 'Free bets and boosts that I can use, or that my open bets hold',
        security: withToken,
        response: answers({ 200: GrantListSchema }),
      },
    },
    async (request) => {
      const identity = identify(tokens, request);
      const now = clock.now();
      const grants = await grantsOfCustomer(pool, identity, now);
      const views = grants.map((grant) => grantView(grant, now));
      return { bonuses: views.filter(({ status }) => status === 'open' || status === 'held') };
    },
  );
  operatorRoutes(app, ports);
}

function operatorRoutes(app: App, ports: RoutePorts): void {
  const { pool, tokens, clock } = ports;
  const shared = { tags: ['operations'], security: withToken };
  app.post(
    '/v1/operations/bonuses',
    {
      validatorCompiler: byKind,
      schema: {
        ...shared,
        summary: 'Grant a free bet, or a boost to a customer or on a market',
        description: 'Needs an Idempotency-Key header; the same key is the same grant.',
        body: Type.Union([GrantFreeBetBodySchema, GrantBoostBodySchema]),
        response: answers({ 201: AuditedSchema }),
      },
    },
    async (request, reply) => {
      const { userId, sessionId, accountId } = identifyAs('operator', tokens, request);
      await requireSession(pool, sessionId, clock.now());
      const now = clock.now();
      const asked = { grantedBy: userId, key: idempotencyKey(request), body: request.body };
      const id =
        (await earlierGrant(pool, asked)) ??
        (await grant(ports, { ...asked, grantedAt: now, own: accountId }));
      return reply.code(201).send(await recordOf(ports, id));
    },
  );
  app.get(
    '/v1/operations/bonuses',
    {
      schema: {
        ...shared,
        summary: 'Grants with who made and withdrew them, newest first',
        querystring: AskedSchema,
        response: answers({ 200: GrantAuditSchema }),
      },
    },
    async (request) => {
      identifyAs('operator', tokens, request);
      const { accountId, limit = 100 } = request.query;
      const asked = { limit, ...(accountId === undefined ? {} : { accountId }) };
      const records = await grantRecords(pool, asked);
      return { bonuses: records.map((record) => audited(record, clock.now())) };
    },
  );
  app.post(
    '/v1/operations/bonuses/:bonusId/revoke',
    {
      schema: {
        ...shared,
        summary: 'Withdraw a grant; a bet that has it goes on',
        params: ParamsSchema,
        body: RevokeBonusBodySchema,
        response: answers({ 200: AuditedSchema }),
      },
    },
    async (request) => {
      const { userId, sessionId } = identifyAs('operator', tokens, request);
      await requireSession(pool, sessionId, clock.now());
      const { bonusId: grantId } = request.params;
      const { reason } = request.body;
      await revokeGrant(pool, { grantId, by: userId, at: clock.now(), reason });
      return recordOf(ports, grantId);
    },
  );
}

/** By the word for the kind, so that a mistake is told of the body that was meant. */
const byKind: typeof TypeBoxValidatorCompiler = (route) => {
  if (route.httpPart !== 'body') return TypeBoxValidatorCompiler(route);
  const freeBet = TypeBoxValidatorCompiler({ ...route, schema: GrantFreeBetBodySchema });
  const boost = TypeBoxValidatorCompiler({ ...route, schema: GrantBoostBodySchema });
  const isBoost = (body: unknown): boolean =>
    typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'boost';
  return (body: unknown) => (isBoost(body) ? boost : freeBet)(body);
};

type Asking = Pick<NewGrant, 'grantedBy' | 'key' | 'grantedAt'> &
  Readonly<{ body: GrantBonusBody; own: AccountId }>;

/** Nobody grants anything to himself. */
async function grant(ports: RoutePorts, { own, ...asking }: Asking): Promise<string> {
  const { body, grantedAt } = asking;
  const wanted = grantRequest(body, grantedAt);
  if (wanted.accountId === own) throw new Refusal('APPROVER_IS_REQUESTER');
  if (wanted.accountId !== null) await requireAccount(ports, wanted.accountId, body);
  const { currency, expiresAt, reason } = body;
  const made = { ...wanted, ...asking, grantId: ports.newId(), currency, expiresAt, reason };
  return makeGrant(ports.pool, made);
}

async function requireAccount(
  { pool }: RoutePorts,
  accountId: AccountId,
  { currency }: Pick<GrantBonusBody, 'currency'>,
): Promise<void> {
  const { rows } = await pool.query<{ currency: string }>(
    'SELECT currency FROM account WHERE id = $1',
    [accountId],
  );
  const [account] = rows;
  if (!account) throw new Refusal('ACCOUNT_NOT_FOUND');
  if (account.currency !== currency) throw new Refusal('CURRENCY_MISMATCH');
}

async function recordOf({ pool, clock }: RoutePorts, grantId: string): Promise<Audited> {
  const [record] = await grantRecords(pool, { grantId, limit: 1 });
  if (!record) throw new Refusal('BONUS_NOT_FOUND');
  return audited(record, clock.now());
}

const audited = (record: GrantRecord, now: number): Audited => {
  const { grantedBy, grantedAt, reason, revokedBy, revokedAt, revokedFor } = record;
  const isRevoked = revokedBy !== null && revokedAt !== null && revokedFor !== null;
  return {
    ...grantView(record, now),
    grantedBy,
    grantedAt,
    reason,
    revoked: isRevoked ? { by: revokedBy, at: revokedAt, reason: revokedFor } : null,
  };
};
