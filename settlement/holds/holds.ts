import type { BetId, FixtureId, MarketKey } from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient, type Queryable } from '#platform/mod.ts';

/** A whole fixture, one market of it, or one bet with all its legs. */
export type HoldTarget =
  | Readonly<{ fixtureId: FixtureId; marketKey: MarketKey | null; betId: null }>
  | Readonly<{ fixtureId: null; marketKey: null; betId: BetId }>;

/** `by`: who, as the audit names them; `at`: UTC ms. */
export type Act = Readonly<{ by: string; at: number; reason: string }>;

export type Hold = HoldTarget &
  Readonly<{
    id: string;
    reason: string;
    heldBy: string;
    heldAt: number;
    /** The decision that it waits for; null when an operator releases it. */
    decisionId: string | null;
    releasedBy: string | null;
    releasedAt: number | null;
    releaseReason: string | null;
  }>;

/**
 * Writes a hold. Once this returns, nothing under it is settled until it is released: transactions under way
 * have ended, and later ones see it.
 */
export async function placeHold(
  pool: Pool,
  id: string,
  target: HoldTarget,
  act: Act,
): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(settlement_hold_key())');
    await insertHold(client, { id, target, act, decisionId: null });
  });
}

export async function insertHold(
  client: PoolClient,
  {
    id,
    target,
    act,
    decisionId,
  }: Readonly<{ id: string; target: HoldTarget; act: Act; decisionId: string | null }>,
): Promise<void> {
  await client.query(
    `INSERT INTO settlement_hold (id, fixture_id, market_key, bet_id, reason, held_by, held_at, decision_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, target.fixtureId, target.marketKey, target.betId, act.reason, act.by, act.at, decisionId],
  );
}

/** False when there is no such hold that an operator may release, or it was released before. */
export async function releaseHold(db: Queryable, id: string, act: Act): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE settlement_hold SET released_by = $2, released_at = $3, release_reason = $4
     WHERE id = $1 AND released_at IS NULL AND decision_id IS NULL`,
    [id, act.by, act.at, act.reason],
  );
  return rowCount === 1;
}

/** Ends the holds that waited for a decision. */
export async function releaseHoldsOf(db: Queryable, decisionId: string, act: Act): Promise<void> {
  await db.query(
    `UPDATE settlement_hold SET released_by = $2, released_at = $3, release_reason = $4
     WHERE decision_id = $1 AND released_at IS NULL`,
    [decisionId, act.by, act.at, act.reason],
  );
}

/** Keeps new holds out until the transaction ends. Read what is held in a later statement. */
export async function keepHoldsOut(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock_shared(settlement_hold_key())');
}

/** Those of the bets that are held: themselves, or a fixture or market of any of their legs. */
export async function heldAmong(
  db: Queryable,
  bets: readonly BetId[],
): Promise<ReadonlySet<BetId>> {
  const { rowCount } = await db.query(
    'SELECT FROM settlement_hold WHERE released_at IS NULL LIMIT 1',
  );
  if (rowCount === 0) return new Set();
  const { rows } = await db.query<{ bet_id: BetId }>(
    `SELECT DISTINCT l.bet_id FROM bet_leg AS l JOIN settlement_hold AS h ON h.released_at IS NULL
       AND (h.bet_id = l.bet_id
            OR (h.fixture_id = l.fixture_id AND (h.market_key IS NULL OR h.market_key = l.market_key)))
     WHERE l.bet_id = ANY ($1::uuid[])`,
    [bets],
  );
  return new Set(rows.map((row) => row.bet_id));
}

const SELECT = `
  SELECT id, fixture_id AS "fixtureId", market_key AS "marketKey", bet_id AS "betId", reason,
         held_by AS "heldBy", held_at::float8 AS "heldAt", decision_id AS "decisionId",
         released_by AS "releasedBy", released_at::float8 AS "releasedAt", release_reason AS "releaseReason"
  FROM settlement_hold`;

export async function holdById(db: Queryable, id: string): Promise<Hold | undefined> {
  const { rows } = await db.query<Hold>(`${SELECT} WHERE id = $1`, [id]);
  return rows[0];
}

export type HoldPage = Readonly<{ open: boolean; limit: number }>;

/** Newest first; `open`: only those that still hold. */
export async function listHolds(
  db: Queryable,
  { open, limit }: HoldPage,
): Promise<readonly Hold[]> {
  const { rows } = await db.query<Hold>(
    `${SELECT} WHERE NOT $1 OR released_at IS NULL ORDER BY held_at DESC, id DESC LIMIT $2`,
    [open, limit],
  );
  return rows;
}
