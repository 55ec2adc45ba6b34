import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { AccountId, TransferId } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';
import { freshDatabase, othersEnded, type TestDatabase } from '#test/harness/mod.ts';

import {
  balanceOf,
  clearExchange,
  exchange,
  expireDueHolds,
  expireHold,
  foldHouseAccounts,
  houseAccountId,
  openHoldOf,
  postHold,
  verifyLedger,
  voidHold,
  withdrawal,
  type Transfer,
} from './mod.ts';
import { customer, depositOf, id, postAll, statusesOf } from './testing/customers.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 16 });
  pool = database.pool;
});
afterAll(() => database.drop());

const CASH = houseAccountId('cash', 'EUR');
const HELD = houseAccountId('held', 'EUR');
const hold = (
  accountId: AccountId,
  amountMinor: bigint,
  expiresAt: number | null = null,
): Transfer => openHoldOf({ id: id(), accountId, currency: 'EUR', amountMinor, at: 10, expiresAt });
const pay = (
  holdId: TransferId,
  amountMinor: bigint,
  more: Partial<Parameters<typeof postHold>[0]> = {},
): Transfer =>
  postHold({ id: id(), holdId, at: 20, to: [{ accountId: CASH, amountMinor }], ...more });
const run = async (...transfers: Transfer[]): Promise<readonly string[]> =>
  statusesOf(await postAll(pool, ...transfers));
const holdRow = async (holdId: string): Promise<unknown> =>
  (
    await pool.query('SELECT status, remaining_minor AS left FROM ledger_hold WHERE id = $1', [
      holdId,
    ])
  ).rows[0];

