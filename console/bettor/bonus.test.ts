import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { MAX_ODDS, MIN_ODDS, type BetBonus, type GrantView, type Odds } from '#contracts/mod.ts';
import { betPayout } from '#markets/mod.ts';

import { fits, grantName, returnWith } from './bonus.ts';

const GRANT: GrantView = {
  bonusId: '0190a000-0000-7000-8000-00000000000c',
  kind: 'free-bet',
  status: 'open',
  accountId: null,
  fixtureId: null,
  marketKey: null,
  outcomeId: null,
  currency: 'EUR',
  amount: '10.00',
  stakeReturned: false,
  of: null,
  percent: null,
  cap: null,
  conditions: {},
  expiresAt: 0,
  betId: null,
};
const boost = (of: 'price' | 'winnings', percent: number, cap: string): GrantView => ({
  ...GRANT,
  kind: 'boost',
  amount: null,
  stakeReturned: null,
  of,
  percent,
  cap,
});
const BACKED = { fixtureId: 'a', marketKey: 'match-result', outcomeId: 'home', odds: 20_000 };
const onMarket = (changed: object): GrantView =>
  ({
    ...boost('price', 10, '5.00'),
    fixtureId: 'a',
    marketKey: 'match-result',
    ...changed,
  }) as GrantView;

property.prop([
  fc.bigInt({ min: 1n, max: 10n ** 9n }),
  fc.integer({ min: MIN_ODDS, max: MAX_ODDS }),
  fc.integer({ min: 1, max: 10_000 }),
  fc.constantFrom('price', 'winnings', 'free', 'returned'),
])('the slip promises what the bet pays', (stakeMinor, odds, percentBps, kind) => {
  const { bonusId: grantId } = GRANT;
  const isFree = kind === 'free' || kind === 'returned';
  const of = kind === 'price' ? kind : 'winnings';
  const grant = isFree
    ? { ...GRANT, stakeReturned: kind === 'returned' }
    : boost(of, percentBps / 100, '50.00');
  const bonus: BetBonus = isFree
    ? { kind: 'free-bet', grantId, stakeReturned: kind === 'returned' }
    : { kind: 'boost', grantId, of, percentBps, capMinor: '5000' };
  const legs = [{ odds: odds as Odds, result: 'won' as const }];
  const paid = betPayout({ stakeMinor, terms: null, bonus, legs });
  expect(returnWith(grant, stakeMinor, { odds, currency: 'EUR' })).toBe(paid.payoutMinor);
});

describe('a grant', () => {
  it.each<[GrantView, boolean]>([
    [GRANT, true],
    [{ ...GRANT, status: 'held' }, false],
    [{ ...GRANT, conditions: { minLegs: 2 } }, false],
    [{ ...GRANT, conditions: { minOdds: 2.01 } }, false],
    [{ ...GRANT, conditions: { minOdds: 2 } }, true],
    [onMarket({}), true],
    [onMarket({ outcomeId: 'home' }), true],
    [onMarket({ outcomeId: 'away' }), false],
    [onMarket({ fixtureId: 'b' }), false],
  ])('%# fits a single or not', (grant, expected) => {
    expect(fits(grant, BACKED)).toBe(expected);
  });

  it('has a short name', () => {
    expect(grantName(GRANT)).toBe('Free bet €10.00');
    expect(grantName(boost('price', 12.5, '1.00'))).toBe('+12.5 % odds');
  });
});
