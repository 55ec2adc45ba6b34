import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { INVARIANTS } from './invariants.ts';
import { houseAccountId, betTransferId, verifyLedger } from './mod.ts';
import { populate, tamperWith, type Book } from './testing/book.ts';

/** What a superuser does, and the row that the invariant names. `$1` is `of`, `$2` an id of its own. */
type Case = Readonly<{
  sql: string;
  of: (book: Book) => string;
  /** A query for the first broken row, when it is not `of` (its `$1`). */
  first?: string;
}>;

const NOBODY = '00000000-0000-0000-0000-000000000002';
const ENTRY = `SELECT min(id)::text AS id FROM ledger_entry WHERE transfer_id = $1`;
const settlement = (book: Book): string => betTransferId(book.won, 'settlement', 1);
const house = (): string => houseAccountId('house', 'EUR');

const CASES: Readonly<Record<string, Case>> = {
  'transfer-balanced': {
    sql: 'UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE transfer_id = $1',
    of: settlement,
  },
  'currency-balanced': {
    sql: 'UPDATE ledger_entry SET amount_minor = amount_minor + 2 WHERE transfer_id = $1',
    of: settlement,
    first: `SELECT 'EUR' AS id WHERE $1::text <> ''`,
  },
  'transfer-whole': { sql: 'UPDATE ledger_transfer SET at = at + 1 WHERE id = $1', of: settlement },
  'transfer-unique': {
    sql: `INSERT INTO ledger_transfer (id, kind, bet_id, version, at)
          SELECT '00000000-0000-0000-0000-000000000001', kind, bet_id, version, at FROM ledger_transfer WHERE id = $1`,
    of: settlement,
    first: `SELECT '00000000-0000-0000-0000-000000000001' AS id WHERE $1::text <> ''`,
  },
  'balance-is-sum': {
    sql: 'UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE id = $1',
    of: ({ account }) => account,
  },
  'chain-continuous': {
    sql: 'UPDATE ledger_entry SET account_version = account_version + 100 WHERE transfer_id = $1',
    of: settlement,
    first: `${ENTRY} AND account_version IS NOT NULL`,
  },
  'floor-kept': {
    sql: 'UPDATE ledger_account SET min_balance_minor = balance_minor + 1 WHERE id = $1',
    of: ({ account }) => account,
  },
  'stake-held': {
    sql: 'UPDATE bet SET stake_minor = stake_minor + 1 WHERE id = $1',
    of: ({ open }) => open,
  },
  'bet-paid': {
    sql: 'UPDATE bet SET payout_minor = payout_minor + 1 WHERE id = $1',
    of: ({ won }) => won,
  },
  'cash-out-exact': {
    sql: `UPDATE bet SET cashed_stake_minor = 1, cashed_out_minor = 1 WHERE id = $1`,
    of: ({ open }) => open,
  },
  'bet-known': {
    sql: 'UPDATE ledger_entry SET bet_id = $2 WHERE transfer_id = $1',
    of: settlement,
    first: ENTRY,
  },
  'bet-whole': {
    sql: `INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
          VALUES ($1, 'for no bet', '', '${NOBODY}', 'final', '{}')`,
    of: ({ account }) => account,
    first: `SELECT '${NOBODY}' AS id WHERE $1::text <> ''`,
  },
  'entry-whole': {
    sql: 'DELETE FROM ledger_transfer WHERE id = $1',
    of: settlement,
    first: ENTRY,
  },
  'hold-exact': {
    sql: 'UPDATE ledger_hold SET remaining_minor = remaining_minor - 1 WHERE id = $1',
    of: ({ hold }) => hold,
  },
  'held-known': {
    sql: 'DELETE FROM ledger_hold WHERE id = $1',
    of: ({ hold }) => hold,
    first: `${ENTRY} AND account_id = '${houseAccountId('held', 'EUR')}'`,
  },
  'clearing-zero': {
    sql: 'DELETE FROM ledger_transfer WHERE id = $1',
    of: ({ exchange }) => exchange,
  },
  'refused-not-posted': {
    sql: `INSERT INTO ledger_transfer (id, kind, at) VALUES ($1, 'withdrawal', 10)`,
    of: ({ refused }) => refused,
  },
  'fold-exact': {
    sql: 'UPDATE ledger_fold SET balance_minor = balance_minor + 1 WHERE account_id = $1',
    of: house,
  },
};

let pool: Pool;
let book: Book;
let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase({ maxConnections: 2 });
  pool = database.pool;
  book = await populate(pool);
});
afterEach(() => database.drop());

/** The first broken row by the name of its invariant. */
async function brokenBy({ sql, of }: Case): Promise<ReadonlyMap<string, string>> {
  const values = [of(book), newId()].slice(0, sql.includes('$2') ? 2 : 1);
  await tamperWith(pool, sql, values);
  const { results } = await verifyLedger(pool);
  return new Map(
    results.flatMap(({ name, failure }) => (failure ? [[name, failure.first] as const] : [])),
  );
}

async function expectedOf({ of, first }: Case): Promise<string> {
  if (first === undefined) return of(book);
  return (await pool.query<{ id: string }>(first, [of(book)])).rows[0]?.id ?? '';
}

describe('a superuser breaks each invariant in turn', () => {
  test('and there is a case for every one', () => {
    // Payments, bonuses and laying off are tested together with their invariants.
    const own = INVARIANTS.map(({ name }) => name).filter(
      (name) => !/^(?:pay|bonus|grant|lay-off)/u.test(name),
    );
    expect(Object.keys(CASES).toSorted()).toEqual(own.toSorted());
  });

  test.each(Object.entries(CASES))('%s names the first row', async (name, wrong) => {
    const expected = await expectedOf(wrong);
    expect(expected).not.toBe('');
    expect((await brokenBy(wrong)).get(name)).toBe(expected);
  });
});
