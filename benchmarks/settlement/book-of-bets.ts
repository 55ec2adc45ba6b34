import type { FixtureId } from '#contracts/mod.ts';
import { houseAccountId } from '#ledger/mod.ts';
import { withTransaction, type Pool } from '#platform/mod.ts';

import { accountIdSql, numberedIdSql } from '../postgres/customers.ts';

export type BookOfBets = Readonly<{
  fixture: FixtureId;
  bets: number;
  customers: number;
  /** Of each customer before the first bet. */
  balanceMinor: bigint;
  /** How many bets were loaded before. */
  after: number;
  at: number;
}>;

/** Bets per statement: what a statement's triggers remember must fit into memory. */
const SLICE = 100_000;
/** Amounts that customers like; each customer has one, so that a balance is easy to tell. */
const STAKES_MINOR = [
  100, 150, 200, 250, 300, 400, 500, 600, 750, 800, 1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 4_000,
  5_000, 7_500, 10_000,
];
const KINDS = { bet: 10, hold: 11 } as const;

/** Three selections of one market and two of another, in turns; decimal odds x 10,000. */
const SELECTIONS = `(VALUES
  (0, 'match-result', 'home', 21000), (1, 'match-result', 'draw', 34000), (2, 'match-result', 'away', 36000),
  (3, 'total-goals|line=2.5', 'over', 19000), (4, 'total-goals|line=2.5', 'under', 19500)
) AS s (nth, market, outcome, odds)`;

/**
 * Accepted singles with their legs and held stakes, written as placement leaves them but by generate_series.
 * Row triggers (foreign keys) are off while it writes; verifyLedger afterwards proves that it is exact.
 */
export async function loadBets(pool: Pool, book: BookOfBets): Promise<void> {
  for (let from = 1; from <= book.bets; from += SLICE) {
    const to = Math.min(book.bets, from + SLICE - 1);
    await withTransaction(pool, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query('SET LOCAL session_replication_role = replica');
      for (const statement of statements(book, from + book.after, to + book.after))
        await client.query(statement);
    });
  }
  await pool.query(`
    UPDATE ledger_account AS a SET balance_minor = e.balance, version = e.version
    FROM (SELECT DISTINCT ON (account_id) account_id, balance_after_minor AS balance, account_version AS version
          FROM ledger_entry WHERE account_version IS NOT NULL
          ORDER BY account_id, account_version DESC) AS e
    WHERE a.id = e.account_id AND a.version <> e.version`);
  for (const table of ['bet', 'bet_leg', 'ledger_transfer', 'ledger_entry', 'ledger_account'])
    await pool.query(`VACUUM (ANALYZE) ${table}`);
}

function statements(book: BookOfBets, from: number, to: number): readonly string[] {
  const { fixture, customers, balanceMinor } = book;
  const at = String(book.at);
  const each = `generate_series(${String(from)}, ${String(to)}) AS n`;
  const [bet, hold] = [numberedIdSql(KINDS.bet, 'n'), numberedIdSql(KINDS.hold, 'n')];
  const account = accountIdSql(`(n - 1) % ${String(customers)} + 1`);
  const nth = `((n - 1) / ${String(customers)} + 1)`;
  // By another rhythm than the selections, so that every selection is backed with every stake.
  const stake = `(ARRAY[${STAKES_MINOR.join(', ')}])[(n - 1) % ${String(customers)} / 5 % ${String(STAKES_MINOR.length)} + 1]`;
  return [
    `INSERT INTO bet (id, account_id, status, version, currency, stake_minor, potential_payout_minor, policy,
       received_at, due_at, decided_at, owner_epoch, state_hash, in_play, open_legs)
     SELECT ${bet}, ${account}, 'accepted', 1, 'EUR', ${stake}, ${stake} * odds / 10000, 'none',
       ${at}, ${at}, ${at}, 0, '', false, 1
     FROM ${each} JOIN ${SELECTIONS} ON s.nth = n % 5 ORDER BY n`,
    `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds, odds,
       catalogue_version)
     SELECT ${bet}, 0, '${fixture}', market, outcome, 'Reds', 'Blues', odds, odds, 1
     FROM ${each} JOIN ${SELECTIONS} ON s.nth = n % 5 ORDER BY n`,
    `INSERT INTO ledger_transfer (id, kind, bet_id, at) SELECT ${hold}, 'hold', ${bet}, ${at} FROM ${each}`,
    `INSERT INTO ledger_entry
       (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
     SELECT ${hold}, e.account, e.amount, e.balance_after, e.version, ${bet}, ${at}
     FROM ${each}, LATERAL (VALUES
       (${account}, -${stake}, ${String(balanceMinor)} - ${stake} * ${nth}, 1 + ${nth}),
       ('${houseAccountId('stakes', 'EUR')}'::uuid, ${stake}, NULL, NULL)
     ) AS e (account, amount, balance_after, version) ORDER BY n`,
  ];
}
