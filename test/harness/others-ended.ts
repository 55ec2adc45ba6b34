import { expect, vi } from 'vitest';

import type { Pool } from '#platform/mod.ts';

/**
 * Returns when every transaction that other databases have open now has ended. What is committed but newer
 * than the oldest open transaction of the whole server is left for later by the sealer and by folds of house
 * accounts, and other tests have databases on it.
 */
export async function othersEnded(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ next: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
  );
  // A hook may wait too, so this is no expect.poll.
  await vi.waitFor(
    async () => {
      const open = await pool.query(
        `SELECT FROM pg_stat_activity
         WHERE backend_xid::text::bigint < $1::bigint
           AND (datname IS DISTINCT FROM current_database() OR backend_type <> 'client backend')`,
        [rows[0]?.next],
      );
      expect(open.rowCount).toBe(0);
    },
    { timeout: 20_000, interval: 20 },
  );
}
