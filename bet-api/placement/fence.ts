import { shardOf, type BetId, type FixtureId } from '#contracts/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

/** What PostgreSQL says under the fence, after every lock is held. */
export type Facts = Readonly<{
  /** `fixture market`, with `*` for all markets of a fixture. */
  closed: ReadonlySet<string>;
  tombstones: ReadonlySet<string>;
  epochs: ReadonlyMap<number, number>;
}>;

const closedId = (fixture: string, market: string): string => `${fixture} ${market}`;

type OnMarket = Readonly<{ fixtureId: string; marketKey: string }>;

export const isClosed = ({ fixtureId, marketKey }: OnMarket, { closed }: Facts): boolean =>
  closed.has(closedId(fixtureId, marketKey)) || closed.has(closedId(fixtureId, '*'));

// The locks are taken in the order of their keys, so that nobody who takes several exclusively deadlocks.
const FENCE = `
  SELECT pg_advisory_xact_lock_shared(key) FROM (
    SELECT fixture_fence_key(fixture) AS key FROM unnest($1::text[]) AS fixture
    UNION SELECT shard_fence_key(shard) FROM unnest($2::int[]) AS shard
    ORDER BY key
  ) AS keys`;

/** Holds the fences of these fixtures and of their shards shared until the transaction ends. */
export async function takeFence(client: PoolClient, fixtures: readonly FixtureId[]): Promise<void> {
  await client.query(FENCE, [fixtures, [...new Set(fixtures.map(shardOf))]]);
}

const FACTS = `
  SELECT
    ARRAY(SELECT fixture_id || ' ' || market_key FROM market_closed WHERE fixture_id = ANY ($1)) AS closed,
    ARRAY(SELECT bet_id::text FROM bet_tombstone WHERE bet_id = ANY ($2::uuid[])) AS tombstones,
    (SELECT jsonb_object_agg(id, epoch) FROM shard WHERE id = ANY ($3::int[])) AS epochs`;

/** In a statement after the fence was taken. */
export async function readFacts(
  client: PoolClient,
  fixtures: readonly FixtureId[],
  bets: readonly BetId[],
): Promise<Facts> {
  type Row = { closed: string[]; tombstones: string[]; epochs: Record<string, number> | null };
  const { rows } = await client.query<Row>(FACTS, [fixtures, bets, fixtures.map(shardOf)]);
  const { closed = [], tombstones = [], epochs } = rows[0] ?? {};
  return {
    closed: new Set(closed),
    tombstones: new Set(tombstones),
    epochs: new Map(Object.entries(epochs ?? {}).map(([id, epoch]) => [Number(id), epoch])),
  };
}
