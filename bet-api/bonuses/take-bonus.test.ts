import { describe, expect, test } from 'vitest';

import { accountId, fixtureId, outcomeId, type BetBonus, type Odds } from '#contracts/mod.ts';

import { FIXTURE, homeLeg, MATCH_RESULT, orderFor } from '../testing/mod.ts';
import {
  grantEndsAt,
  keepsMinOdds,
  ownStake,
  payerOf,
  takeBonus,
  type GrantState,
} from './take-bonus.ts';

const ACCOUNT = accountId('0190a000-0000-7000-8000-00000000000a');
const OTHER = accountId('0190a000-0000-7000-8000-00000000000b');
const GRANT = '0190a000-0000-7000-8000-00000000000c';
const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;

const common = {
  grantId: GRANT,
  accountId: ACCOUNT,
  fixtureId: null,
  marketKey: null,
  outcomeId: null,
  currency: 'EUR' as const,
  conditions: {},
  expiresAt: NOW + DAY_MS,
  isRevoked: false,
  isTaken: false,
  returnedAt: null,
};
const freeBet = (changed: Partial<GrantState> = {}): GrantState =>
  ({
    ...common,
    kind: 'free-bet',
    terms: { amountMinor: '1000', stakeReturned: false },
    ...changed,
  }) as GrantState;
const boost = (of: 'price' | 'winnings', changed: Partial<GrantState> = {}): GrantState =>
  ({
    ...common,
    kind: 'boost',
    terms: { of, percentBps: 1_000, capMinor: '500' },
    ...changed,
  }) as GrantState;
const ON_MARKET = { accountId: null, fixtureId: FIXTURE, marketKey: MATCH_RESULT };

const leg = (fixture: string, odds = 25_000) =>
  homeLeg({ fixtureId: fixtureId(fixture), odds: odds as Odds });
const single = (odds?: number) =>
  orderFor(ACCOUNT, { receivedAt: NOW, legs: [leg(FIXTURE, odds)] });
const double = () =>
  orderFor(ACCOUNT, {
    receivedAt: NOW,
    legs: [leg('elsewhere', 20_000), leg(FIXTURE)],
    terms: { folds: [2], lines: 1, unitStakeMinor: '1000' },
  });

const FOOTBALL = ['football', 'football'];
const told = (order: Parameters<typeof takeBonus>[0], grant?: GrantState, sports = FOOTBALL) => {
  const taken = takeBonus(order, grant, sports.slice(0, order.legs.length));
  return taken.kind === 'taken' ? taken.bonus : taken.refused;
};

describe('a grant is refused', () => {
  test.each<[string, ReturnType<typeof told>]>([
    ['BONUS_NOT_FOUND', told(single())],
    ['BONUS_NOT_FOUND', told(single(), freeBet({ accountId: OTHER }))],
    ['BONUS_TAKEN', told(single(), freeBet({ isTaken: true, isRevoked: true }))],
    ['BONUS_ENDED', told(single(), freeBet({ isRevoked: true }))],
    ['BONUS_ENDED', told(single(), freeBet({ expiresAt: NOW }))],
  ])('with %s', (code, said) => {
    expect(said).toMatchObject({ code });
  });

  test.each<[object, ReturnType<typeof told>]>([
    [{ condition: 'currency', needs: 'GBP' }, told(single(), freeBet({ currency: 'GBP' }))],
    [
      { condition: 'stake', needs: '10.01' },
      told(single(), freeBet({ terms: { amountMinor: '1001', stakeReturned: true } })),
    ],
    [{ condition: 'minLegs', needs: 2 }, told(single(), freeBet({ conditions: { minLegs: 2 } }))],
    [
      { condition: 'minOdds', needs: 2.01, leg: 0 },
      told(double(), freeBet({ conditions: { minOdds: 2.01 } })),
    ],
    [
      { condition: 'sports', needs: ['tennis'], leg: 1 },
      told(double(), freeBet({ conditions: { sports: ['tennis'] } }), ['tennis', 'football']),
    ],
    [{ condition: 'legs', needs: 1 }, told(double(), boost('price'))],
    [{ condition: 'legs', needs: 1 }, told(double(), boost('winnings', ON_MARKET))],
    [
      { condition: 'market', needs: MATCH_RESULT },
      told(single(), boost('price', { ...ON_MARKET, fixtureId: fixtureId('elsewhere') })),
    ],
    [
      { condition: 'market', needs: MATCH_RESULT },
      told(single(), boost('price', { ...ON_MARKET, outcomeId: outcomeId('away') })),
    ],
    [
      { condition: 'market', needs: MATCH_RESULT },
      told(
        orderFor(ACCOUNT, {
          receivedAt: NOW,
          legs: [homeLeg({ also: [{ marketKey: MATCH_RESULT, outcomeId: outcomeId('draw') }] })],
        }),
        boost('price', ON_MARKET),
      ),
    ],
  ])('by its condition %o', (detail, said) => {
    expect(said).toEqual({ code: 'BONUS_NOT_APPLICABLE', detail });
  });
});

describe('a grant is taken', () => {
  test('with its terms, which the bet keeps', () => {
    expect(told(single(), freeBet({ conditions: { minOdds: 2.5, minLegs: 1 } }))).toEqual({
      kind: 'free-bet',
      grantId: GRANT,
      stakeReturned: false,
      minOdds: 25_000,
    });
    expect(told(double(), boost('winnings'))).toMatchObject({ of: 'winnings', capMinor: '500' });
  });

  test('on the selection of its market', () => {
    expect(told(single(), boost('price'))).toMatchObject({ selection: 0 });
    expect(told(double(), boost('price', ON_MARKET))).toMatchObject({ selection: 1 });
    expect(told(single(), boost('winnings', ON_MARKET))).not.toHaveProperty('selection');
  });

  test('for a week after a void bet gave it back, also when it would have expired', () => {
    const returned = { expiresAt: NOW - 30 * DAY_MS, returnedAt: NOW - 6 * DAY_MS };
    expect(told(single(), freeBet(returned))).toMatchObject({ kind: 'free-bet' });
    expect(grantEndsAt(freeBet(returned))).toBe(NOW + DAY_MS);
    expect(told(single(), freeBet({ ...returned, returnedAt: NOW - 7 * DAY_MS }))).toMatchObject({
      code: 'BONUS_ENDED',
    });
    expect(grantEndsAt(freeBet({ returnedAt: 0 }))).toBe(NOW + DAY_MS);
  });
});

test('the stake of a free bet is nobody else’s than the house’s', () => {
  const free: BetBonus = { kind: 'free-bet', grantId: GRANT, stakeReturned: true };
  const boosted = told(single(), boost('price')) as BetBonus;
  expect([free, boosted, null].map((bonus) => ownStake(bonus, 5n))).toEqual([0n, 5n, 5n]);
  expect([free, boosted, null].map((bonus) => payerOf({ bonus }).paidBy)).toEqual([
    'promotion',
    'wallet',
    'wallet',
  ]);
});

test('the price of the contract must still be high enough', () => {
  const free: BetBonus = {
    kind: 'free-bet',
    grantId: GRANT,
    stakeReturned: true,
    minOdds: 20_000 as Odds,
  };
  expect(keepsMinOdds(free, [20_000, 30_000])).toBe(true);
  expect(keepsMinOdds(free, [30_000, 19_999])).toBe(false);
  expect(keepsMinOdds(null, [10_100])).toBe(true);
});
