import type { FixtureId } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

/** A run as PostgreSQL remembers it; the script is found again by lane and round. */
export type StoredRun = Readonly<{
  fixtureId: FixtureId;
  producer: string;
  /** What repeats: the id of a recording, or the name of a league. */
  lane: string;
  /** Counts the runs of the lane from 0. */
  round: number;
  announceAt: number;
  kickOffAt: number;
  speed: number;
}>;

export type LaneState = Readonly<{
  /** Started and not finished, in order. */
  open: readonly StoredRun[];
  nextRound: number;
  /** Of the latest run; undefined when the lane never ran. */
  lastKickOffAt: number | undefined;
}>;

type Row = {
  fixture_id: FixtureId;
  producer: string;
  lane: string;
  round: number;
  announce_at: bigint;
  kick_off_at: bigint;
  speed: number;
  finished_at: bigint | null;
};

/** What a lane has played and still plays. */
export async function readLane(pool: Pool, producer: string, lane: string): Promise<LaneState> {
  const { rows } = await pool.query<Row>(
    `SELECT * FROM feed_run WHERE producer = $1 AND lane = $2 AND (finished_at IS NULL OR round =
       (SELECT max(round) FROM feed_run WHERE producer = $1 AND lane = $2)) ORDER BY round`,
    [producer, lane],
  );
  const runs = rows.map(fromRow);
  const last = runs.at(-1);
  return {
    open: runs.filter((_, index) => rows[index]?.finished_at === null),
    nextRound: last === undefined ? 0 : last.round + 1,
    lastKickOffAt: last?.kickOffAt,
  };
}

const fromRow = (row: Row): StoredRun => ({
  fixtureId: row.fixture_id,
  producer: row.producer,
  lane: row.lane,
  round: row.round,
  announceAt: Number(row.announce_at),
  kickOffAt: Number(row.kick_off_at),
  speed: row.speed,
});

/** Remembers a run before its first event; the same run again changes nothing. */
export async function insertRun(pool: Pool, run: StoredRun): Promise<void> {
  await pool.query(
    `INSERT INTO feed_run (fixture_id, producer, lane, round, announce_at, kick_off_at, speed)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (fixture_id) DO NOTHING`,
    [run.fixtureId, run.producer, run.lane, run.round, run.announceAt, run.kickOffAt, run.speed],
  );
}

export async function finishRun(pool: Pool, fixture: FixtureId, atMs: number): Promise<void> {
  await pool.query(
    'UPDATE feed_run SET finished_at = $2 WHERE fixture_id = $1 AND finished_at IS NULL',
    [fixture, atMs],
  );
}
