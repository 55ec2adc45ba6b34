import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import {
  marketKey,
  MAX_ODDS,
  MIN_ODDS,
  outcomeId,
  payoutMinor,
  type Odds,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { formatRational } from '#markets/mod.ts';

import { explain } from './explain.ts';
import { payoutOf } from './payout.ts';

const odds = (decimal: number): Odds => Math.round(decimal * 10_000) as Odds;

// Golden cases of published Asian-line rules and a chain of five legs.
test.each<[bigint, [number, OutcomeResult][], string, bigint]>([
  [1_000n, [[2.5, 'won']], '5/2', 2_500n],
  [1_000n, [[2.5, 'lost']], '0', 0n],
  [1_000n, [[2.5, 'void']], '1', 1_000n],
  [10_000n, [[1.825, 'won']], '73/40', 18_250n],
  [10_000n, [[1.825, 'half-won']], '113/80', 14_125n],
  [10_000n, [[2.075, 'half-lost']], '1/2', 5_000n],
  [10_000n, [[1.95, 'half-won']], '59/40', 14_750n],
  [1n, [[1.5, 'won']], '3/2', 2n],
  [1n, [[1.5, 'half-lost']], '1/2', 1n],
  [3n, [[1.01, 'half-won']], '201/200', 3n],
])('%s at %o pays by %s: %s', (stake, legs, factor, payout) => {
  const resulted = legs.map(([decimal, result]) => ({ odds: odds(decimal), result }));
  const { factor: exact, payoutMinor: paid } = payoutOf(stake, resulted);
  expect([formatRational(exact), paid]).toEqual([factor, payout]);
});

test.each<[Partial<Record<number, OutcomeResult>>, bigint]>([
  [{}, 2_693n],
  [{ 2: 'half-won' }, 2_005n],
  [{ 0: 'half-lost' }, 668n],
])('a chain of five legs with %o rounds once', (other, payout) => {
  const legs = [2.015, 1.755, 2.045, 1.895, 1.965].map((decimal, at) => ({
    odds: odds(decimal),
    result: other[at] ?? 'won',
  }));
  expect(payoutOf(100n, legs).payoutMinor).toBe(payout);
});

const anyOdds = fc.integer({ min: MIN_ODDS, max: MAX_ODDS }).map((value) => value as Odds);
const anyResult = fc.constantFrom<OutcomeResult>('won', 'lost', 'void', 'half-won', 'half-lost');
const anyStake = fc.bigInt({ min: 1n, max: 10n ** 12n });

property.prop([anyStake, anyOdds])('a won single pays what acceptance promised', (stake, price) => {
  expect(payoutOf(stake, [{ odds: price, result: 'won' }]).payoutMinor).toBe(
    payoutMinor(stake, price),
  );
});

property.prop([
  anyStake,
  fc.array(fc.record({ odds: anyOdds, result: anyResult }), { minLength: 1, maxLength: 8 }),
])(
  'the order of legs does not matter, a lost leg takes all and a void leg nothing',
  (stake, legs) => {
    const { payoutMinor: paid } = payoutOf(stake, legs);
    expect(payoutOf(stake, legs.toReversed()).payoutMinor).toBe(paid);
    expect(payoutOf(stake, [...legs, { odds: MIN_ODDS, result: 'void' }]).payoutMinor).toBe(paid);
    expect(payoutOf(stake, [...legs, { odds: MIN_ODDS, result: 'lost' }]).payoutMinor).toBe(0n);
    expect(paid === 0n || !legs.some(({ result }) => result === 'lost')).toBe(true);
  },
);

const explained = (result: OutcomeResult, stakeMinor = 1_000n) => {
  const part = {
    marketKey: marketKey('total-goals', { line: '2.5' }),
    outcomeId: outcomeId('over'),
    teams: { home: 'Lions', away: 'Tigers' },
    basis: 'Full time 2-1',
    resultVersion: 1,
    result,
  };
  const leg = { odds: odds(2.5), result, parts: [part] as const };
  const bet = { currency: 'EUR' as const, stakeMinor, terms: null, legs: [leg], rulesVersion: 1 };
  return explain(bet, payoutOf(stakeMinor, [leg]));
};

test('an explanation says the fact, the factor and the amount', () => {
  expect(explained('won')).toEqual({
    sentence: 'Full time 2-1: Total goals 2.5, Over 2.5 at 2.50 won. 10.00 EUR × 5/2 = 25.00 EUR.',
    rulesVersion: 1,
    factor: '5/2',
    stakeMinor: '1000',
    payoutMinor: '2500',
    legs: [
      {
        market: 'Total goals 2.5',
        outcome: 'Over 2.5',
        odds: '2.50',
        basis: 'Full time 2-1',
        result: 'won',
        resultVersion: 1,
        factor: '5/2',
      },
    ],
  });
  expect(explained('half-won').sentence).toContain('half won. 10.00 EUR × 7/4 = 17.50 EUR.');
  expect(explained('lost').sentence).toContain('lost. The stake of 10.00 EUR is lost.');
  expect(explained('void').sentence).toContain('is void. The stake of 10.00 EUR is returned.');
});
