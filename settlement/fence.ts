import type { FixtureId } from '#contracts/mod.ts';
import { withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

/** Stands for all markets of a fixture in `market_closed`. */
const ALL_MARKETS = '*';

/**
 * Closes a fixture, or one market of it, to bets for good. Every placement holds the fixture's fence shared until it commits and
 * reads `market_closed` in a statement after it took it. So once this returns, each placement has either
 * written its bet or will be refused. The fence is held for this one insert only.
 */
export async function closeFixture(
  pool: Pool,
  fixture: FixtureId,
  result: Readonly<{ resultVersion: number; at: number }>,
  market: string = ALL_MARKETS,
): Promise<void> {
  if (await isClosed(pool, fixture, market)) return;
  await withTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [fixture]);
    await client.query(
      `INSERT INTO market_closed (fixture_id, market_key, result_version, at)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [fixture, market, result.resultVersion, result.at],
    );
  });
}

async function isClosed(pool: Pool, fixture: FixtureId, market: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM market_closed WHERE fixture_id = $1 AND market_key = $2',
    [fixture, market],
  );
  return rowCount === 1;
}

/** Makes copies of the service take turns on one fixture; released at the end of the transaction. */
export async function lockResulting(client: PoolClient, fixture: FixtureId): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1919251572))', [fixture]);
}
