import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { transferId, type Currency } from '#contracts/mod.ts';

import { houseAccountId } from './accounts.ts';
import { InvalidTransferError, planTransfers, type GuardedAccount } from './plan.ts';
import type { Leg, Transfer } from './transfer.ts';

const wallet = (id: string, balanceMinor: bigint, currency: Currency = 'EUR'): GuardedAccount => ({
  id,
  purpose: 'wallet',
  currency,
  balanceMinor,
  minBalanceMinor: 0n,
  version: 0n,
});
const accountsOf = (...rows: GuardedAccount[]): ReadonlyMap<string, GuardedAccount> =>
  new Map(rows.map((row) => [row.id, row]));
let made = 0;
const transfer = (legs: Record<string, bigint>, linked?: string): Transfer => ({
  id: transferId(`t${String((made += 1))}`),
  kind: 'adjustment',
  at: 1,
  legs: Object.entries(legs).map(([accountId, amountMinor]): Leg => ({ accountId, amountMinor })),
  ...(linked === undefined ? {} : { linked }),
});
const CASH = houseAccountId('cash', 'EUR');

describe('planTransfers', () => {
  test('runs balances and versions through the batch, house accounts without either', () => {
    const plan = planTransfers(
      [transfer({ a: 10n, [CASH]: -10n }), transfer({ a: -4n, b: 4n })],
      accountsOf(wallet('a', 0n), wallet('b', 1n)),
    );
    expect(
      plan.entries.map((entry) => [entry.accountId, entry.balanceAfterMinor, entry.accountVersion]),
    ).toEqual([
      ['a', 10n, 1n],
      [CASH, null, null],
      ['a', 6n, 2n],
      ['b', 5n, 1n],
    ]);
    expect(plan.accounts.map(({ id, balanceMinor }) => [id, balanceMinor])).toEqual([
      ['a', 6n],
      ['b', 5n],
    ]);
  });

  test('a transfer below the floor is refused alone; the one after it still fits', () => {
    const tooMuch = transfer({ a: -8n, b: 8n });
    const fits = transfer({ a: -7n, b: 7n });
    const plan = planTransfers([tooMuch, fits], accountsOf(wallet('a', 7n), wallet('b', 0n)));
    expect(plan.refused.get(tooMuch)).toEqual({
      status: 'refused',
      code: 'INSUFFICIENT_FUNDS',
      accountId: 'a',
    });
    expect(plan.entries.every((entry) => entry.transfer === fits)).toBe(true);
  });

  test('linked transfers fall together, and floors count at their end', () => {
    const accounts = accountsOf(wallet('a', 5n), wallet('b', 0n));
    const fine = planTransfers(
      [transfer({ a: -8n, b: 8n }, 'x'), transfer({ a: 3n, b: -3n }, 'x')],
      accounts,
    );
    expect(fine.refused.size).toBe(0);
    expect(fine.accounts.map(({ balanceMinor }) => balanceMinor)).toEqual([0n, 5n]);

    const [short, innocent] = [
      transfer({ a: -8n, b: 8n }, 'x'),
      transfer({ [CASH]: -1n, b: 1n }, 'x'),
    ];
    const refused = planTransfers([short, innocent], accounts);
    expect(refused.entries).toEqual([]);
    expect(refused.refused.get(short)?.code).toBe('INSUFFICIENT_FUNDS');
    expect(refused.refused.get(innocent)?.code).toBe('LINKED_REFUSED');
  });

  test.each([
    ['unbalanced', { a: 10n, [CASH]: -9n }, /off by 1 in EUR/],
    ['balanced only across currencies', { a: 10n, yen: -10n }, /off by 10 in EUR/],
    ['zero', { a: 0n }, /a leg of zero/],
    ['of an unknown account', { nobody: 1n, [CASH]: -1n }, /no ledger account nobody/],
    ['empty', {}, /no legs/],
  ])('a transfer that is %s is a mistake', (_, legs, message) => {
    const accounts = accountsOf(wallet('a', 100n), wallet('yen', 100n, 'JPY'));
    const plan = (): unknown => planTransfers([transfer(legs)], accounts);
    expect(plan).toThrow(InvalidTransferError);
    expect(plan).toThrow(message);
  });

  const step = fc.record({
    from: fc.constantFrom('a', 'b', CASH),
    to: fc.constantFrom('c', 'b', CASH),
    amount: fc.bigInt({ min: 1n, max: 60n }),
    linked: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
  });
  property.prop([fc.array(step, { maxLength: 20 })])(
    'never below a floor, never out of balance, and the chain is the balance',
    (steps) => {
      const accounts = accountsOf(wallet('a', 50n), wallet('b', 20n), wallet('c', 0n));
      const transfers = steps
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, amount, linked }) => transfer({ [from]: -amount, [to]: amount }, linked));
      const { entries, accounts: after, refused } = planTransfers(transfers, accounts);
      expect(entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
      for (const row of after) {
        expect(row.balanceMinor).toBeGreaterThanOrEqual(0n);
        const own = entries.filter(({ accountId }) => accountId === row.id);
        const start = accounts.get(row.id)?.balanceMinor ?? 0n;
        expect(row.balanceMinor).toBe(
          own.reduce((sum, { amountMinor }) => sum + amountMinor, start),
        );
        expect(row.version).toBe(BigInt(own.length));
        expect(own.at(-1)?.balanceAfterMinor).toBe(row.balanceMinor);
      }
      const posted = new Set(entries.map((entry) => entry.transfer));
      for (const one of transfers) expect(posted.has(one)).toBe(!refused.has(one));
    },
  );
});
