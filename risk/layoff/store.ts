import { InputError, type LayOffLimits, type LayOffOrder } from '#contracts/mod.ts';
import {
  newId,
  withTransaction,
  type Pool,
  type PoolClient,
  type Queryable,
} from '#platform/mod.ts';

import type { OrderReport } from './exchange-port.ts';
import { limitBroken, type Committed } from './limits.ts';
import { afterReport } from './standing.ts';

/** Who has something done, and why; kept for ever. */
export type Deed = Readonly<{ actor: string; reason: string }>;

const COLUMNS = `id AS "orderId", status, exchange, market_id AS "marketId", selection_id::float8 AS "selectionId",
  fixture_id AS "fixtureId", market_key AS "marketKey", outcome_id AS "outcomeId", side, odds,
  size_minor::text AS "sizeMinor", risk_minor::text AS "riskMinor", currency, commission_bps AS "commissionBps",
  cause, actor, reason, created_at::float8 AS "createdAt", sent_at::float8 AS "sentAt", refusal,
  matched_minor::text AS "matchedMinor", average_odds AS "averageOdds", remaining_minor::text AS "remainingMinor",
  voided_minor::text AS "voidedMinor", result, profit_minor::text AS "profitMinor"`;

/** Limits in force; undefined until a person has set some. */
export async function layOffLimits(db: Queryable): Promise<LayOffLimits | undefined> {
  const { rows } = await db.query<LayOffLimits>(
    `SELECT automatic, band_minor::text AS "bandMinor", least_odds AS "leastOdds",
       smallest_minor::text AS "smallestMinor", order_minor::text AS "orderMinor",
       match_minor::text AS "matchMinor", day_minor::text AS "dayMinor"
     FROM lay_off_limits ORDER BY id DESC LIMIT 1`,
  );
  return rows[0];
}

