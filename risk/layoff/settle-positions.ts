import type { LayOffOrder, OutcomeResult } from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

import { positionProfit, type PositionProfit } from './position.ts';
import { lockOrder } from './store.ts';

/** What a position came to; `settlement` counts from 1, and each takes the place of the one before. */
export type PositionSettlement = PositionProfit &
  Readonly<{ order: LayOffOrder; settlement: number; at: number }>;

/**
 * Has a settlement in the books of the house, in the transaction in which it is written; `before` is the one whose place
 * it takes.
 */
export type PostSettlement = (
  client: PoolClient,
  settled: PositionSettlement,
  before: PositionSettlement | null,
) => Promise<void>;

/** So long after the beginning of its transaction a result can be seen by others. */
const COMMIT_MS = 600_000;

// What was never settled by what is matched now, and what a newer result than its own has come for since.
const DUE = `
  SELECT o.id FROM lay_off_order AS o
  WHERE o.to_settle AND o.status = 'done' AND EXISTS (
    SELECT FROM market_result AS m
    WHERE m.fixture_id = o.fixture_id AND m.market_key = o.market_key AND m.outcomes ? o.outcome_id)
  UNION
  SELECT o.id FROM (
    SELECT fixture_id, market_key, max(result_version) AS version FROM market_result
    WHERE created_at >= to_timestamp($1::float8 / 1000) GROUP BY fixture_id, market_key
  ) AS m
  JOIN lay_off_order AS o
    ON o.fixture_id = m.fixture_id AND o.market_key = m.market_key AND o.matched_minor > 0 AND o.status = 'done'
  CROSS JOIN LATERAL (
    SELECT result_version FROM lay_off_result WHERE order_id = o.id ORDER BY settlement DESC LIMIT 1
  ) AS r
  WHERE r.result_version < m.version`;

/**
 * Settles the positions whose markets have a result by which they were not settled yet. Returns their ids, why others
 * could not be, which the next call tries again, and from when on results may be new to it.
 * @param since what an earlier call returned; 0 looks at all results.
 */
export async function settlePositions(
  pool: Pool,
  post: PostSettlement,
  { at, since }: Readonly<{ at: number; since: number }>,
): Promise<Readonly<{ ids: readonly string[]; failures: readonly unknown[]; since: number }>> {
  const { rows: now } = await pool.query<{ ms: number }>(
    'SELECT (extract(epoch FROM now()) * 1000)::float8 AS ms',
  );
  const { rows } = await pool.query<{ id: string }>(DUE, [since]);
  const [ids, failures]: [string[], unknown[]] = [[], []];
  for (const { id } of rows) {
    try {
      await withTransaction(pool, (client) => settlePosition(client, post, { id, at }));
      ids.push(id);
    } catch (error) {
      failures.push(error);
    }
  }
  const seen = Math.max(since, (now[0]?.ms ?? 0) - COMMIT_MS);
  return { ids, failures, since: failures.length === 0 ? seen : since };
}

// The newest result of the market, and the last settlement of the order by its amounts; nothing if that is by this result.
const STATE = `
  SELECT m.result_version AS "resultVersion", m.outcomes ->> o.outcome_id AS came, coalesce(r.settlement, 0) AS settlement,
         r.profit_minor AS "profitMinor", r.commission_minor AS "commissionMinor"
  FROM lay_off_order AS o
  JOIN LATERAL (
    SELECT result_version, outcomes FROM market_result
    WHERE fixture_id = o.fixture_id AND market_key = o.market_key ORDER BY result_version DESC LIMIT 1
  ) AS m ON m.outcomes ? o.outcome_id
  LEFT JOIN LATERAL (
    SELECT settlement, result_version, profit_minor, commission_minor FROM lay_off_result
    WHERE order_id = o.id ORDER BY settlement DESC LIMIT 1
  ) AS r ON true
  WHERE o.id = $1 AND o.status = 'done' AND (o.to_settle OR r.result_version < m.result_version)`;
type State = Readonly<{
  resultVersion: number;
  came: OutcomeResult;
  settlement: number;
  profitMinor: bigint | null;
  commissionMinor: bigint | null;
}>;

async function settlePosition(
  client: PoolClient,
  post: PostSettlement,
  { id, at }: Readonly<{ id: string; at: number }>,
): Promise<void> {
  const order = await lockOrder(client, id);
  const { rows } = await client.query<State>(STATE, [id]);
  const [state] = rows;
  // Whoever was faster has settled it.
  if (order === undefined || state === undefined) return;
  const { resultVersion, came, profitMinor, commissionMinor } = state;
  const settled = {
    ...{ order, at, settlement: state.settlement + 1 },
    ...positionProfit(order, came),
  };
  await client.query(
    `INSERT INTO lay_off_result (order_id, settlement, result_version, result, matched_minor, profit_minor,
       commission_minor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, settled.settlement, resultVersion, came, order.matchedMinor],
      ...[settled.grossMinor - settled.commissionMinor, settled.commissionMinor, at],
    ],
  );
  await client.query('UPDATE lay_off_order SET to_settle = false WHERE id = $1', [id]);
  const before =
    profitMinor === null || commissionMinor === null
      ? null
      : {
          ...{ order, at, settlement: state.settlement, commissionMinor },
          grossMinor: profitMinor + commissionMinor,
        };
  await post(client, settled, before);
}
