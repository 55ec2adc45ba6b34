import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { accountId, betId, transferId, type AccountId, type Currency } from '#contracts/mod.ts';
import { newId, sqlState, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  balanceAt,
  balanceOf,
  betTransferId,
  deposit,
  holdStake,
  houseAccountId,
  openCustomerAccount,
  post,
  releaseStake,
  reverseSettlement,
  settleBet,
  withdrawal,
  type PostResult,
  type Transfer,
} from './mod.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(() => database.drop());

const postAll = (...transfers: Transfer[]): Promise<readonly PostResult[]> =>
  withTransaction(pool, (client) => post(transfers, client));

async function customer(currency: Currency = 'EUR', balanceMinor = 0n): Promise<AccountId> {
  const [user, account] = [newId(), accountId(newId())];
  await pool.query(
    `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, 'x', 'bettor')`,
    [user, user],
  );
  await pool.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
    account,
    user,
    currency,
  ]);
  await openCustomerAccount(pool, account, { purpose: 'wallet', currency });
  if (balanceMinor > 0n) await postAll(depositOf(account, balanceMinor, currency));
  return account;
}

const depositOf = (account: AccountId, amountMinor: bigint, currency: Currency = 'EUR'): Transfer =>
  deposit({ id: transferId(newId()), accountId: account, currency, amountMinor, at: 1_000 });

describe('post', () => {
  test('moves balances, keeps the chain and writes one message per entry', async () => {
    const account = await customer();
    const transfer = depositOf(account, 1250n);
    const [result] = await postAll(transfer);
    expect(result).toMatchObject({
      status: 'posted',
      entries: [
        { accountId: account, purpose: 'wallet', amountMinor: 1250n, balanceAfterMinor: 1250n },
        { purpose: 'cash', amountMinor: -1250n, balanceAfterMinor: null },
      ],
    });
    const { rows } = await pool.query(
      `SELECT subject, msg_id AS id, body FROM outbox WHERE body->>'transferId' = $1 ORDER BY id`,
      [transfer.id],
    );
    const entries = result?.status === 'posted' ? result.entries : [];
    expect(rows).toEqual([
      {
        subject: 'ledger.entry',
        id: `entry:${entries[0]?.entryId ?? ''}`,
        body: {
          entryId: entries[0]?.entryId,
          transferId: transfer.id,
          kind: 'deposit',
          accountId: account,
          purpose: 'wallet',
          currency: 'EUR',
          amountMinor: '1250',
          balanceAfterMinor: '1250',
          betId: null,
          at: 1_000,
        },
      },
      {
        subject: 'ledger.entry',
        id: `entry:${entries[1]?.entryId ?? ''}`,
        body: expect.objectContaining({ balanceAfterMinor: null }) as object,
      },
    ]);
  });

  test('a repeat returns the first answer and moves nothing; another content is refused', async () => {
    const account = await customer('JPY');
    const transfer = depositOf(account, 300n, 'JPY');
    const [first] = await postAll(transfer);
    const [again, twin] = await postAll(transfer, transfer);
    expect(first).toEqual({
      status: 'posted',
      entries: again?.status === 'repeated' && again.entries,
    });
    expect(twin).toEqual(again);
    const other = { ...depositOf(account, 301n, 'JPY'), id: transfer.id };
    expect(await postAll(other)).toEqual([{ status: 'refused', code: 'ID_REUSED' }]);
    expect(await balanceOf(pool, account)).toBe(300n);
  });

  test('equal transfers of many connections at once are posted once', async () => {
    const account = await customer();
    const transfer = depositOf(account, 70n);
    const houseOnly: Transfer = {
      id: transferId(newId()),
      kind: 'adjustment',
      at: 1,
      legs: [
        { accountId: houseAccountId('house', 'EUR'), amountMinor: -5n },
        { accountId: houseAccountId('promotion', 'EUR'), amountMinor: 5n },
      ],
    };
    const results = await Promise.all(
      Array.from({ length: 16 }, () => postAll(transfer, houseOnly)),
    );
    const statuses = results.map((each) => each.map(({ status }) => status).join());
    expect(statuses.filter((status) => status === 'posted,posted')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'repeated,repeated')).toHaveLength(15);
    expect(await balanceOf(pool, account)).toBe(70n);
    expect(await balanceOf(pool, houseAccountId('promotion', 'EUR'))).toBe(5n);
  });

  test('withdrawals that race for one balance never take it below the floor', async () => {
    const account = await customer('EUR', 100n);
    const results = await Promise.all(
      Array.from({ length: 12 }, () =>
        postAll(
          withdrawal({
            id: transferId(newId()),
            accountId: account,
            currency: 'EUR',
            amountMinor: 30n,
            at: 2,
          }),
        ),
      ),
    );
    const statuses = results.map(([result]) => result?.status);
    expect(statuses.filter((status) => status === 'posted')).toHaveLength(3);
    expect(results.flat().find(({ status }) => status === 'refused')).toEqual({
      status: 'refused',
      code: 'INSUFFICIENT_FUNDS',
      accountId: account,
    });
    expect(await balanceOf(pool, account)).toBe(10n);
  });

  test('transfers between two accounts in both directions do not deadlock', async () => {
    const [left, right] = [await customer('EUR', 1_000n), await customer('EUR', 1_000n)];
    const move = (from: AccountId, to: AccountId): Transfer => ({
      id: transferId(newId()),
      kind: 'adjustment',
      at: 3,
      legs: [
        { accountId: from, amountMinor: -7n },
        { accountId: to, amountMinor: 7n },
      ],
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        postAll(move(left, right), turn % 2 ? move(right, left) : move(left, right)),
      ),
    );
    expect((await balanceOf(pool, left)) ?? 0n).toBe(860n);
  });

  test('a floor can be changed at run time', async () => {
    const account = await customer('EUR', 50n);
    await pool.query('UPDATE ledger_account SET min_balance_minor = 40 WHERE id = $1', [account]);
    const take = (amountMinor: bigint): Promise<readonly PostResult[]> =>
      postAll(
        withdrawal({
          id: transferId(newId()),
          accountId: account,
          currency: 'EUR',
          amountMinor,
          at: 4,
        }),
      );
    expect(await take(11n)).toMatchObject([{ code: 'INSUFFICIENT_FUNDS' }]);
    expect(await take(10n)).toMatchObject([{ status: 'posted' }]);
  });

  test('balances as of a time, of customers and of the house', async () => {
    const account = await customer('GBP');
    const at = (amountMinor: bigint, time: number): Transfer => ({
      ...depositOf(account, amountMinor, 'GBP'),
      at: time,
    });
    await postAll(at(10n, 100), at(20n, 200), at(40n, 300));
    expect(await balanceAt(pool, account, 99)).toBe(0n);
    expect(await balanceAt(pool, account, 200)).toBe(30n);
    expect(await balanceAt(pool, houseAccountId('cash', 'GBP'), 250)).toBe(-30n);
    expect(await balanceOf(pool, newId())).toBeUndefined();
  });

  test('a life of a bet: hold, settle, take back with too little left, settle again', async () => {
    const account = await customer('EUR', 1_000n);
    const bet = {
      betId: betId(newId()),
      accountId: account,
      currency: 'EUR',
      stakeMinor: 1_000n,
      at: 5,
    } as const;
    await openCustomerAccount(pool, account, { purpose: 'receivable', currency: 'EUR' });
    await postAll(holdStake(bet), settleBet({ ...bet, payoutMinor: 2_500n, resultVersion: 1 }));
    await postAll(withdrawal({ ...bet, id: transferId(newId()), amountMinor: 2_200n }));
    const linked = { linked: bet.betId };
    await postAll(
      {
        ...reverseSettlement({
          ...bet,
          payoutMinor: 2_500n,
          resultVersion: 1,
          availableMinor: 1_300n,
        }),
        ...linked,
      },
      { ...settleBet({ ...bet, payoutMinor: 1_000n, resultVersion: 2 }), ...linked },
    );
    expect(await balanceOf(pool, account)).toBe(0n);
    const { rows } = await pool.query<{ total: bigint; owed: bigint }>(
      `SELECT sum(amount_minor) FILTER (WHERE purpose = 'stakes')::bigint AS total,
              sum(amount_minor) FILTER (WHERE purpose = 'receivable')::bigint AS owed
       FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id WHERE bet_id = $1`,
      [bet.betId],
    );
    expect(rows).toEqual([{ total: 0n, owed: -1_200n }]);
  });
});