/** @throws InputError NUMBER_INVALID for an amount below 0, and a smallest order of nothing. */
export async function setLayOffLimits(
  db: Queryable,
  limits: LayOffLimits,
  { actor, reason, at }: Deed & Readonly<{ at: number }>,
): Promise<void> {
  const { automatic, leastOdds, ...amounts } = limits;
  for (const [field, amount] of Object.entries(amounts)) {
    const least = field === 'smallestMinor' ? 1n : 0n;
    if (BigInt(amount) < least)
      throw new InputError('NUMBER_INVALID', field, amount, `must be at least ${String(least)}`);
  }
  const { bandMinor, smallestMinor, orderMinor, matchMinor, dayMinor } = amounts;
  await db.query(
    `INSERT INTO lay_off_limits (id, automatic, band_minor, least_odds, smallest_minor, order_minor, match_minor,
       day_minor, actor, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      newId(),
      ...[automatic, bandMinor, leastOdds, smallestMinor, orderMinor, matchMinor, dayMinor],
      ...[actor, reason, at],
    ],
  );
}

/** Orders by what is asked of them, the newest first. */
export async function layOffOrders(
  db: Queryable,
  where: 'all' | 'at-work' | 'positions' | 'resulted',
  limit = 10_000,
): Promise<readonly LayOffOrder[]> {
  const condition = {
    all: 'true',
    'at-work': `status IN ('sending', 'open')`,
    positions: 'to_settle AND matched_minor > 0 AND result IS NULL',
    resulted: `status = 'open' AND EXISTS (SELECT FROM market_result AS m
      WHERE m.fixture_id = lay_off_standing.fixture_id AND m.market_key = lay_off_standing.market_key)`,
  }[where];
  const { rows } = await db.query<LayOffOrder>(
    `SELECT ${COLUMNS} FROM lay_off_standing WHERE ${condition} ORDER BY id DESC LIMIT $1`,
    [limit],
  );
  return rows;
}

export async function layOffOrder(db: Queryable, id: string): Promise<LayOffOrder | undefined> {
  const { rows } = await db.query<LayOffOrder>(
    `SELECT ${COLUMNS} FROM lay_off_standing WHERE id = $1`,
    [id],
  );
  return rows[0];
}

export type NewOrder = Omit<
  LayOffOrder,
  | 'status'
  | 'cause'
  | 'actor'
  | 'reason'
  | 'sentAt'
  | 'refusal'
  | 'matchedMinor'
  | 'averageOdds'
  | 'remainingMinor'
  | 'voidedMinor'
  | 'result'
  | 'profitMinor'
>;

/** Writes a proposal, in the place of an older one on its market that nobody has sent. */
export async function writeProposal(pool: Pool, order: NewOrder): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query(
      `DELETE FROM lay_off_order WHERE status = 'proposed' AND market_id = $1 AND exchange = $2`,
      [order.marketId, order.exchange],
    );
    await client.query(
      `INSERT INTO lay_off_order (id, exchange, market_id, selection_id, fixture_id, market_key, outcome_id, side,
         odds, size_minor, risk_minor, currency, commission_bps, status, created_at, remaining_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'proposed', $14, $10)`,
      [
        ...[order.orderId, order.exchange, order.marketId, order.selectionId],
        ...[order.fixtureId, order.marketKey, order.outcomeId, order.side, order.odds],
        ...[order.sizeMinor, order.riskMinor, order.currency, order.commissionBps],
        order.createdAt,
      ],
    );
  });
}

const DAY_MS = 86_400_000;
/** Any number: orders are approved one after the other, so that two cannot take the same room. */
const APPROVAL_LOCK = 7_023_001;

/** What is sent counts in full until it is known what was matched of it. */
const COMMITTED = `
  WITH sent AS (
    SELECT fixture_id, sent_at, CASE WHEN status IN ('sending', 'open') THEN risk_minor
      ELSE ceil(risk_minor::numeric * matched_minor / size_minor)::bigint END AS minor
    FROM lay_off_order WHERE sent_at >= $2 OR (sent_at IS NOT NULL AND fixture_id = $1)
  )
  SELECT coalesce(sum(minor) FILTER (WHERE fixture_id = $1), 0)::bigint AS "matchMinor",
         coalesce(sum(minor) FILTER (WHERE sent_at >= $2), 0)::bigint AS "dayMinor" FROM sent`;

/**
 * Takes a proposal to be sent, if limits allow it: from here on it counts as placed until something else is known.
 * Returns the order, or why not.
 */
export function approveOrder(
  pool: Pool,
  id: string,
  deed: Deed & Readonly<{ cause: 'person' | 'automatic'; at: number; oldestAt: number }>,
): Promise<Readonly<{ order: LayOffOrder }> | Readonly<{ why: string }>> {
  return withTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [APPROVAL_LOCK]);
    const order = await layOffOrder(client, id);
    if (order === undefined) return { why: 'there is no such order' };
    if (order.status !== 'proposed') return { why: `the order is ${order.status} already` };
    if (order.createdAt < deed.oldestAt) return { why: 'its price is too old: propose again' };
    const dayStart = Math.floor(deed.at / DAY_MS) * DAY_MS;
    const { rows } = await client.query<Committed>(COMMITTED, [order.fixtureId, dayStart]);
    const committed = rows[0] ?? { matchMinor: 0n, dayMinor: 0n };
    const why = limitBroken(order, await layOffLimits(client), committed);
    if (why !== undefined) return { why };
    await client.query(
      `UPDATE lay_off_order SET status = 'sending', cause = $2, actor = $3, reason = $4, sent_at = $5 WHERE id = $1`,
      [id, deed.cause, deed.actor, deed.reason, deed.at],
    );
    return { order: { ...order, status: 'sending', sentAt: deed.at } };
  });
}

/** Locks an order and returns it. */
export async function lockOrder(client: PoolClient, id: string): Promise<LayOffOrder | undefined> {
  await client.query('SELECT FROM lay_off_order WHERE id = $1 FOR UPDATE', [id]);
  return layOffOrder(client, id);
}

/**
 * Writes where an order stands by a report; undefined when that was known, or the order is not ours.
 * @throws InputError for a report that cannot be of the order.
 */
export function writeReport(
  pool: Pool,
  report: OrderReport,
  at: number,
): Promise<LayOffOrder | undefined> {
  const id = orderIdOf(report.orderRef);
  if (id === undefined) return Promise.resolve(undefined);
  return withTransaction(pool, async (client) => {
    const order = await lockOrder(client, id);
    if (order === undefined || order.status === 'proposed') return undefined;
    const after = afterReport(order, report);
    if (after === null) return undefined;
    const { standing, fill } = after;
    await client.query(
      `UPDATE lay_off_order SET status = $2, matched_minor = $3, average_odds = $4, remaining_minor = $5,
         voided_minor = $6, refusal = NULL, to_settle = to_settle OR matched_minor <> $3 OR average_odds <> $4
       WHERE id = $1`,
      [
        ...[id, standing.status, standing.matchedMinor, standing.averageOdds],
        ...[standing.remainingMinor, standing.voidedMinor],
      ],
    );
    if (fill !== null)
      await client.query(
        `INSERT INTO lay_off_fill (order_id, progress, matched_minor, average_odds, at) VALUES ($1, $2, $3, $4, $5)`,
        [id, fill.progress, fill.matchedMinor, fill.averageOdds, at],
      );
    return { ...order, ...standing };
  });
}

/**
 * The exchange has not taken the order, or no longer has it. What is known of it stays as it was, so that a report that
 * shows otherwise still counts.
 */
export async function closeOrder(db: Queryable, id: string, refusal: string | null): Promise<void> {
  await db.query(
    `UPDATE lay_off_order SET status = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'refused' END,
       refusal = $2
     WHERE id = $1 AND status IN ('sending', 'open')`,
    [id, refusal],
  );
}

/** The reference of an order at its exchange: its id, as 32 digits. */
export const orderRefOf = (id: string): string => id.replaceAll('-', '');

function orderIdOf(orderRef: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(
    orderRef,
  );
  return parts?.slice(1).join('-');
}
