import { SHARD_COUNT } from '#contracts/mod.ts';
import type { Clock, Pool } from '#platform/mod.ts';

/**
 * Which shards this host owns, decided by compare-and-set in PostgreSQL. The database's clock says when
 * a lease ends; the host's own monotonic clock says when it may no longer trust that it holds one, which
 * is earlier, so two hosts never decide for the same fixture.
 */
export const LEASE_MS = 6_000;
export const RENEW_EVERY_MS = 2_000;
export const TRUST_MS = 4_000;

export type Lease = Readonly<{ shard: number; epoch: number }>;

export type Ownership = Readonly<{
  /** Claims free shards and renews owned ones. Returns what was gained and lost by it. */
  renew(): Promise<Readonly<{ gained: readonly Lease[]; lost: readonly number[] }>>;
  /** Gives all shards back, so that another host need not wait for the lease to end. */
  release(): Promise<void>;
  /** Whether decisions may still be made: false from 4 s after the last successful renewal. */
  trusted(): boolean;
  shards(): ReadonlyMap<number, number>;
}>;

export type OwnershipOptions = Readonly<{
  pool: Pool;
  clock: Clock;
  owner: string;
  /** The shards that this host may take; all of them unless given. */
  wanted?: readonly number[];
}>;

const RENEW = `
  UPDATE shard SET expires_at = now() + make_interval(secs => $2::float8 / 1000)
  WHERE owner = $1 AND expires_at > now() RETURNING id::int AS id, epoch::int AS epoch`;
const CLAIM = `
  UPDATE shard SET owner = $1, epoch = epoch + 1,
    expires_at = now() + make_interval(secs => $2::float8 / 1000)
  WHERE id = ANY ($3::int[]) AND (owner IS NULL OR expires_at <= now())
  RETURNING id::int AS id, epoch::int AS epoch`;
const RELEASE = `UPDATE shard SET owner = NULL, expires_at = now() WHERE owner = $1`;

type Row = Readonly<{ id: number; epoch: number }>;

export function createOwnership({ pool, clock, owner, wanted }: OwnershipOptions): Ownership {
  const candidates = wanted ?? Array.from({ length: SHARD_COUNT }, (_, shard) => shard);
  let owned = new Map<number, number>();
  let renewedAt = Number.NEGATIVE_INFINITY;

  return {
    async renew() {
      // Taken before the query: the lease is counted from when it was asked for, not when it was answered.
      const askedAt = clock.monotonic();
      const renewed = await pool.query<Row>(RENEW, [owner, LEASE_MS]);
      const kept = new Map(renewed.rows.map((row) => [row.id, row.epoch]));
      const missing = candidates.filter((shard) => !kept.has(shard));
      const claimed =
        missing.length === 0 ? [] : (await pool.query<Row>(CLAIM, [owner, LEASE_MS, missing])).rows;
      const lost = [...owned.keys()].filter((shard) => kept.get(shard) !== owned.get(shard));
      for (const row of claimed) kept.set(row.id, row.epoch);
      // Compared with what we knew, and not the rows claimed: the answer to an earlier claim may have been lost.
      const gained = [...kept]
        .filter(([shard, epoch]) => owned.get(shard) !== epoch)
        .map(([shard, epoch]) => ({ shard, epoch }));
      owned = kept;
      renewedAt = askedAt;
      return { gained, lost };
    },
    async release() {
      owned = new Map();
      renewedAt = Number.NEGATIVE_INFINITY;
      await pool.query(RELEASE, [owner]);
    },
    trusted: () => clock.monotonic() - renewedAt < TRUST_MS,
    shards: () => owned,
  };
}
