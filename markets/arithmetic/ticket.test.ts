import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { ODDS_SCALE, SHARE_SCALE, type Odds, type OutcomeResult } from '#contracts/mod.ts';

import { legFactor } from './leg-factor.ts';
import {
  add,
  isBelow,
  multiply,
  ONE,
  rational,
  roundHalfUp,
  ZERO,
  type Rational,
} from './rational.ts';
import { betTypeName, lineCount, SYSTEMS } from './systems.ts';
import {
  builderResult,
  legShare,
  potentialPayout,
  selectionsOf,
  ticketReturn,
  type TicketLeg,
} from './ticket.ts';

const oddsArb = fc.integer({ min: 10_100, max: 200_000 }).map((odds) => odds as Odds);
const resultArb = fc.constantFrom<OutcomeResult>('won', 'lost', 'void', 'half-won', 'half-lost');
const factorArb = fc
  .record({ odds: oddsArb, result: resultArb })
  .map(({ odds, result }) =>
    legFactor({ odds: rational(BigInt(odds), BigInt(ODDS_SCALE)), result }),
  );

/** Up to nine legs, some of them bankers, and any sizes of lines that fit. */
const ticketArb = fc
  .array(fc.record({ factor: factorArb, banker: fc.boolean() }), { minLength: 1, maxLength: 9 })
  .chain((legs) => {
    const free = legs.filter(({ banker }) => !banker).length;
    const least = free === legs.length ? 1 : 0;
    const sizes = Array.from({ length: free - least + 1 }, (_, at) => at + least);
    return fc.record({
      legs: fc.constant(legs),
      folds: fc.subarray(sizes, { minLength: 1 }),
      unit: fc.bigInt({ min: 1n, max: 10_000n }),
    });
  });

const termsOf = (legs: readonly TicketLeg[], folds: readonly number[], unit: bigint) => ({
  folds: [...folds],
  lines: lineCount(legs.filter(({ banker }) => !banker).length, folds),
  unitStakeMinor: String(unit),
});

/** The obvious way: every line by itself, as subsets of bits. */
function brute(
  legs: readonly TicketLeg[],
  folds: readonly number[],
): { lines: number; sum: Rational } {
  const free = legs.filter(({ banker }) => !banker);
  let bankers = ONE;
  for (const { factor, banker } of legs) if (banker) bankers = multiply(bankers, factor);
  let sum = ZERO;
  let lines = 0;
  for (let bits = 0; bits < 2 ** free.length; bits += 1) {
    const line = free.filter((_, at) => (bits >> at) & 1);
    if (!folds.includes(line.length)) continue;
    lines += 1;
    let product = bankers;
    for (const { factor } of line) product = multiply(product, factor);
    sum = add(sum, product);
  }
  return { lines, sum };
}

describe('ticketReturn', () => {
  property.prop([ticketArb])('is the sum over its lines one by one', ({ legs, folds, unit }) => {
    const slow = brute(legs, folds);
    const terms = termsOf(legs, folds, unit);
    expect(terms.lines).toBe(slow.lines);
    const { returnMinor, exact, lines } = ticketReturn(terms, legs);
    expect(lines).toBe(slow.lines);
    expect(exact).toEqual(multiply(rational(unit), slow.sum));
    expect(returnMinor).toBe(roundHalfUp(multiply(rational(unit), slow.sum)));
  });

  test.each(Object.entries(SYSTEMS))('a %s of legs at 2.00 pays its lines', (_, system) => {
    const legs = Array.from({ length: system.legs }, () => ({
      factor: rational(2n),
      banker: false,
    }));
    const slow = brute(legs, system.folds);
    expect(ticketReturn(termsOf(legs, system.folds, 1n), legs).exact).toEqual(slow.sum);
  });

  test('sixty-three legs in lines of thirty-one need no list of lines', () => {
    const legs = Array.from({ length: 63 }, () => ({ factor: ONE, banker: false }));
    const terms = { folds: [31], lines: 1, unitStakeMinor: '1' };
    // 63 choose 31.
    expect(ticketReturn(terms, legs).returnMinor).toBe(916_312_070_471_295_267n);
  });
});