describe('holds', () => {
  test('count against the floor at once; posted in full they are over', async () => {
    const account = await customer(pool, 100n);
    const first = hold(account, 70n);
    expect(await run(first, hold(account, 31n))).toEqual(['posted', 'INSUFFICIENT_FUNDS']);
    expect(await balanceOf(pool, account)).toBe(30n);
    expect(await run(pay(first.id, 70n), pay(first.id, 1n))).toEqual(['posted', 'HOLD_POSTED']);
    expect(await holdRow(first.id)).toEqual({ status: 'posted', left: 0n });
    expect(await run(voidHold({ holdId: first.id, at: 30 }))).toEqual(['HOLD_POSTED']);
  });

  test('posted in part: the rest goes back, or stays held when asked', async () => {
    const account = await customer(pool, 200n);
    const [released, kept] = [hold(account, 100n), hold(account, 100n)];
    await run(released, kept);
    const [result] = await postAll(pool, pay(released.id, 40n));
    expect(result).toMatchObject({
      status: 'posted',
      entries: [
        { accountId: CASH, amountMinor: 40n },
        { accountId: HELD, amountMinor: -100n },
        { accountId: account, amountMinor: 60n, balanceAfterMinor: 60n },
      ],
    });
    expect(await run(pay(kept.id, 40n, { rest: 'keep' }))).toEqual(['posted']);
    expect(await holdRow(kept.id)).toEqual({ status: 'open', left: 60n });
    expect(await run(pay(kept.id, 61n), pay(kept.id, 60n, { rest: 'keep' }))).toEqual([
      'HOLD_TOO_SMALL',
      'posted',
    ]);
    expect(await holdRow(kept.id)).toEqual({ status: 'posted', left: 0n });
    expect(await balanceOf(pool, account)).toBe(60n);
  });

  test('voided and expired they give back what is left, once', async () => {
    const account = await customer(pool, 100n);
    const [voided, expiring] = [hold(account, 30n), hold(account, 30n, 1_000)];
    await run(voided, expiring, pay(voided.id, 10n, { rest: 'keep' }));
    const ending = voidHold({ holdId: voided.id, at: 50 });
    expect(await run(ending, ending)).toEqual(['posted', 'posted']);
    expect(await run(ending, pay(voided.id, 1n))).toEqual(['repeated', 'HOLD_VOIDED']);

    expect(await run(pay(expiring.id, 1n, { at: 1_000 }))).toEqual(['HOLD_EXPIRED']);
    expect(await run(expireHold({ holdId: hold(account, 1n).id, at: 1 }))).toEqual([
      'HOLD_NOT_FOUND',
    ]);
    expect(await expireDueHolds(pool, 999)).toBe(0);
    expect(await expireDueHolds(pool, 1_000)).toBe(1);
    expect(await expireDueHolds(pool, 1_000)).toBe(0);
    expect(await run(pay(expiring.id, 1n))).toEqual(['HOLD_EXPIRED']);
    expect(await balanceOf(pool, account)).toBe(90n);
  });

  test('an expiry before its time is refused, and so is whatever the sweeper would repeat', async () => {
    const account = await customer(pool, 10n);
    const opened = hold(account, 10n, 500);
    await run(opened);
    expect(await run(expireHold({ holdId: opened.id, at: 499 }))).toEqual(['HOLD_NOT_DUE']);
    expect(await holdRow(opened.id)).toEqual({ status: 'open', left: 10n });
  });

  test('a repeat gets the first answer; another amount, hold or rest under the id is refused', async () => {
    const account = await customer(pool, 100n);
    const [opened, other] = [hold(account, 50n), hold(account, 50n)];
    await run(opened, other);
    const paid = pay(opened.id, 20n);
    const [first] = await postAll(pool, paid);
    expect(await postAll(pool, { ...paid, at: 99 })).toEqual([
      { status: 'repeated', entries: first?.status === 'posted' && first.entries },
    ]);
    expect(
      await run(opened, { ...opened, hold: { step: 'open', accountId: account, expiresAt: 5 } }),
    ).toEqual(['repeated', 'ID_REUSED']);
    for (const changed of [
      pay(opened.id, 21n, { id: paid.id }),
      pay(other.id, 20n, { id: paid.id }),
      depositOf(account, 20n),
    ])
      expect(await run({ ...changed, id: paid.id })).toEqual(['ID_REUSED']);
  });

  test('posts that race for one hold take no more than there is', async () => {
    const account = await customer(pool, 100n);
    const opened = hold(account, 100n);
    await run(opened);
    const results = await Promise.all(
      Array.from({ length: 12 }, () => run(pay(opened.id, 30n, { rest: 'keep' }))),
    );
    expect(results.flat().filter((status) => status === 'posted')).toHaveLength(3);
    expect(await holdRow(opened.id)).toEqual({ status: 'open', left: 10n });
  });

  test('linked with another transfer they stand or fall with it', async () => {
    const account = await customer(pool, 100n);
    const opened = hold(account, 60n);
    await run(opened);
    const tooMuch = withdrawal({
      id: id(),
      accountId: account,
      currency: 'EUR',
      amountMinor: 101n,
      at: 3,
    });
    const linked = { linked: 'x' };
    const freed = { ...voidHold({ holdId: opened.id, at: 3 }), ...linked };
    expect(await run(freed, { ...tooMuch, ...linked })).toEqual([
      'LINKED_REFUSED',
      'INSUFFICIENT_FUNDS',
    ]);
    expect(await holdRow(opened.id)).toEqual({ status: 'open', left: 60n });
  });

  test.each([
    ['without receivers', (to: TransferId) => pay(to, 1n, { to: [] })],
    ['that takes', (to: TransferId) => pay(to, -1n)],
    [
      'in another currency',
      (to: TransferId) =>
        pay(to, 1n, { to: [{ accountId: houseAccountId('cash', 'USD'), amountMinor: 1n }] }),
    ],
  ])('a post %s is a mistake', async (_, wrong) => {
    const account = await customer(pool, 10n);
    const opened = hold(account, 10n);
    await run(opened);
    await expect(run(wrong(opened.id))).rejects.toThrow('transfer');
  });
});

