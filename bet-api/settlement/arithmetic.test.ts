import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { formatRational, multiplyRational, rational, roundHalfUp } from '#markets/mod.ts';

import { stepsOf, type Sums } from './arithmetic.ts';

const sums = (changed: Partial<Sums>): Sums => ({
  currency: 'EUR',
  stakeMinor: 1_000n,
  payoutMinor: 2_500n,
  bonusMinor: 0n,
  factor: '5/2',
  legs: ['5/2'],
  lines: [],
  ...changed,
});

test.each<[string, Partial<Sums>, readonly string[]]>([
  ['a single', {}, ['10.00 × 5/2 = 25.00']],
  [
    'odd cents',
    { stakeMinor: 333n, factor: '59/40', legs: ['59/40'], payoutMinor: 491n },
    ['3.33 × 59/40 = 4.91, rounded half up once'],
  ],
  [
    'a double',
    { factor: '15/2', legs: ['5/2', '3'], payoutMinor: 7_500n },
    ['5/2 × 3 = 15/2', '10.00 × 15/2 = 75.00'],
  ],
  [
    'two singles',
    { factor: '7/4', legs: ['5/2', '1'], lines: ['5/2', '1'], payoutMinor: 1_750n },
    ['(5/2 + 1) ÷ 2 lines = 7/4', '10.00 × 7/4 = 17.50'],
  ],
  [
    'a bonus',
    { payoutMinor: 2_650n, bonusMinor: 150n },
    ['10.00 × 5/2 = 25.00', '25.00 + 1.50 bonus = 26.50'],
  ],
  [
    'a free bet',
    { payoutMinor: 1_500n },
    ['10.00 × 5/2 = 25.00', '25.00 − 10.00 of the house = 15.00'],
  ],
  [
    'what was lost before its last leg',
    { factor: '0', legs: ['0', 'open'], payoutMinor: 0n },
    ['10.00 × 0 = 0.00'],
  ],
  ['what is no such sum', { payoutMinor: 2_000n }, ['20.00 EUR']],
])('%s', (_, changed, steps) => {
  expect(stepsOf(sums(changed))).toEqual(steps);
});

const amount = fc.bigInt({ min: 1n, max: 1_000_000n });
const factor = fc
  .tuple(fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 1n, max: 40n }))
  .map(([up, down]) => rational(up, down));
property.prop([amount, fc.array(factor, { minLength: 1, maxLength: 5 }), fc.nat(900)])(
  'the last step ends with the payout',
  (stakeMinor, legs, extra) => {
    const total = legs.reduce(multiplyRational);
    const bonusMinor = BigInt(extra);
    const payoutMinor = roundHalfUp(multiplyRational(total, rational(stakeMinor))) + bonusMinor;
    const told = stepsOf(
      sums({
        stakeMinor,
        payoutMinor,
        bonusMinor,
        factor: formatRational(total),
        legs: legs.map(formatRational),
      }),
    );
    const cents = payoutMinor.toString().padStart(3, '0');
    expect(told.at(-1)).toContain(`= ${cents.slice(0, -2)}.${cents.slice(-2)}`);
    expect(told).toHaveLength(1 + Number(legs.length > 1) + Number(extra > 0));
  },
);
