import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { betId, type BetId } from '#contracts/mod.ts';

import { isSameSum, openSumOf } from './open-sum.ts';

test('of two bets by hand', () => {
  const bets: [BetId, number][] = [
    [betId('01900000-0000-7000-8000-0000ffffffff'), 2],
    [betId('01900000-0000-7000-8000-000000000010'), 5],
  ];
  expect(openSumOf(bets)).toEqual({ bets: 2, versions: 7, tails: 0xffffffff + 0x10 });
});

const some = fc.uniqueArray(
  fc.record({
    id: fc.uuid({ version: 7 }).map(betId),
    version: fc.integer({ min: 1, max: 9 }),
    more: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 50 },
);
property.prop([some, fc.nat()])(
  'has no order, and notices what is lacking or newer',
  (bets, nth) => {
    const all = bets.map(({ id, version }) => [id, version] as const);
    const whole = openSumOf(all);
    expect(isSameSum(openSumOf(all.toReversed()), whole)).toBe(true);
    const at = nth % bets.length;
    expect(isSameSum(openSumOf(all.toSpliced(at, 1)), whole)).toBe(false);
    const newer = bets.map(
      ({ id, version, more }, i) => [id, i === at ? version + more : version] as const,
    );
    expect(isSameSum(openSumOf(newer), whole)).toBe(false);
  },
);
