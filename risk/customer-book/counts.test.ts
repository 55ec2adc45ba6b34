import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { evidenceOf, type SingleRow } from './arbitrage-counts.ts';
import { countsOf, type LegRow as Leg } from './bonus-counts.ts';

const pairOf = (left: string, right: string): string => [left, right].sort().join('\n');

describe('bets with a bonus', () => {
  const ACCOUNTS = ['a', 'b', 'c', 'd'];
  const leg = fc.record({
    bet: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
    market: fc.constantFrom('m', 'n'),
    outcome: fc.constantFrom('home', 'away'),
  });
  /** The account of a bet, and whether it has a bonus, are the bet's. */
  const legs = fc.array(leg, { maxLength: 16 }).map((all) =>
    all.map((one): Leg => ({
      ...one,
      account: ACCOUNTS[Number(one.bet) % ACCOUNTS.length] ?? '',
      ...{ odds: 2, hasBonus: Number(one.bet) > 4, least: null },
    })),
  );
  const sharing = fc.uniqueArray(
    fc.constantFrom(pairOf('a', 'b'), pairOf('b', 'c'), pairOf('a', 'd')),
  );

  property.prop([legs, sharing])(
    'are opposed by what comparing every leg with every other finds',
    (all, pairs) => {
      const counts = countsOf(all, new Set(pairs));
      const opposes = (one: Leg, other: Leg): boolean =>
        one.market === other.market &&
        one.outcome !== other.outcome &&
        one.bet !== other.bet &&
        (one.account === other.account || pairs.includes(pairOf(one.account, other.account)));
      for (const account of ACCOUNTS) {
        const own = all.filter((one) => one.account === account && one.hasBonus);
        const opposed = own.filter((one) => all.some((other) => opposes(one, other)));
        if (own.length === 0) expect(counts.has(account)).toBe(false);
        else
          expect(counts.get(account)).toMatchObject({
            bonusBets: new Set(own.map(({ bet }) => bet)).size,
            opposed: new Set(opposed.map(({ bet }) => bet)).size,
          });
      }
    },
  );

  test('of a crowd on one market are each compared with the bets of few', () => {
    let looks = 0;
    const crowd = Array.from({ length: 1_000 }, (_, at) => ({
      ...{ bet: `${at}`, account: `account ${at}`, market: 'm', odds: 3 },
      ...{ hasBonus: true, least: null },
      get outcome() {
        looks += 1;
        return 'home';
      },
    }));
    const pairs = new Set([pairOf('account 1', 'account 2')]);
    countsOf(crowd, pairs);
    expect(looks).toBeLessThan(10 * crowd.length);
  });
});

describe('the largest stake that was told', () => {
  const single = (changes: Partial<SingleRow>): SingleRow => ({
    ...{ account: 'a', currency: 'EUR', fixture: 'league-1', market: 'match-result' },
    ...{ outcomeId: 'home', stakeMinor: 100, odds: 3, at: 0, inPlay: false, rejected: false },
    ...{ told: null, ...changes },
  });
  test.each([
    ['1.50', 148, 0],
    ['1.50', 149, 1],
    ['1.00', 98, 0],
    ['1.00', 99, 1],
    ['0.01', 1, 1],
    ['90071992547409.91', 8_917_127_262_193_581, 0],
    ['90071992547409.91', 8_917_127_262_193_582, 1],
  ])('of %s is used by a stake of %i minor units or not', (told, stakeMinor, maxStakes) => {
    const rows = [single({ rejected: true, told }), single({ stakeMinor, at: 1 })];
    expect(evidenceOf(rows, []).get('a')).toMatchObject({ bets: 1, maxStakes });
  });
});
