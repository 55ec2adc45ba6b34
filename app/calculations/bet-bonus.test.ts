import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { KINDS } from './mod.ts';

type Answer = Readonly<{ return: number; extra?: number; totalStake: number }>;
const pay = (input: object): Answer => KINDS['bets-payout']?.['payout']?.run(input) as Answer;
const won = (odds: string) => ({ odds, result: 'won' });
const single = (odds: string, more: object) => ({
  unitStake: 1_000,
  folds: [1],
  legs: [won(odds)],
  ...more,
});

describe('boosts', () => {
  // By hand: 10.00 at 2.50 wins 15.00; a fifth of it, or odds of 3.00 in place of 2.50.
  test.each([
    [{ of: 'winnings', percent: 20 }, 300],
    [{ of: 'winnings', percent: 20, cap: 120 }, 120],
    [{ of: 'price', percent: 20 }, 500],
    [{ of: 'price', percent: 20, selection: 0, cap: 499 }, 499],
    [{ of: 'winnings', percent: 0.01 }, 0],
  ])('%o adds %i', (boost, extra) => {
    expect(pay(single('2.5', { boost }))).toMatchObject({ extra, return: 2_500 + extra });
  });

  test('of one price of a double boosts the double', () => {
    const legs = [won('2'), won('3')];
    const boost = { of: 'price', percent: 10, selection: 1 };
    expect(pay({ unitStake: 1_000, folds: [2], legs, boost })).toMatchObject({ extra: 600 });
    expect(pay({ unitStake: 1_000, folds: [1], legs, boost })).toMatchObject({ extra: 300 });
  });

  test('each way raise both parts', () => {
    const legs = [{ ...won('11'), place: { fraction: '1/5', result: 'won' } }];
    const boost = { of: 'price', percent: 10 };
    // 12.10 in place of 11: 1.10 × 10.00 on the win part and a fifth of it on the place part.
    expect(pay({ unitStake: 1_000, folds: [1], legs, eachWay: true, boost }).extra).toBe(1_320);
  });
});

describe('accumulator bonuses', () => {
  const accumulator = (legs: readonly object[], accumulatorBonus: object = {}) =>
    pay({ unitStake: 1_000, folds: [legs.length], legs, accumulatorBonus });

  test('grow with the legs that win, up to a cap', () => {
    const legs = (count: number) => Array.from({ length: count }, () => won('1.5'));
    expect(accumulator(legs(4)).extra).toBe(0);
    expect(accumulator(legs(5)).extra).toBe(330); // 5 % of 65.94
    expect(accumulator(legs(6), { version: 1 }).extra).toBe(779); // 7.5 % of 103.91
    expect(accumulator([...legs(5), { odds: '9', result: 'void' }]).extra).toBe(330);
    expect(accumulator([...legs(5), { odds: '9', result: 'lost' }])).toMatchObject({ return: 0 });
    expect(accumulator(legs(6), { cap: 500 }).extra).toBe(500);
  });

  test('bankers are selections of the one line', () => {
    const legs = Array.from({ length: 5 }, (_, at) => ({ ...won('1.5'), banker: at === 0 }));
    const input = { unitStake: 1_000, folds: [4], legs, accumulatorBonus: {} };
    expect(pay(input).extra).toBe(330);
  });
});

/** More fields of a single, and what is wrong with them. */
const winnings = { of: 'winnings', percent: 10 };
const REFUSALS: readonly (readonly [more: object, code: string, field: string, value: unknown])[] =
  [
    [{ freeBet: 'stake-returned', boost: winnings }, 'FORMAT_INVALID', 'boost', winnings],
    [{ boost: winnings, accumulatorBonus: {} }, 'FORMAT_INVALID', 'accumulatorBonus', {}],
    [{ boost: { ...winnings, percent: 0 } }, 'NUMBER_INVALID', 'boost.percent', 0],
    [{ boost: { ...winnings, percent: 0.015 } }, 'FORMAT_INVALID', 'boost.percent', 0.015],
    [{ boost: { ...winnings, of: 'odds' } }, 'FORMAT_INVALID', 'boost.of', 'odds'],
    [{ boost: { ...winnings, cap: -1 } }, 'NUMBER_INVALID', 'boost.cap', -1],
    [{ boost: { ...winnings, selection: 0 } }, 'FORMAT_INVALID', 'boost.selection', 0],
    [{ boost: { of: 'price', percent: 1, selection: 1 } }, 'FORMAT_INVALID', 'boost.selection', 1],
    [{ accumulatorBonus: { version: 9 } }, 'NUMBER_INVALID', 'accumulatorBonus.version', 9],
    [
      {
        legs: Array.from({ length: 2 }, () => ({ odds: '2', result: 'won' })),
        accumulatorBonus: {},
      },
      ...(['FORMAT_INVALID', 'accumulatorBonus', [1]] as const),
    ],
    [
      {
        legs: Array.from({ length: 2 }, () => ({ odds: '2', result: 'won' })),
        boost: { of: 'price', percent: 1 },
      },
      ...(['FORMAT_INVALID', 'boost.selection', undefined] as const),
    ],
  ];

test.each(REFUSALS)('a payout with %j is refused', (more, code, field, value) => {
  const refused = (): Answer => pay(single('2', more));
  expect(refused).toThrow(InputError);
  expect(refused).toThrow(expect.objectContaining({ code, field, value }));
});

test('odds that no bet has are refused with a bonus alone', () => {
  const boost = { of: 'price', percent: 1 };
  expect(() => pay(single('2.00001', { boost }))).toThrow(
    expect.objectContaining({ code: 'ODDS_INVALID', field: 'legs[0].odds', value: 2.00001 }),
  );
  expect(pay(single('2.00001', {})).return).toBe(2_000);
});

const leg = fc.record({
  odds: fc.integer({ min: 10_100, max: 500_000 }).map((odds) => (odds / 10_000).toFixed(4)),
  result: fc.constantFrom('won', 'lost', 'void', 'half-won', 'half-lost'),
});
const bet = fc.array(leg, { minLength: 1, maxLength: 6 }).chain((legs) =>
  fc.record({
    unitStake: fc.integer({ min: 1, max: 100_000 }),
    folds: fc.subarray(
      legs.map((_, at) => at + 1),
      { minLength: 1 },
    ),
    legs: fc.constant(legs),
  }),
);
const boost = fc.record(
  {
    of: fc.constant('price'),
    percent: fc.integer({ min: 1, max: 100_000 }).map((bps) => bps / 100),
    selection: fc.constant(0),
    cap: fc.integer({ min: 0, max: 1_000 }),
  },
  { requiredKeys: ['of', 'percent', 'selection'] },
);

property.prop([bet, boost])(
  'a boost leaves the bet as it is, and adds the difference of the two prices up to the cap',
  (input, given) => {
    const plain = pay(input);
    const boosted = pay({ ...input, boost: given });
    const [first, ...others] = input.legs;
    const scaled = Number(first?.odds) * (10_000 + Math.round(given.percent * 100));
    const odds = (Math.floor(Number(scaled.toFixed(4))) / 10_000).toFixed(4);
    const atBoosted = pay({ ...input, legs: [{ ...first, odds }, ...others] });
    expect(boosted.extra).toBe(
      Math.min(atBoosted.return - plain.return, given.cap ?? Number.MAX_SAFE_INTEGER),
    );
    expect(boosted.return).toBe(plain.return + (boosted.extra ?? 0));
    expect(boosted.totalStake).toBe(plain.totalStake);
  },
);
