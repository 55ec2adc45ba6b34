import type { TransferId } from '#contracts/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

import { expireHold } from './holding.ts';
import { post } from './post.ts';

/**
 * Gives back what is left of holds whose time is over at `at` (UTC ms), in chunks of `limit`; returns how many.
 * Any number of copies may run: a hold that another one has ended meanwhile is passed over.
 */
export async function expireDueHolds(pool: Pool, at: number, limit = 500): Promise<number> {
  let expired = 0;
  for (;;) {
    const chunk = await withTransaction(pool, async (client) => {
      const { rows } = await client.query<{ id: TransferId }>(
        `SELECT id FROM ledger_hold WHERE status = 'open' AND expires_at <= $1
         ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
        [at, limit],
      );
      await post(
        rows.map(({ id }) => expireHold({ holdId: id, at })),
        client,
      );
      return rows.length;
    });
    expired += chunk;
    if (chunk < limit) return expired;
  }
}
