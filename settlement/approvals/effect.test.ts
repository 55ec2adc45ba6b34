import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { accountId, betId, CURRENCIES, type AccountId } from '#contracts/mod.ts';

import { canonical, digestOf, type Action } from './action.ts';
import { effectOf, type BetEffect } from './effect.ts';
import { DEFAULT_APPROVAL_POLICY, needsSecond } from './policy.ts';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ACCOUNTS = [1, 2, 3].map((n) => accountId(id(n)));
const bet = (n: number, account: number, before: bigint, after: bigint): BetEffect => ({
  betId: betId(id(100 + n)),
  accountId: ACCOUNTS[account] ?? accountId(id(9)),
  currency: 'EUR',
  stakeMinor: 100n,
  beforeMinor: before,
  afterMinor: after,
});

test('what is raised, lowered and owed is told apart', () => {
  const available = new Map<AccountId, bigint>([
    [accountId(id(1)), 50n],
    [accountId(id(2)), 0n],
  ]);
  const effect = effectOf(
    [bet(1, 0, 300n, 0n), bet(2, 0, 0n, 100n), bet(3, 1, 0n, 250n)],
    available,
  );
  expect(effect).toMatchObject({
    bets: 3,
    currencies: [
      {
        bets: 3,
        stakeMinor: '300',
        beforeMinor: '300',
        afterMinor: '350',
        raisedMinor: '350',
        loweredMinor: '300',
        // 50 is there, 200 net go out.
        receivableMinor: '150',
      },
    ],
  });
  expect(effect.largest.map(({ betId: one }) => one)).toEqual([id(101), id(103), id(102)]);
});

const amounts = fc.bigInt({ min: 0n, max: 10_000n });
const effects = fc.array(
  fc.record({
    account: fc.nat(2),
    currency: fc.constantFrom(...CURRENCIES),
    before: amounts,
    after: amounts,
  }),
  { maxLength: 30 },
);
property.prop([effects, fc.array(amounts, { minLength: 3, maxLength: 3 })])(
  'sums agree with every bet, and nobody owes more than is taken back',
  (drafts, balances) => {
    const bets = drafts.map((draft, n) => ({
      ...bet(n, draft.account, draft.before, draft.after),
      currency: draft.currency,
    }));
    const wallets = new Map(ACCOUNTS.map((account, n) => [account, balances[n] ?? 0n]));
    const { currencies, largest } = effectOf(bets, wallets);
    expect(currencies.reduce((sum, part) => sum + part.bets, 0)).toBe(bets.length);
    expect(largest).toHaveLength(Math.min(10, bets.length));
    for (const part of currencies) {
      const raised = BigInt(part.raisedMinor);
      const lowered = BigInt(part.loweredMinor);
      expect(raised - lowered).toBe(BigInt(part.afterMinor) - BigInt(part.beforeMinor));
      expect(BigInt(part.receivableMinor) <= lowered).toBe(true);
    }
  },
);

test('one person decides up to the limit of each currency', () => {
  const { EUR } = DEFAULT_APPROVAL_POLICY.aloneUpToMinor;
  const moving = (amount: bigint) =>
    needsSecond(effectOf([bet(1, 0, 0n, amount)], new Map()), DEFAULT_APPROVAL_POLICY);
  expect([moving(EUR), moving(EUR + 1n)]).toEqual([false, true]);
  // What is raised here does not make good for what is lowered there.
  const both = effectOf([bet(1, 0, 0n, EUR), bet(2, 1, EUR, 0n)], new Map());
  expect(needsSecond(both, DEFAULT_APPROVAL_POLICY)).toBe(true);
  expect(needsSecond(effectOf([], new Map()), DEFAULT_APPROVAL_POLICY)).toBe(false);
});

test('the digest looks at what is done, not at the order in which it is told', () => {
  const one = { betId: betId(id(1)), leg: 0, basis: 'a' };
  const two = { betId: betId(id(2)), leg: 0, basis: 'b' };
  const action = (selections: readonly (typeof one)[]): Action =>
    ({ kind: 'selection-void', fixtureId: 'f', code: 'INTEGRITY', selections }) as Action;
  expect(digestOf(action([one, two]))).toBe(digestOf(action([two, one])));
  expect(digestOf(action([one]))).not.toBe(digestOf(action([{ ...one, leg: 1 }])));
  expect(canonical({ b: [2, 1], a: null })).toBe('{"a":null,"b":[1,2]}');
});
