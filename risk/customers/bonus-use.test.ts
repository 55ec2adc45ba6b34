import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { bonusVerdict, type BonusUse } from './bonus-use.ts';

const HONEST: BonusUse = {
  bonusBets: 10,
  opposed: 0,
  shortest: 3,
  bonusStakeMinor: 10_000,
  ownStakeMinor: 90_000,
  depositedMinor: 40_000,
  withdrawnMinor: 10_000,
};

describe('the use of bonuses', () => {
  test.for([
    ['honest', {}, false, []],
    ['without any', { bonusBets: 0, shortest: 0, bonusStakeMinor: 0 }, false, []],
    ['opposed again and again', { opposed: 6 }, true, ['opposite-bets']],
    ['opposed once', { opposed: 1 }, false, []],
    ['of a friend of favourites', { shortest: 10 }, false, ['shortest-prices']],
    ['the only betting there is', { ownStakeMinor: 0 }, false, ['hardly-other-bets']],
    [
      'the only betting there is, at the shortest prices',
      { shortest: 9, ownStakeMinor: 1_000 },
      true,
      ['shortest-prices', 'hardly-other-bets'],
    ],
    [
      'between a deposit and its withdrawal',
      { shortest: 9, ownStakeMinor: 20_000, withdrawnMinor: 39_000 },
      true,
      ['shortest-prices', 'in-and-out'],
    ],
    ['with money out after much play', { withdrawnMinor: 39_000 }, false, []],
  ] as const)('%s', ([, over, flagged, signs]) => {
    const verdict = bonusVerdict({ ...HONEST, ...over });
    expect(verdict.flagged).toBe(flagged);
    expect(verdict.signs).toEqual(signs);
  });

  property.prop([
    fc.nat(100),
    fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
  ])(
    'is found by its bets alone, however large the sums are',
    (bonusBets, [one, other], amounts) => {
      const [bonusStakeMinor, ownStakeMinor, depositedMinor, withdrawnMinor] = amounts;
      const counts = {
        bonusBets,
        opposed: Math.floor(one * bonusBets),
        shortest: Math.floor(other * bonusBets),
      };
      const sums = { bonusStakeMinor, ownStakeMinor, depositedMinor, withdrawnMinor };
      const { flagged, p, signs } = bonusVerdict({ ...counts, ...sums });
      expect(flagged).toBe(p <= 0.001);
      if (flagged)
        expect(signs.includes('opposite-bets') || signs.includes('shortest-prices')).toBe(true);
    },
  );

  test.for([
    { opposed: 11 },
    { shortest: -1 },
    { opposed: 0.5 },
    { bonusBets: Number.NaN },
    { withdrawnMinor: -1 },
    { depositedMinor: Infinity },
  ])('of %o is refused', (wrong) => {
    expect(() => bonusVerdict({ ...HONEST, ...wrong })).toThrow(InputError);
  });
});
