import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, marketKey, outcomeId, parseMoney, type GrantView } from '#contracts/mod.ts';

import { bonusOfGrant, fitsLegs, unitStakeOf } from './grant.ts';
import { kindsOf, type Kind } from './kinds.ts';
import { change, chooseGrant, mostOf, multiple } from './state.ts';
import { sumsOf } from './sums.ts';

const GRANT: GrantView = {
  bonusId: '0190a000-0000-7000-8000-00000000000c',
  kind: 'free-bet',
  status: 'open',
  accountId: null,
  fixtureId: null,
  marketKey: null,
  outcomeId: null,
  currency: 'EUR',
  amount: '7.00',
  stakeReturned: false,
  of: null,
  percent: null,
  cap: null,
  conditions: {},
  expiresAt: 9_000_000_000_000,
  betId: null,
};
const BOOST: GrantView = {
  ...GRANT,
  kind: 'boost',
  amount: null,
  stakeReturned: null,
  of: 'winnings',
  percent: 20,
  cap: '5.00',
};
const legOf = (id: string, odds: number) => ({
  fixtureId: fixtureId(id),
  marketKey: marketKey('match-result'),
  outcomeId: outcomeId('home'),
  odds,
});
const LEGS = [legOf('a', 20_000), legOf('b', 30_000), legOf('c', 15_000)];
const ON_B = { ...BOOST, of: 'price', fixtureId: LEGS[1]?.fixtureId ?? null } as const;
const PRICE = { ...ON_B, marketKey: marketKey('match-result') };
const kind = (name: string): Kind => {
  const found = kindsOf(3, 0).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const TREBLE = kind('Treble');

describe('a bet of several legs takes a grant', () => {
  it.each<readonly [string, GrantView, boolean]>([
    ['a free bet', GRANT, true],
    ['one that another bet holds', { ...GRANT, status: 'held' }, false],
    ['one for as many legs', { ...GRANT, conditions: { minLegs: 3 } }, true],
    ['one for more legs', { ...GRANT, conditions: { minLegs: 4 } }, false],
    ['one for prices that all legs have', { ...GRANT, conditions: { minOdds: 1.5 } }, true],
    ['one for prices that a leg has not', { ...GRANT, conditions: { minOdds: 1.51 } }, false],
    ['more winnings', BOOST, true],
    ['more winnings on one market alone', { ...PRICE, of: 'winnings' }, false],
    ['a better price of a leg', PRICE, true],
    ['a better price of another outcome', { ...PRICE, outcomeId: outcomeId('away') }, false],
    ['a better price elsewhere', { ...PRICE, fixtureId: fixtureId('z') }, false],
    ['a better price of any single', { ...PRICE, marketKey: null }, false],
  ])('%s', (_, grant, expected) => {
    expect(fitsLegs(grant, LEGS, TREBLE)).toBe(expected);
  });

  it('pays for equal stakes on the lines, or for none', () => {
    expect(unitStakeOf(GRANT, TREBLE)).toBe('7.00');
    expect(unitStakeOf(GRANT, kind('Patent'))).toBe('1.00');
    expect(unitStakeOf({ ...GRANT, amount: '7.01' }, kind('Patent'))).toBeUndefined();
    expect(fitsLegs({ ...GRANT, amount: '7.01' }, LEGS, kind('Patent'))).toBe(false);
  });

  it.each<readonly [string, GrantView, string, string]>([
    // 7 × 9 = 63; the stake is the house's.
    ['a free bet', GRANT, '56.00', '0.00'],
    ['a free bet whose stake is returned', { ...GRANT, stakeReturned: true }, '63.00', '0.00'],
    // 20 % of 56 is 11.20, and no more than 5.
    ['more winnings', BOOST, '68.00', '5.00'],
    // 3.00 becomes 3.60: 75.60.
    ['a better price', { ...PRICE, cap: '50.00' }, '75.60', '12.60'],
  ])('%s pays by its terms', (_, grant, payout, extra) => {
    const asked = { legs: LEGS.map(({ odds }) => ({ odds, banker: false })), kind: TREBLE };
    const bonus = bonusOfGrant(grant, LEGS, 'EUR');
    const sums = sumsOf({ ...asked, currency: 'EUR' } as never, '7.00', true, bonus);
    expect(sums?.payoutMinor).toBe(parseMoney(payout, 'EUR'));
    expect(sums?.bonusMinor).toBe(parseMoney(extra, 'EUR') ?? 0n);
  });
});

describe('the slip', () => {
  beforeEach(() => {
    chooseGrant(null, undefined);
    change({ stake: '', kindId: '3' });
  });

  it('has the stake of its free bet, and not another one', () => {
    chooseGrant(GRANT, '7.00');
    expect(multiple.get()).toMatchObject({ stake: '7.00', bonus: GRANT });
    change({ stake: '8.00' });
    expect(multiple.get()).toMatchObject({ stake: '8.00', bonus: null });
    chooseGrant(GRANT, '7.00');
    change({ kindId: '2' });
    expect(multiple.get()).toMatchObject({ stake: '', bonus: null, kindId: '2' });
    chooseGrant(GRANT, '7.00');
    chooseGrant(null, '7.00');
    expect(multiple.get()).toMatchObject({ stake: '', bonus: null });
  });

  it('keeps a boost with any stake and kind, and what was wrong goes away', () => {
    change({ stake: '3' });
    chooseGrant(BOOST, undefined);
    change({ stake: '4' });
    change({ kindId: '2' });
    expect(multiple.get()).toMatchObject({ stake: '4', bonus: BOOST });
    chooseGrant(null, undefined);
    expect(multiple.get()).toMatchObject({ stake: '4', bonus: null });
  });
});

describe('the largest stake', () => {
  const asked = () => {
    const [kind] = kindsOf(2, 0);
    if (kind === undefined) throw new Error('two legs make no bet');
    return mostOf({ legs: [], kind });
  };
  it('is asked for with the boost, and without a free bet', () => {
    chooseGrant(null, undefined);
    expect(asked()).not.toHaveProperty('bonusId');
    chooseGrant(BOOST, undefined);
    expect(asked()).toHaveProperty('bonusId', BOOST.bonusId);
    chooseGrant(GRANT, '7.00');
    expect(asked()).not.toHaveProperty('bonusId');
  });
});
