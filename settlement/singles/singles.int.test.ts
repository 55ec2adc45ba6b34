import { afterEach, beforeEach, expect, test } from 'vitest';

import { marketKey, type BetId } from '#contracts/mod.ts';
import { betTransferId, type TransferKind } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';

import { newestMarketResults } from '../result-store.ts';
import { resultFixture } from '../resulting.ts';
import { settleFixture } from '../settle.ts';
import { MATCH_RESULT, customer, placeBet, placeBets, storeEvents } from '../testing/book.ts';
import { playedMatch, type MatchScript } from '../testing/match-script.ts';
import { legOf, openScene, type Scene } from '../testing/scene.ts';
import { paceOf } from './pace.ts';
import { settleSingles } from './settle-singles.ts';

const TOTAL = marketKey('total-goals', { line: '2.75' });
const WHOLE = marketKey('total-goals', { line: '3' });

let byKind: Scene;
let oneByOne: Scene;

beforeEach(async () => {
  [byKind, oneByOne] = await Promise.all([openScene(), openScene()]);
  await oneByOne.pool.query(`
    DROP FUNCTION settle_singles;
    CREATE FUNCTION settle_singles(text, text, integer, bigint, boolean, uuid[], integer[], json, json, json)
    RETURNS TABLE (kind integer, bets bigint) LANGUAGE sql AS 'SELECT 0, 0::bigint WHERE false'`);
});
afterEach(() => Promise.all([byKind.close(), oneByOne.close()]));

/** Singles of two customers with results of all sorts, and a double among them. */
async function fill({ pool, account, single }: Scene): Promise<readonly BetId[]> {
  const other = await customer(pool, 5_000n);
  const bets = [
    await single(MATCH_RESULT, 'home', 2.5, 1_000n),
    await single(MATCH_RESULT, 'home', 2.5, 1_000n),
    await single(MATCH_RESULT, 'home', 2.55, 333n),
    await single(MATCH_RESULT, 'draw', 3.3, 1_000n),
    await single(MATCH_RESULT, 'away', 3.1, 700n),
    await single(TOTAL, 'over', 1.95, 333n),
    await single(TOTAL, 'under', 1.95, 333n),
    await single(WHOLE, 'over', 2, 250n),
  ];
  for (const outcome of ['home', 'draw', 'away'])
    bets.push(
      await placeBet(pool, {
        account: other,
        stakeMinor: 500n,
        legs: [legOf(MATCH_RESULT, outcome, 2)],
      }),
    );
  bets.push(
    await placeBet(pool, {
      account,
      stakeMinor: 100n,
      legs: [legOf(MATCH_RESULT, 'home', 2), legOf(TOTAL, 'over', 2)],
    }),
  );
  return bets;
}

