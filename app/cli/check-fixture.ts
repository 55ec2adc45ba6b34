import { InputError } from '#contracts/mod.ts';
import { createPool, loadConfig, type Queryable } from '#platform/mod.ts';

import { databaseUrl } from './servers.ts';

/** @throws InputError FIXTURE_UNKNOWN when no feed has ever named the fixture. */
async function checkFixtureIn(db: Queryable, fixture: string): Promise<void> {
  const { rowCount } = await db.query('SELECT FROM fixture WHERE fixture_id = $1', [fixture]);
  if (rowCount !== 0) return;
  throw new InputError('FIXTURE_UNKNOWN', 'fixture', fixture, 'must be one that a feed has named');
}

/** The same for commands that have no connection to PostgreSQL of their own. */
export async function checkFixture(fixture: string): Promise<void> {
  const url = databaseUrl(loadConfig());
  const pool = createPool({ url, name: 'overround-fixture', maxConnections: 1 });
  try {
    await checkFixtureIn(pool, fixture);
  } finally {
    await pool.end();
  }
}
