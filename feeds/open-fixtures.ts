import type { FixtureId } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

/** Fixtures of a producer that are not over as far as is stored. */
export async function readOpenFixtures(
  pool: Pool,
  producer: string,
): Promise<readonly FixtureId[]> {
  const { rows } = await pool.query<{ fixture_id: FixtureId }>(
    `SELECT fixture_id FROM fixture WHERE producer = $1
       AND status NOT IN ('closed', 'abandoned', 'cancelled', 'postponed') ORDER BY fixture_id`,
    [producer],
  );
  return rows.map(({ fixture_id: id }) => id);
}
