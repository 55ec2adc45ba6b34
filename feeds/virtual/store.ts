import { withTransaction, type Pool, type Random } from '#platform/mod.ts';

import { resultsOfRound, termsOfRound, type RoundSeeds } from './round.ts';
import { clientSeedOf, commitmentOf } from './seed-stream.ts';

export type StoredRound = Readonly<{
  round: number;
  serverSeed: string;
  /** When client seeds are no longer taken and the matches kick off; UTC milliseconds. */
  lockAt: number;
  isLocked: boolean;
}>;

type Row = { round: number; server_seed: string; lock_at: bigint; client_seed: string | null };

const fromRow = (row: Row): StoredRound => ({
  round: row.round,
  serverSeed: row.server_seed,
  lockAt: Number(row.lock_at),
  isLocked: row.client_seed !== null,
});

/** The round that is not revealed yet, else undefined with the number of the next. */
export async function readVirtualRound(
  pool: Pool,
): Promise<Readonly<{ open: StoredRound | undefined; next: number }>> {
  const { rows } = await pool.query<Row & { revealed_at: bigint | null }>(
    'SELECT * FROM virtual_round ORDER BY round DESC LIMIT 1',
  );
  const [last] = rows;
  if (last === undefined) return { open: undefined, next: 1 };
  return { open: last.revealed_at === null ? fromRow(last) : undefined, next: last.round + 1 };
}

export type OpenRound = Readonly<{ round: number; openedAt: number; lockAt: number }>;

/** Commits to a new seed: it is on disk before anybody is told its hash. */
export async function openVirtualRound(
  pool: Pool,
  random: Random,
  { round, openedAt, lockAt }: OpenRound,
): Promise<StoredRound> {
  const words = Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, '0'));
  const serverSeed = words.join('');
  await pool.query(
    `INSERT INTO virtual_round (round, commitment, server_seed, opened_at, lock_at, terms)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      round,
      commitmentOf(serverSeed),
      serverSeed,
      openedAt,
      lockAt,
      JSON.stringify(termsOfRound(round)),
    ],
  );
  return { round, serverSeed, lockAt, isLocked: false };
}

/** Fixes the client seed of a round and returns what decides it; the same again once it is locked. */
export function lockVirtualRound(pool: Pool, stored: StoredRound): Promise<RoundSeeds> {
  const { round, serverSeed } = stored;
  return withTransaction(pool, async (client) => {
    await client.query('SELECT FROM virtual_round WHERE round = $1 FOR UPDATE', [round]);
    const { rows } = await client.query<{ seed: string }>(
      'SELECT seed FROM virtual_client_seed WHERE round = $1 ORDER BY place',
      [round],
    );
    const contributions = rows.map(({ seed }) => seed);
    await client.query(
      'UPDATE virtual_round SET client_seed = $2 WHERE round = $1 AND client_seed IS NULL',
      [round, clientSeedOf(contributions)],
    );
    return { round, serverSeed, contributions };
  });
}

/** Tells the server seed and what the matches came to; anybody can compute them again from now on. */
export async function revealVirtualRound(
  pool: Pool,
  seeds: RoundSeeds,
  atMs: number,
): Promise<void> {
  await pool.query(
    `UPDATE virtual_round SET revealed_at = $2, results = $3
     WHERE round = $1 AND revealed_at IS NULL`,
    [seeds.round, atMs, JSON.stringify(resultsOfRound(seeds))],
  );
}
