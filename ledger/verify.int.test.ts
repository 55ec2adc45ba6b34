import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { transferId, type BetId } from '#contracts/mod.ts';
import { newId, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { INVARIANTS } from './invariants.ts';
import { betTransferId, deposit, post, verifyLedger, type VerifyProgress } from './mod.ts';
import { populate, tamperWith, type Book } from './testing/book.ts';

const databases: TestDatabase[] = [];
let pool: Pool;
let book: Book;
beforeEach(async () => {
  const database = await freshDatabase({ maxConnections: 2 });
  databases.push(database);
  pool = database.pool;
  book = await populate(pool);
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

const tamper = (sql: string, values?: unknown[]): Promise<unknown> => tamperWith(pool, sql, values);

const broken = async (): Promise<Record<string, { first: string; problem: string }>> => {
  const { ok, results } = await verifyLedger(pool);
  const failures = results.flatMap(({ name, failure }) => (failure ? [[name, failure]] : []));
  expect(ok).toBe(failures.length === 0);
  return Object.fromEntries(failures) as Record<string, { first: string; problem: string }>;
};

const entryOf = async (bet: BetId, kind: 'hold' | 'settlement'): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id::text FROM ledger_entry WHERE transfer_id = $1 AND account_id = $2',
    [betTransferId(bet, kind, kind === 'hold' ? 0 : 1), book.account],
  );
  return rows[0]?.id ?? '';
};

describe('verifyLedger', () => {
  test('finds nothing wrong with an untouched ledger, and tells how far it is', async () => {
    const seen: VerifyProgress[] = [];
    const verdict = await verifyLedger(pool, (progress) => seen.push(progress));
    expect(verdict.results.map(({ failure }) => failure)).toEqual(INVARIANTS.map(() => null));
    expect(verdict.ok).toBe(true);
    expect(seen.map(({ done }) => done)).toEqual(INVARIANTS.map((_, index) => index + 1));
    const ofOthers = ['lay_off_order', 'payment', 'bonus_use', 'bonus_grant', 'cash_out'];
    const subjects = seen.filter(({ result }) => !ofOthers.includes(result.subject));
    expect(subjects.every(({ result }) => result.rows > 0n)).toBe(true);
  });

  test('an empty ledger is right', async () => {
    const empty = await freshDatabase({ maxConnections: 1 });
    databases.push(empty);
    expect((await verifyLedger(empty.pool)).ok).toBe(true);
  });

  test('names the transfer and the entry when an amount was edited', async () => {
    const id = await entryOf(book.won, 'settlement');
    await tamper('UPDATE ledger_entry SET amount_minor = amount_minor + 5 WHERE id = $1', [id]);
    const found = await broken();
    const transfer = betTransferId(book.won, 'settlement', 1);
    expect(found['transfer-balanced']).toEqual({ first: transfer, problem: 'is off by 5 EUR' });
    expect(found['currency-balanced']?.problem).toBe('entries sum to 5');
    expect(found['chain-continuous']?.first).toBe(id);
    expect(found['balance-is-sum']?.first).toBe(book.account);
    expect(found['bet-paid']?.first).toBe(book.won);
  });

  test('names the entry after the gap when one was deleted', async () => {
    const id = await entryOf(book.won, 'hold');
    await tamper('DELETE FROM ledger_entry WHERE id = $1', [id]);
    const found = await broken();
    expect(found['transfer-whole']?.problem).toMatch(/^has 1 entries/);
    expect(Number(found['chain-continuous']?.first)).toBeGreaterThan(Number(id));
    expect(found['balance-is-sum']?.problem).toContain('balance 9100 at version');
  });

  test('names the transfer that lost all its entries', async () => {
    const transfer = betTransferId(book.rejected, 'release');
    await tamper('DELETE FROM ledger_entry WHERE transfer_id = $1', [transfer]);
    const found = await broken();
    expect(found['transfer-whole']?.first).toBe(transfer);
    expect(found['stake-held']).toMatchObject({ first: book.rejected });
    expect(found['stake-held']?.problem).toContain('is rejected with stake 1000, but 1000 is held');
  });

  test('names the account whose balance was edited, and the one below its floor', async () => {
    const sql = 'UPDATE ledger_account SET balance_minor = -1 WHERE id = $1';
    await tamper(sql, [book.account]);
    const found = await broken();
    expect(Object.keys(found)).toEqual(['balance-is-sum', 'floor-kept']);
    expect(found['floor-kept']).toEqual({ first: book.account, problem: 'balance -1 is below 0' });
  });

  test('names the entry whose balance after it was rewritten', async () => {
    const id = await entryOf(book.open, 'hold');
    await tamper('UPDATE ledger_entry SET balance_after_minor = 1 WHERE id = $1', [id]);
    const found = await broken();
    expect(found).toMatchObject({ 'chain-continuous': { first: id } });
    expect(Object.keys(found)).toEqual(['chain-continuous']);
  });

  test('names the bet that was settled without a posting, and the one whose payout was edited', async () => {
    const settle = `UPDATE bet SET status = 'settled', payout_minor = 2500, settled_at = 12 WHERE id = $1`;
    await pool.query(settle, [book.open]);
    const found = await broken();
    expect(found['stake-held']).toMatchObject({ first: book.open });
    expect(found['bet-paid']).toMatchObject({ first: book.open });
    expect(found['bet-paid']?.problem).toContain(
      '0 settlements stand and the customer moved by -1000',
    );

    await pool.query('UPDATE bet SET payout_minor = 2600 WHERE id = $1', [book.won]);
    expect((await broken())['bet-paid']).toMatchObject({ first: book.won });
  });

  test('names the second transfer of one kind, and what moved another customer', async () => {
    const twin = newId();
    await tamper(
      `INSERT INTO ledger_transfer (id, kind, bet_id, version, at) VALUES ($1, 'hold', $2, 0, 10)`,
      [twin, book.open],
    );
    const found = await broken();
    expect(found['transfer-unique']?.problem).toBe(`2 transfers of kind hold for bet ${book.open}`);
    expect(found['transfer-whole']?.first).toBe(twin);
  });

  test('names the entry that belongs to no bet, or to the bet of another customer', async () => {
    const id = await entryOf(book.won, 'hold');
    await tamper('UPDATE ledger_entry SET bet_id = $2 WHERE id = $1', [id, newId()]);
    const found = await broken();
    expect(found['bet-known']).toMatchObject({ first: id });
    expect(found['transfer-whole']?.first).toBe(betTransferId(book.won, 'hold'));
  });

  test('sees one moment only, whatever is posted meanwhile', async () => {
    const owner = { accountId: book.account, currency: 'EUR', at: 20 } as const;
    const posted: Promise<unknown>[] = [];
    const verdict = await verifyLedger(pool, ({ done }) => {
      const transfer = deposit({ ...owner, id: transferId(newId()), amountMinor: 1n });
      if (done === 1) posted.push(withTransaction(pool, (client) => post([transfer], client)));
    });
    await Promise.all(posted);
    expect(posted).toHaveLength(1);
    expect(verdict.ok).toBe(true);
  });
});
