import { Type, type Static } from 'typebox';

import { closed, Refusal } from '#contracts/mod.ts';

import { requireSession } from '../accounts/sessions.ts';
import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Nullable = Type.Union([Hex, Type.Null()]);
const RoundSchema = closed({
  round: Type.Integer({ minimum: 1 }),
  status: Type.Unsafe<'open' | 'locked' | 'revealed'>(
    Type.String({ enum: ['open', 'locked', 'revealed'] }),
  ),
  commitment: Type.String({ description: 'SHA-256 of the server seed, told before the round' }),
  openedAt: Type.Integer(),
  lockAt: Type.Integer({ description: 'Kick-off; client seeds are taken until then' }),
  clientSeeds: Type.Array(Type.String()),
  clientSeed: Nullable,
  serverSeed: Type.Union([Hex, Type.Null()], { description: 'Null until the round is over' }),
  terms: Type.Array(Type.Unknown(), { description: 'Who plays, with the true chances' }),
  results: Type.Union([Type.Array(Type.Unknown()), Type.Null()]),
});
type Round = Static<typeof RoundSchema>;
const PathSchema = closed({ round: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

type Row = {
  round: number;
  commitment: string;
  opened_at: bigint;
  lock_at: bigint;
  client_seeds: string[];
  client_seed: string | null;
  server_seed: string | null;
  terms: unknown[];
  results: unknown[] | null;
};

const LATEST = 20;

/** The virtual league, for whoever wants to check it; docs/virtual.md says how. Its view hides what is secret. */
export function virtualRoutes(app: App, { pool, clock, tokens }: RoutePorts): void {
  const shared = { tags: ['virtual'] };
  app.get(
    '/v1/virtual/rounds',
    {
      schema: {
        ...shared,
        summary: 'The latest rounds of the virtual league, the newest first',
        response: answers({ 200: closed({ rounds: Type.Array(RoundSchema) }) }),
      },
    },
    async () => {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM virtual_round_public ORDER BY round DESC LIMIT $1',
        [LATEST],
      );
      return { rounds: rows.map(fromRow) };
    },
  );

  app.get(
    '/v1/virtual/rounds/:round',
    {
      schema: {
        ...shared,
        summary: 'One round: its commitment before it is played, its seeds and results after',
        params: PathSchema,
        response: answers({ 200: RoundSchema }),
      },
    },
    async ({ params }) => {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM virtual_round_public WHERE round = $1',
        [params.round],
      );
      const [row] = rows;
      if (row === undefined) throw new Refusal('NOT_FOUND');
      return fromRow(row);
    },
  );

  app.post(
    '/v1/virtual/rounds/:round/client-seeds',
    {
      schema: {
        ...shared,
        summary: 'Mix a seed of my own into an open round; the first one of an account counts',
        security: withToken,
        params: PathSchema,
        body: closed({ seed: Type.String({ pattern: '^[ -~]{1,64}$' }) }),
        response: answers({ 200: closed({ place: Type.Integer() }) }),
      },
    },
    async (request) => {
      const { accountId, sessionId } = identify(tokens, request);
      await requireSession(pool, sessionId, clock.now());
      const { rows } = await pool.query<{ place: number | null }>(
        'SELECT add_virtual_client_seed($1, $2, $3, $4) AS place',
        [request.params.round, accountId, request.body.seed, clock.now()],
      );
      const place = rows[0]?.place ?? null;
      if (place === null) throw new Refusal('VIRTUAL_ROUND_LOCKED');
      return { place };
    },
  );
}

const fromRow = (row: Row): Round => ({
  round: row.round,
  status: row.results !== null ? 'revealed' : row.client_seed !== null ? 'locked' : 'open',
  commitment: row.commitment,
  openedAt: Number(row.opened_at),
  lockAt: Number(row.lock_at),
  clientSeeds: row.client_seeds,
  clientSeed: row.client_seed,
  serverSeed: row.server_seed,
  terms: row.terms,
  results: row.results,
});
