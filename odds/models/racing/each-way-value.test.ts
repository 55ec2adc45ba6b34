import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { rational, rationalToNumber, rule4Deduction, standardPlaceTerms } from '#markets/mod.ts';

import { eachWayReturn, fairEachWayOdds, fairPlaceFraction } from './each-way-value.ts';
import { fairDeduction } from './fair-deduction.ts';
import { MARKET_DISCOUNT, orderLaw } from './order-model.ts';

const share = fc.double({ min: 0.001, max: 0.98, noNaN: true });
const chances = fc
  .tuple(
    share,
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.05, max: 1, noNaN: true }),
  )
  .map(([win, above, fraction]) => ({ win, place: win + (1 - win) * above, fraction }));

describe('each way', () => {
  test('5 each way at 10/1, a fifth: 70 for a winner, 15 for a placed runner', () => {
    // Returns on 10 staked in all, from the expectation: certain to be placed, win or not.
    const placed = 2 * eachWayReturn(11, { win: 1e-12, place: 1, fraction: 0.2 });
    expect(5 * placed).toBeCloseTo(15, 8);
    const won = 2 * eachWayReturn(11, { win: 1 - 1e-12, place: 1, fraction: 0.2 });
    expect(5 * won).toBeCloseTo(70, 8);
  });

  property.prop([chances])('fair odds return the stake', (terms) => {
    const odds = fairEachWayOdds(terms);
    fc.pre(odds > 1 + 1e-9);
    expect(eachWayReturn(odds, terms)).toBeCloseTo(1, 10);
    expect(eachWayReturn(odds * 1.1, terms)).toBeGreaterThan(1);
  });

  property.prop([chances])('at the fair fraction fair win odds are fair each way', (terms) => {
    const fraction = fairPlaceFraction(terms);
    fc.pre(fraction > 1e-9 && fraction <= 1);
    expect(fairEachWayOdds({ ...terms, fraction })).toBeCloseTo(1 / terms.win, 6);
  });

  test('standard terms: eight runners with a short favourite favour each-way backers of the second', () => {
    const win = [0.6, 0.14, 0.08, 0.06, 0.05, 0.04, 0.02, 0.01];
    const terms = standardPlaceTerms(8, false);
    const fraction = rationalToNumber(terms?.fraction ?? rational(0n));
    const place = orderLaw(MARKET_DISCOUNT, win).place(terms?.places ?? 0);
    const fair = win.map((chance, at) => fairPlaceFraction({ win: chance, place: place[at] ?? 0 }));
    expect(fair[1]).toBeLessThan(fraction);
    expect(eachWayReturn(1 / 0.14, { win: 0.14, place: place[1] ?? 0, fraction })).toBeGreaterThan(
      1,
    );
  });

  const good = { win: 0.2, place: 0.5, fraction: 0.2 };
  test.each([
    { win: 0 },
    { win: 1 },
    { win: NaN },
    { place: 0.1 },
    { place: 1.1 },
    { place: NaN },
    { fraction: 0 },
    { fraction: 1.1 },
    { fraction: NaN },
  ])('%j is refused', (wrong) => {
    expect(() => eachWayReturn(5, { ...good, ...wrong })).toThrow(InputError);
    expect(() => fairEachWayOdds({ ...good, ...wrong })).toThrow(InputError);
  });

  test.each([1, 0, -2, NaN, Infinity])('odds of %d are refused', (odds) => {
    expect(() => eachWayReturn(odds, good)).toThrow(InputError);
  });
});

describe('deductions', () => {
  property.prop([share, share])('keep a fair bet fair', (one, two) => {
    const [before, after] = one < two ? [one, two] : [two, one];
    const kept = 1 - fairDeduction(before, after);
    expect(1 + (1 / before - 1) * kept).toBeCloseTo(1 / after, 6);
  });

  test('the Rule 4 table is within 7 points of them for an outsider', () => {
    const outsider = 0.001;
    for (let cents = 111; cents <= 2000; cents += 7) {
      const withdrawn = 100 / cents;
      const after = outsider / (1 - Math.min(0.998, withdrawn));
      if (after >= 1) continue;
      const table = rule4Deduction(rational(BigInt(cents), 100n));
      expect(Math.abs(100 * fairDeduction(outsider, after) - table)).toBeLessThan(7);
    }
  });

  test.each([
    [0, 0.5],
    [0.5, 0.4],
    [0.5, 1],
    [NaN, 0.5],
    [0.5, NaN],
  ])('from %d to %d is refused', (before, after) => {
    expect(() => fairDeduction(before, after)).toThrow(InputError);
  });
});
