import { Type } from 'typebox';

import {
  betProof,
  consistencyBetween,
  keyDocument,
  lastCheckpoint,
  publishedKeys,
} from '#audit/mod.ts';
import { BetIdSchema, closed, Refusal } from '#contracts/mod.ts';

import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const Nullable = Type.Union([Type.String(), Type.Null()]);
const HashesSchema = Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }));
const KeySchema = closed({
  keyId: Type.String(),
  publicKey: Type.String({ description: 'The 32 bytes of an Ed25519 key in base64' }),
  endorsement: Nullable,
  endorsedBy: Nullable,
  signature: Nullable,
});
const CheckpointSchema = closed({
  body: Type.String({ description: 'The signed text, to the letter' }),
  keyId: Type.String(),
  signature: Type.String({ description: 'Ed25519 over the text, base64' }),
});
const ProofSchema = closed({
  format: Type.Literal('overround-bet-proof-1'),
  record: Type.String({ description: 'The sealed text of the bet, to the letter' }),
  leafIndex: Type.Integer({ minimum: 0 }),
  path: HashesSchema,
  checkpoint: CheckpointSchema,
  keys: Type.Array(KeySchema),
});
const ConsistencySchema = closed({
  format: Type.Literal('overround-consistency-1'),
  from: CheckpointSchema,
  to: CheckpointSchema,
  path: HashesSchema,
});
const SpanSchema = closed({
  from: Type.Integer({ minimum: 1 }),
  to: Type.Integer({ minimum: 1 }),
});

const OWN_BET = 'SELECT FROM bet WHERE id = $1 AND account_id = $2';

/** What anybody needs to check, without trusting us, that bets stay settled as they were shown. */
export function auditRoutes(app: App, { pool, tokens }: RoutePorts): void {
  app.get(
    '/v1/bets/:betId/proof',
    {
      schema: {
        tags: ['audit'],
        summary: 'Proof of how one of my bets was settled',
        security: withToken,
        params: closed({ betId: BetIdSchema }),
        response: answers({ 200: ProofSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const { betId } = request.params;
      const { rowCount } = await pool.query(OWN_BET, [betId, accountId]);
      if (rowCount !== 1) throw new Refusal('BET_NOT_FOUND');
      const proof = await betProof(pool, betId);
      if (!proof) throw new Refusal('PROOF_NOT_READY');
      return { ...proof, path: [...proof.path], keys: [...proof.keys] };
    },
  );

  app.get(
    '/v1/audit/keys',
    {
      schema: {
        tags: ['audit'],
        summary: 'Public keys that sign checkpoints, the first one first',
        response: answers({ 200: closed({ keys: Type.Array(KeySchema) }) }),
      },
    },
    async () => ({ keys: (await publishedKeys(pool)).map(keyDocument) }),
  );

  app.get(
    '/v1/audit/checkpoint',
    {
      schema: {
        tags: ['audit'],
        summary: 'The newest signed checkpoint',
        response: answers({ 200: CheckpointSchema }),
      },
    },
    async () => {
      const last = await lastCheckpoint(pool);
      if (!last) throw new Refusal('PROOF_NOT_READY');
      return { body: last.body, keyId: last.keyId, signature: last.signature };
    },
  );

  app.get(
    '/v1/audit/consistency',
    {
      schema: {
        tags: ['audit'],
        summary: 'Proof that one checkpoint only adds to an earlier one',
        querystring: SpanSchema,
        response: answers({ 200: ConsistencySchema }),
      },
    },
    async (request) => {
      const { from, to } = request.query;
      const proof = await consistencyBetween(pool, from, to);
      if (!proof) throw new Refusal('NOT_FOUND');
      return { ...proof, path: [...proof.path] };
    },
  );
}