describe('potentialPayout', () => {
  property.prop([fc.array(oddsArb, { minLength: 2, maxLength: 12 })])(
    'of an accumulator is the stake times every price',
    ([first = 20_000 as Odds, ...others]) => {
      const legs = [first, ...others].map((odds) => ({ odds, banker: false }));
      const [head = { odds: first, banker: false }, ...tail] = legs;
      const terms = { folds: [legs.length], lines: 1, unitStakeMinor: '1000' };
      const product = [first, ...others].reduce((all, odds) => all * BigInt(odds), 1000n);
      const scale = BigInt(ODDS_SCALE) ** BigInt(legs.length);
      expect(potentialPayout(terms, 1000n, [head, ...tail])).toBe(
        (2n * product + scale) / (2n * scale),
      );
    },
  );
});

describe('legShare', () => {
  property.prop([ticketArb, fc.nat(), factorArb])(
    'covers what the bet pays when its leg pays any factor, by less than a billionth of the stake',
    ({ legs, folds, unit }, choice, factor) => {
      const at = choice % legs.length;
      const terms = termsOf(legs, folds, unit);
      const shared = legs.map((leg) => ({ ...leg, typical: ONE }));
      const { most, typical } = legShare(terms, shared, at);
      const paid = (others: readonly TicketLeg[]): Rational =>
        ticketReturn(
          terms,
          others.map((leg, index) => (index === at ? { ...leg, factor } : leg)),
        ).exact;
      const stake = rational(unit * BigInt(terms.lines));
      const said = ({ rest, onLeg }: typeof most): Rational =>
        multiply(
          multiply(stake, rational(1n, SHARE_SCALE)),
          add(rational(BigInt(rest)), multiply(rational(BigInt(onLeg)), factor)),
        );
      const slack = multiply(stake, multiply(rational(1n, SHARE_SCALE), add(ONE, factor)));
      for (const [share, others] of [
        [most, legs],
        [typical, legs.map((leg) => ({ ...leg, factor: ONE }))],
      ] as const) {
        expect(isBelow(said(share), paid(others))).toBe(false);
        expect(isBelow(add(paid(others), slack), said(share))).toBe(false);
      }
    },
  );
});

describe('selections', () => {
  test('parts of one builder are one selection, in the order of their first part', () => {
    const leg = (number: number, builder: number | null) => ({ leg: number, builder });
    const legs = [leg(0, null), leg(1, 1), leg(2, null), leg(3, 1), leg(4, 4)];
    expect(selectionsOf(legs).map((parts) => parts.map(({ leg: number }) => number))).toEqual([
      [0],
      [1, 3],
      [2],
      [4],
    ]);
  });

  test.each<[(OutcomeResult | null)[], OutcomeResult | null]>([
    [['won', 'won'], 'won'],
    [['won', null], null],
    [[null, 'lost'], 'lost'],
    [['void', 'lost'], 'lost'],
    [['won', 'void'], 'void'],
    [['void', null], null],
    [['won', 'half-won'], 'void'],
  ])('a bet builder of %j is %s', (parts, result) => {
    expect(builderResult(parts)).toBe(result);
  });
});

test.each<[number, number, number[], string]>([
  [1, 0, [1], 'Single'],
  [2, 0, [2], 'Double'],
  [3, 0, [3], 'Treble'],
  [2, 1, [2], 'Treble'],
  [7, 0, [7], '7-fold'],
  [4, 0, [2, 3, 4], 'Yankee'],
  [4, 1, [2, 3, 4], 'Yankee with 1 banker'],
  [5, 0, [2], '2 of 5'],
  [5, 2, [2, 4], '2, 4 of 5 with 2 bankers'],
])('%i legs and %i bankers in %j are a %s', (free, bankers, folds, name) => {
  expect(betTypeName(free, bankers, folds)).toBe(name);
});