/** All that settlement wrote, with bets by their place among those that were placed. */
async function booksOf({ pool, account }: Scene, bets: readonly BetId[]): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT array_position($1::uuid[], b.id) AS bet, b.status, b.version, b.payout_minor, b.reason, explanation_of(b) AS explanation,
       b.rules_version, b.settled_at, b.open_legs,
       (SELECT json_agg(json_build_array(l.result, l.result_version) ORDER BY l.leg) FROM bet_leg l WHERE l.bet_id = b.id) AS legs,
       (SELECT json_agg(json_build_array(t.kind, t.version, t.at, t.memo, e.amount_minor, a.purpose, e.bet_id = b.id)
               ORDER BY t.kind, t.version, e.id)
        FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id JOIN ledger_account a ON a.id = e.account_id
        WHERE t.bet_id = b.id) AS entries,
       (SELECT json_agg(o.body::jsonb - 'betId' - 'accountId' ORDER BY o.id) FROM outbox o WHERE o.msg_id LIKE 'bet:' || b.id || '%') AS told,
       b.account_id = $2 AS own
     FROM bet b WHERE b.id = ANY ($1::uuid[]) ORDER BY 1`,
    [bets, account],
  );
  const wallets = await pool.query(
    `SELECT purpose, balance_minor, version FROM ledger_account WHERE guarded ORDER BY 1, 2`,
  );
  const told = await pool.query(
    `SELECT subject, count(*)::int AS messages FROM outbox GROUP BY 1 ORDER BY 1`,
  );
  return { bets: rows, wallets: wallets.rows, told: told.rows };
}

async function expectTransferIds(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{
    id: string;
    kind: TransferKind;
    bet: BetId;
    version: number;
  }>('SELECT id, kind, bet_id AS bet, version FROM ledger_transfer WHERE bet_id IS NOT NULL');
  expect(rows.length).toBeGreaterThan(0);
  for (const { id, kind, bet, version } of rows) expect(id).toBe(betTransferId(bet, kind, version));
}

async function expectSame(
  match: MatchScript,
  filled: readonly (readonly BetId[])[],
): Promise<void> {
  const [first, second] = [await byKind.finish(match), await oneByOne.finish(match)];
  expect(first.counts).toEqual(second.counts);
  const [left = [], right = []] = filled;
  expect(await booksOf(byKind, left)).toEqual(await booksOf(oneByOne, right));
  await byKind.expectSound();
  await expectTransferIds(byKind.pool);
  const { rows } = await byKind.pool.query<{ twice: number; byKind: number }>(
    `SELECT count(*) FILTER (WHERE explanation IS NOT NULL AND settled_kind IS NOT NULL)::int AS twice,
            count(settled_kind)::int AS "byKind" FROM bet`,
  );
  expect(rows[0]?.twice).toBe(0);
  expect(rows[0]?.byKind).toBeGreaterThan(left.length / 2);
}

test('kinds of singles come to what they come to one by one, first and after a correction', async () => {
  const filled = [await fill(byKind), await fill(oneByOne)];
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await expectSame(match, filled);
  // One more goal that was not counted: 2-1 becomes 2-2.
  match.lateGoal('away', 'second-half', 70, 'late').result('confirmed', {
    firstHalf: { home: 1, away: 1 },
    secondHalf: { home: 1, away: 1 },
  });
  await expectSame(match, filled);
  const { rows } = await byKind.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ledger_transfer WHERE kind = 'reversal'`,
  );
  expect(rows[0]?.n).toBeGreaterThan(3);
});

test('bets that keep their explanation themselves, as they did before, are settled anew all the same', async () => {
  const filled = [await fill(byKind), await fill(oneByOne)];
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await expectSame(match, filled);
  const before = await booksOf(byKind, filled[0] ?? []);
  await byKind.pool.query(
    'UPDATE bet SET explanation = explanation_of(bet), settled_kind = NULL WHERE settled_kind IS NOT NULL',
  );
  expect(await booksOf(byKind, filled[0] ?? [])).toEqual(before);
  match.lateGoal('away', 'second-half', 70, 'late').result('confirmed', {
    firstHalf: { home: 1, away: 1 },
    secondHalf: { home: 1, away: 1 },
  });
  const counts = [(await byKind.finish(match)).counts, (await oneByOne.finish(match)).counts];
  expect(counts[0]).toEqual(counts[1]);
  expect(await booksOf(byKind, filled[0] ?? [])).toEqual(await booksOf(oneByOne, filled[1] ?? []));
  await byKind.expectSound();
});