describe('refusals', () => {
  test('are remembered: money that comes later does not let a late repeat through', async () => {
    const account = await customer(pool, 5n);
    const wish = withdrawal({
      id: id(),
      accountId: account,
      currency: 'EUR',
      amountMinor: 6n,
      at: 3,
    });
    expect(await run(wish)).toEqual(['INSUFFICIENT_FUNDS']);
    await run(depositOf(account, 100n));
    expect(await postAll(pool, wish)).toEqual([
      { status: 'refused', code: 'INSUFFICIENT_FUNDS', accountId: account },
    ]);
    expect(
      await run({
        ...wish,
        legs: wish.legs.map((leg) => ({ ...leg, amountMinor: leg.amountMinor / 2n })),
      }),
    ).toEqual(['ID_REUSED']);
    expect(await run({ ...wish, id: id() })).toEqual(['posted']);
  });
});

describe('repeats', () => {
  test('another kind, bet or version under a used id is another transfer', async () => {
    const account = await customer(pool);
    const first = depositOf(account, 5n);
    await run(first);
    expect(await run({ ...first, at: 77, memo: { attempt: 2 } })).toEqual(['repeated']);
    expect(await run({ ...first, kind: 'adjustment' })).toEqual(['ID_REUSED']);
    expect(await run({ ...first, version: 3 })).toEqual(['ID_REUSED']);
  });
});

describe('exchange', () => {
  test('balances in both currencies; clearing returns to zero when the house takes it over', async () => {
    const [euros, yen] = [await customer(pool, 100_00n), await customer(pool, 0n, 'JPY')];
    const order = {
      id: id(),
      at: 5,
      sell: { accountId: euros, currency: 'EUR', amountMinor: 40_00n },
      buy: { accountId: yen, currency: 'JPY' },
      rate: { numerator: 16_235n, denominator: 100n },
    } as const;
    expect(await run(exchange(order))).toEqual(['posted']);
    expect([await balanceOf(pool, euros), await balanceOf(pool, yen)]).toEqual([60_00n, 6_494n]);
    expect(await balanceOf(pool, houseAccountId('clearing', 'JPY'))).toBe(-6_494n);
    expect(await run(clearExchange(order), exchange(order))).toEqual(['posted', 'repeated']);
    expect(await balanceOf(pool, houseAccountId('clearing', 'EUR'))).toBe(0n);
    expect(await balanceOf(pool, houseAccountId('clearing', 'JPY'))).toBe(0n);
  });
});

describe('folded balances of the house', () => {
  test('are the same as the sum, before, between and after folds', async () => {
    const sum = async (): Promise<bigint | undefined> =>
      (
        await pool.query<{ total: bigint }>(
          'SELECT sum(amount_minor)::bigint AS total FROM ledger_entry WHERE account_id = $1',
          [CASH],
        )
      ).rows[0]?.total;
    const account = await customer(pool, 7n);
    for (let round = 0; round < 3; round += 1) {
      expect(await balanceOf(pool, CASH)).toBe(await sum());
      await Promise.all([
        foldHouseAccounts(pool),
        run(depositOf(account, 11n)),
        foldHouseAccounts(pool),
      ]);
      await run(depositOf(account, 13n));
    }
    await othersEnded(pool);
    await foldHouseAccounts(pool);
    expect(await balanceOf(pool, CASH)).toBe(await sum());
    const { rows } = await pool.query<{ n: bigint }>(
      'SELECT entries AS n FROM ledger_fold WHERE account_id = $1',
      [CASH],
    );
    expect(rows[0]?.n).toBeGreaterThan(0n);
  });

  test('a copy of the database in another cluster sums anew', async () => {
    const before = await balanceOf(pool, CASH);
    await pool.query('UPDATE ledger_fold SET cluster = 1, balance_minor = 99');
    expect(await balanceOf(pool, CASH)).toBe(before);
    await foldHouseAccounts(pool);
    await run(depositOf(await customer(pool), 1n));
    await foldHouseAccounts(pool);
    expect(await balanceOf(pool, CASH)).toBe((before ?? 0n) - 1n);
  });
});

test('after all of this the ledger is sound', async () => {
  const { results } = await verifyLedger(pool);
  expect(results.filter(({ failure }) => failure)).toEqual([]);
});
