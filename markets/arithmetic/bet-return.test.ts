import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  add,
  formatRational,
  isBelow,
  multiply,
  ONE,
  parseRational,
  rational,
  roundHalfUp,
  subtract,
  toNumber,
  ZERO,
  type Rational,
} from './rational.ts';
import { betReturn, sumOfLines, type BetLeg } from './bet-return.ts';
import { choose, SYSTEMS } from './systems.ts';

const factors = fc
  .record({ top: fc.bigInt({ min: 0n, max: 50n }), bottom: fc.bigInt({ min: 1n, max: 12n }) })
  .map(({ top, bottom }) => rational(top, bottom));

const same = (left: Rational, right: Rational): boolean =>
  left.numerator === right.numerator && left.denominator === right.denominator;

/** All sublists of a length, the obvious way. */
function* sublists<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let at = 0; at < items.length && size > 0; at += 1) {
    const item = items[at];
    if (item === undefined) continue;
    for (const rest of sublists(items.slice(at + 1), size - 1)) yield [item, ...rest];
  }
}

const product = (values: readonly Rational[]): Rational => values.reduce(multiply, ONE);

describe('rationals', () => {
  property.prop([factors, factors, factors])('obey the field laws', (a, b, c) => {
    expect(same(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
    expect(same(subtract(add(a, b), b), a)).toBe(true);
  });

  property.prop([factors])('survive their text', (value) => {
    expect(parseRational(formatRational(value))).toEqual(value);
  });

  test.each([
    ['2.370', '237/100'],
    ['-0.5', '-1/2'],
    ['10/4', '5/2'],
    ['7', '7'],
  ])('%s is %s', (text, exact) => {
    const value = parseRational(text);
    expect(value && formatRational(value)).toBe(exact);
  });

  test.each(['', '1/0', '1.', '.5', '1e3', '1/2/3', 'x', '1,5', '+1'])(
    '%j is no number',
    (text) => {
      expect(parseRational(text)).toBeUndefined();
    },
  );

  test('huge fractions still have a nearest double', () => {
    const value = rational(10n ** 400n + 1n, 3n * 10n ** 399n);
    expect(toNumber(value)).toBeCloseTo(10 / 3, 12);
    expect(toNumber(rational(19n, 10n))).toBe(1.9);
  });

  test.each([
    [1n, 2n, 1n],
    [201n, 2n, 101n],
    [145n, 4n, 36n],
    [147n, 4n, 37n],
    [0n, 1n, 0n],
  ])('%d/%d rounds to %d', (top, bottom, whole) => {
    expect(roundHalfUp(rational(top, bottom))).toBe(whole);
  });
});

describe('bets', () => {
  property.prop([
    fc.array(factors, { maxLength: 7 }),
    fc.subarray([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
  ])('the sum of lines equals their enumeration', (values, sizes) => {
    const lines = sizes.flatMap((size) => (size < 0 ? [] : [...sublists(values, size)]));
    const { numerator, denominator } = sumOfLines(values, sizes);
    expect(same(rational(numerator, denominator), lines.map(product).reduce(add, ZERO))).toBe(true);
  });

  const bets = fc
    .array(fc.record({ win: factors, place: factors, banker: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    })
    .chain((legs) => {
      const free = legs.filter(({ banker }) => !banker).length;
      const folds = fc.subarray(
        Array.from({ length: free + 1 }, (_, size) => size),
        { minLength: 1 },
      );
      return fc.record({
        legs: fc.constant<readonly BetLeg[]>(legs),
        folds,
        eachWay: fc.boolean(),
        freeBet: fc.constantFrom('stake-returned' as const, 'stake-not-returned' as const),
        unitStakeMinor: fc.bigInt({ min: 1n, max: 100_000n }),
      });
    });

  property.prop([bets])('equal the sum over lines, rounded once', (bet) => {
    const { legs, folds, eachWay, freeBet, unitStakeMinor } = bet;
    const free = legs.filter(({ banker }) => banker !== true);
    const bankers = legs.filter(({ banker }) => banker === true);
    const parts = [
      (leg: BetLeg) => leg.win,
      ...(eachWay ? [(leg: BetLeg) => leg.place ?? ONE] : []),
    ];
    const lines = parts.flatMap((part) =>
      folds.flatMap((size) =>
        [...sublists(free, size)].map((line) => product([...bankers, ...line].map(part))),
      ),
    );
    const pays = (line: Rational): Rational => {
      if (freeBet === 'stake-returned') return line;
      return isBelow(ONE, line) ? subtract(line, ONE) : ZERO;
    };
    const exact = multiply(rational(unitStakeMinor), lines.map(pays).reduce(add, ZERO));
    const result = betReturn(bet);
    expect(result.lines).toBe(lines.length);
    expect(result.totalStakeMinor).toBe(BigInt(lines.length) * unitStakeMinor);
    expect(same(result.exact, exact)).toBe(true);
    expect(result.returnMinor).toBe(roundHalfUp(exact));
  });

  test('rounding once beats rounding per line', () => {
    const half: BetLeg = { win: rational(1n, 2n) };
    const patent = { unitStakeMinor: 1n, folds: [1, 2, 3], legs: [half, half, half] };
    expect(betReturn(patent)).toMatchObject({ lines: 7, returnMinor: 2n });
  });

  test.each([
    [{ folds: [] }],
    [{ folds: [3] }],
    [{ folds: [1, 1] }],
    [{ folds: [-1] }],
    [{ folds: [0.5] }],
    [{ legs: [] }],
    [{ unitStakeMinor: -1n }],
    [{ eachWay: true }],
  ])('inconsistent terms are refused: %o', (wrong) => {
    const good = { unitStakeMinor: 100n, folds: [2], legs: [{ win: ONE }, { win: ONE }] };
    expect(() => betReturn({ ...good, ...wrong })).toThrow(RangeError);
  });

  test('a free bet with too many lines is refused only where they must be walked', () => {
    const legs = Array.from({ length: 40 }, () => ({ win: rational(2n) }));
    const bet = { unitStakeMinor: 1n, folds: [20], legs };
    const lines = BigInt(choose(40, 20));
    expect(betReturn(bet).returnMinor).toBe(lines * 2n ** 20n);
    const free = { ...bet, freeBet: 'stake-not-returned' } as const;
    expect(betReturn(free).returnMinor).toBe(lines * (2n ** 20n - 1n));
    const halfLost = [{ win: rational(1n, 2n) }, ...legs.slice(1)];
    expect(() => betReturn({ ...free, legs: halfLost })).toThrow(RangeError);
  });

  // By hand: of the lines without the half-lost leg each pays 2^size - 1, of those with it 2^(size - 2) - 1.
  test.each([
    [2, 1_891n * 3n],
    [62, 2n ** 62n - 1n + 62n * (2n ** 60n - 1n)],
    [63, 2n ** 61n - 1n],
  ])('a free bet on all lines of %d of 63 legs walks its lines alone', (size, units) => {
    const legs = Array.from({ length: 63 }, (_, leg) => ({
      win: leg === 0 ? rational(1n, 2n) : rational(2n),
    }));
    const bet = { unitStakeMinor: 1n, folds: [size], legs, freeBet: 'stake-not-returned' } as const;
    expect(betReturn(bet).returnMinor).toBe(units);
  });

  test('the lines of 63 legs are counted exactly', () => {
    const legs = Array.from({ length: 63 }, () => ({ win: ONE }));
    const folds = Array.from({ length: 63 }, (_, at) => at + 1);
    const { totalStakeMinor, returnMinor } = betReturn({ unitStakeMinor: 1n, folds, legs });
    expect([totalStakeMinor, returnMinor]).toEqual([2n ** 63n - 1n, 2n ** 63n - 1n]);
    const half = betReturn({ unitStakeMinor: 1n, folds: [31], legs });
    expect(half.totalStakeMinor).toBe(916_312_070_471_295_267n);
  });

  test.each(Object.entries(SYSTEMS))('%s has the lines its name promises', (name, system) => {
    const known: Record<string, number> = {
      Trixie: 4,
      Patent: 7,
      Yankee: 11,
      'Lucky 15': 15,
      Canadian: 26,
      'Lucky 31': 31,
      Heinz: 57,
      'Lucky 63': 63,
      'Super Heinz': 120,
      Goliath: 247,
    };
    const legs = Array.from({ length: system.legs }, () => ({ win: ONE }));
    const bet = betReturn({ unitStakeMinor: 1n, folds: system.folds, legs });
    expect(bet.lines).toBe(known[name]);
    expect(bet.returnMinor).toBe(bet.totalStakeMinor);
  });
});