test('the end of a market is not taken for a bet that somebody places', async () => {
  await fill(byKind);
  const { pool, ports } = byKind;
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await storeEvents(pool, match.events);
  await resultFixture(ports, match.fixture);
  const results = await newestMarketResults(pool, match.fixture);
  const pace = paceOf(ports.clock);
  for (const result of results.values()) {
    const market = { ...result, fixtureId: match.fixture };
    const how = { chunkSize: 3, pace, lanes: 2, signal: undefined };
    await settleSingles(ports, { market, olderThan: null, ...how });
    expect(pace.isBusy()).toBe(false);
  }
  const { rows } = await pool.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM bet WHERE status = 'accepted'`,
  );
  // The double.
  expect(rows).toEqual([{ open: 1 }]);
});

test('whoever has spent what has to go back owes it, as one by one', async () => {
  const filled = [await fill(byKind), await fill(oneByOne)];
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await expectSame(match, filled);
  // Spent: what wallets have above their floor is less than what two bets paid.
  for (const { pool, account } of [byKind, oneByOne])
    await pool.query(
      'UPDATE ledger_account SET min_balance_minor = balance_minor - 100 WHERE id = $1',
      [account],
    );
  match.lateGoal('away', 'second-half', 70, 'late').result('confirmed', {
    firstHalf: { home: 1, away: 1 },
    secondHalf: { home: 1, away: 1 },
  });
  const [first, second] = [await byKind.finish(match), await oneByOne.finish(match)];
  expect(first.counts).toEqual(second.counts);
  const [left = [], right = []] = filled;
  expect(await owedAndPaid(byKind, left)).toEqual(await owedAndPaid(oneByOne, right));
  await byKind.expectSound();
  await expectTransferIds(byKind.pool);
});

test('a bet that changes while its page waits for it is settled as it is then', async () => {
  const { pool, single, finish } = byKind;
  const bets = [await single(MATCH_RESULT, 'home'), await single(MATCH_RESULT, 'home')];
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('UPDATE bet SET version = version + 1 WHERE id = $1', [bets[1]]);
  const settling = finish(playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 }));
  await expect
    .poll(async () => {
      const { rowCount } = await pool.query('SELECT FROM pg_locks WHERE NOT granted');
      return rowCount;
    })
    .toBeGreaterThan(0);
  await other.query('COMMIT');
  other.release();
  expect((await settling).counts).toEqual({ settled: 2, resettled: 0, partly: 0 });
  const { rows } = await pool.query(
    `SELECT status, version FROM bet WHERE id = ANY ($1) ORDER BY array_position($1, id)`,
    [bets],
  );
  expect(rows).toEqual([
    { status: 'settled', version: 3 },
    { status: 'settled', version: 4 },
  ]);
  await byKind.expectSound();
});

test('a statement of many bets tells of them in several rows, each bet once', async () => {
  const { pool, account } = byKind;
  const leg = legOf(MATCH_RESULT, 'home', 2);
  await placeBets(
    pool,
    Array.from({ length: 260 }, () => ({ account, stakeMinor: 100n, legs: [leg] })),
  );
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  await storeEvents(pool, match.events);
  await resultFixture(byKind.ports, match.fixture);
  const counts = await settleFixture(byKind.ports, match.fixture, { chunkSize: 300 });
  expect(counts.settled).toBe(260);
  const { rows } = await pool.query<{ bets: number; transfers: number }>(
    `SELECT cardinality(bets) AS bets, cardinality(transfers) AS transfers
     FROM outbox_batch WHERE bets <> '{}' ORDER BY id`,
  );
  expect(rows).toEqual([
    { bets: 250, transfers: 250 },
    { bets: 10, transfers: 10 },
  ]);
  await byKind.expectSound();
});

/** Which of several bets took what was left depends on who came first; what all of them came to does not. */
async function owedAndPaid({ pool, account }: Scene, bets: readonly BetId[]): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT (SELECT sum(balance_minor) FROM ledger_account WHERE owner_id = $1) AS money,
            (SELECT count(*) FROM ledger_account WHERE owner_id = $1 AND purpose = 'receivable') AS receivables,
            (SELECT json_agg(json_build_array(b.status, b.version, b.payout_minor) ORDER BY array_position($2::uuid[], b.id))
             FROM bet b) AS bets`,
    [account, bets],
  );
  return rows;
}