describe('what the database itself refuses', () => {
  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(() => 'accepted', sqlState);

  test('changing or deleting entries and transfers, for the owner too', async () => {
    await customer('EUR', 5n);
    for (const table of ['ledger_entry', 'ledger_transfer'])
      for (const sql of [
        `UPDATE ${table} SET at = 0`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ])
        expect(await codeOf(pool.query(sql)), sql).toBe('23001');
  });

  test('the service role has no privilege to change them, and can post', async () => {
    const account = await customer();
    const asService = <T>(
      work: (client: Parameters<Parameters<typeof withTransaction>[1]>[0]) => Promise<T>,
    ): Promise<T> =>
      withTransaction(pool, async (client) => {
        await client.query('SET LOCAL ROLE overround_service');
        return work(client);
      });
    for (const sql of [
      'UPDATE ledger_entry SET at = 0',
      'DELETE FROM ledger_transfer',
      'TRUNCATE ledger_entry',
    ])
      expect(await codeOf(asService((client) => client.query(sql))), sql).toBe('42501');
    expect(await asService((client) => post([depositOf(account, 9n)], client))).toMatchObject([
      { status: 'posted' },
    ]);
  });

  test('an unbalanced transfer, and a balance below its floor', async () => {
    const account = await customer('EUR', 10n);
    const id = newId();
    const write = pool.query(
      `WITH t AS (INSERT INTO ledger_transfer (id, kind, at) VALUES ($1, 'adjustment', 1))
       INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, at)
       VALUES ($1, $2, 4, 1), ($1, $3, -3, 1)`,
      [id, houseAccountId('cash', 'EUR'), houseAccountId('house', 'EUR')],
    );
    await expect(write).rejects.toThrow(`transfer ${id} does not balance: EUR is off by 1`);
    const sql = 'UPDATE ledger_account SET balance_minor = -1 WHERE id = $1';
    expect(await codeOf(pool.query(sql, [account]))).toBe('23514');
  });

  test('a second hold of one bet under another id', async () => {
    const account = await customer('EUR', 100n);
    const bet = {
      betId: betId(newId()),
      accountId: account,
      currency: 'EUR',
      stakeMinor: 10n,
      at: 1,
    } as const;
    await postAll(holdStake(bet));
    expect(await codeOf(postAll({ ...holdStake(bet), id: transferId(newId()) }))).toBe('23505');
    expect(await balanceOf(pool, account)).toBe(90n);
    expect((await postAll(releaseStake(bet)))[0]?.status).toBe('posted');
    expect(betTransferId(bet.betId, 'hold')).not.toBe(betTransferId(bet.betId, 'release'));
  });
});
