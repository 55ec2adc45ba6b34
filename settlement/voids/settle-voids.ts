import type { BetId, FixtureId } from '#contracts/mod.ts';
import { withTransaction, type PoolClient } from '#platform/mod.ts';

import { lockBets, type LockedBet } from '../bet-store.ts';
import { heldAmong, keepHoldsOut } from '../holds/holds.ts';
import type { SettlementPorts } from '../ports.ts';

/** `pay`: pays locked bets by the results that their legs have now. */
export type VoidOptions = Readonly<{
  chunkSize: number;
  pay: (client: PoolClient, bets: readonly LockedBet[]) => Promise<void>;
}>;

/** Makes the selections of a fixture void that were decided to be, and settles their bets by it; how many. */
export async function settleVoids(
  { pool }: Pick<SettlementPorts, 'pool'>,
  fixtureId: FixtureId,
  { chunkSize, pay }: VoidOptions,
): Promise<number> {
  let voided = 0;
  let after: BetId = '00000000-0000-0000-0000-000000000000' as BetId;
  for (;;) {
    const { rows } = await pool.query<{ bet_id: BetId }>(NEXT, [fixtureId, after, chunkSize]);
    const bets = rows.map((row) => row.bet_id);
    const last = bets.at(-1);
    if (last === undefined) return voided;
    after = last;
    voided += await withTransaction(
      pool,
      async (client) => {
        await keepHoldsOut(client);
        const chosen = await lockBets(client, bets);
        const held = await heldAmong(client, bets);
        const locked = chosen.filter(({ betId }) => !held.has(betId));
        const { rowCount } = await client.query(VOID, [
          fixtureId,
          locked.map(({ betId }) => betId),
        ]);
        await pay(client, locked);
        return rowCount ?? 0;
      },
      { retries: 3 },
    );
  }
}

const NEXT = `
  SELECT DISTINCT v.bet_id FROM selection_void AS v JOIN bet_leg AS l USING (bet_id, leg)
  WHERE v.fixture_id = $1 AND v.bet_id > $2 AND l.result IS DISTINCT FROM 'void'
  ORDER BY v.bet_id LIMIT $3`;

const VOID = `
  UPDATE bet_leg AS l SET result = 'void', result_version = greatest(v.result_version, l.result_version)
  FROM selection_void AS v
  WHERE v.bet_id = l.bet_id AND v.leg = l.leg AND v.fixture_id = $1 AND v.bet_id = ANY ($2::uuid[])
    AND l.result IS DISTINCT FROM 'void'`;
