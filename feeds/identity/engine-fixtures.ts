import type { Queryable } from '#platform/mod.ts';

import type { NamedFixture } from './match-fixtures.ts';

/** The fixtures that the engine has, as others are matched with them; the latest 10,000. */
export async function readEngineFixtures(db: Queryable): Promise<readonly NamedFixture[]> {
  const { rows } = await db.query<{ id: string; home: string; away: string; starts_at: bigint }>(
    'SELECT fixture_id AS id, home, away, starts_at FROM fixture ORDER BY starts_at DESC, fixture_id LIMIT 10000',
  );
  return rows.map(({ id, home, away, starts_at }) => ({
    ...{ id, home, away, startsAt: Number(starts_at) },
  }));
}
