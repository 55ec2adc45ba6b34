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

/**
 * Makes the selections of a fixture void that were decided to be, gives those whose void was taken back the result
 * of their market, or none yet, and settles their bets by it; how many selections.
 */
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

/** Whether the leg `l` has still to learn of a word: voids by what it came to, voids taken back by their version. */
function isNews(word: string): string {
  return `(CASE WHEN ${word}.taken_back THEN coalesce(l.result_version, 0) < ${word}.result_version
    ELSE l.result IS DISTINCT FROM 'void' AND NOT EXISTS (
      SELECT FROM selection_void_word AS n
      WHERE n.bet_id = ${word}.bet_id AND n.leg = ${word}.leg AND n.result_version > ${word}.result_version)
    END)`;
}

const NEXT = `
  SELECT DISTINCT w.bet_id FROM selection_void_word AS w JOIN bet_leg AS l USING (bet_id, leg)
  WHERE w.fixture_id = $1 AND w.bet_id > $2 AND ${isNews('w')}
  ORDER BY w.bet_id LIMIT $3`;

// Every word about the bets that is not in their legs yet; an older one than the newest is overtaken.
const VOID = `
  UPDATE bet_leg AS l
  SET result = CASE WHEN w.taken_back THEN m.outcomes ->> l.outcome_id ELSE 'void' END,
      result_version = greatest(w.result_version, l.result_version)
  FROM (
    SELECT DISTINCT ON (bet_id, leg) * FROM selection_void_word
    WHERE fixture_id = $1 AND bet_id = ANY ($2::uuid[]) ORDER BY bet_id, leg, result_version DESC
  ) AS w
  JOIN bet_leg AS of ON of.bet_id = w.bet_id AND of.leg = w.leg
  LEFT JOIN LATERAL (
    SELECT r.outcomes FROM market_result AS r
    WHERE r.fixture_id = of.fixture_id AND r.market_key = of.market_key
    ORDER BY r.result_version DESC LIMIT 1
  ) AS m ON true
  WHERE w.bet_id = l.bet_id AND w.leg = l.leg AND ${isNews('w')}`;
