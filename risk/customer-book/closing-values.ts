import type { ClickHouse } from '#platform/mod.ts';

import { closingValue, EDGE_TEST, NO_BETS, observe, type EdgeState } from '../customers/mod.ts';

/** A price taken before the off, against the fair closing price of its market. */
type ClosingRow = Readonly<{ account_id: string; taken: number; fair_close: number }>;

/**
 * The closing prices of all outcomes of a market, without their margin (in proportion; a market of which two
 * outcomes win sums to two). Without a price for each, there is no fair one. A repriced bet counts at the odds of
 * its contract, each leg of a multiple for itself.
 */
const CLOSING_ROWS = `
  WITH book AS (
    SELECT fixture_id, market_key, sum(1 / closing_odds) AS implied
    FROM closing_price GROUP BY fixture_id, market_key HAVING count() > 1
  )
  SELECT toString(c.account_id) AS account_id, toFloat64(c.odds) AS taken,
    toFloat64(c.closing_odds * b.implied / greatest(1, round(b.implied))) AS fair_close
  FROM clv AS c INNER JOIN book AS b USING (fixture_id, market_key)
  WHERE c.decided_at >= fromUnixTimestamp64Milli({since:Int64})
  ORDER BY c.account_id, c.decided_at, c.bet_id
`;

/** Fewer values than this do not tell how closing prices deviate; then the figure of the literature is used. */
const ENOUGH = 500;
const USUAL_SD = 0.06;
/** A market that hardly moves would make every small edge certain. */
const LEAST_SD = 0.03;

/** What closing-line values deviate by in this house: all customers together, about their own means. */
function houseDeviation(byAccount: ReadonlyMap<string, readonly number[]>): number {
  let [squares, freedom] = [0, 0];
  for (const values of byAccount.values()) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    freedom += values.length - 1;
  }
  return freedom < ENOUGH ? USUAL_SD : Math.max(LEAST_SD, Math.sqrt(squares / freedom));
}

/** A price that was taken before the off, and the fair closing price of it; decimal odds. */
export type ClosingTaken = Readonly<{ accountId: string; taken: number; fairClose: number }>;

/** The prices that all customers took since a time in UTC milliseconds, in the order of each one's bets. */
export async function closingPricesTaken(
  clickhouse: ClickHouse,
  sinceMs: number,
): Promise<readonly ClosingTaken[]> {
  const answer = await clickhouse.query({
    query: CLOSING_ROWS,
    query_params: { since: sinceMs },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<ClosingRow>();
  const sound = rows.filter(({ taken, fair_close }) => taken > 1 && fair_close > 1);
  return sound.map((row) => ({
    accountId: row.account_id,
    taken: row.taken,
    fairClose: row.fair_close,
  }));
}

/** The test for an edge of every customer, from the prices taken in the order of the bets. */
export function edgesOf(taken: readonly ClosingTaken[]): ReadonlyMap<string, EdgeState> {
  const byAccount = new Map<string, number[]>();
  for (const { accountId, taken: odds, fairClose } of taken) {
    const own = byAccount.get(accountId) ?? [];
    own.push(closingValue(odds, fairClose));
    byAccount.set(accountId, own);
  }
  const sd = houseDeviation(byAccount);
  return new Map(
    [...byAccount].map(([accountId, own]) => [
      accountId,
      own.reduce((state, value) => observe(EDGE_TEST, state, { value, sd }), NO_BETS),
    ]),
  );
}
