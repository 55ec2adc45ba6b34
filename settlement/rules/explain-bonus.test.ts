import { describe, expect, test } from 'vitest';

import {
  marketKey,
  outcomeId,
  type BetBonus,
  type Odds,
  type OutcomeResult,
  type Terms,
} from '#contracts/mod.ts';
import { rational } from '#markets/mod.ts';

import { explain, type LegToExplain } from './explain.ts';
import { isLostForSure, payoutOf } from './payout.ts';

const GRANT = '0190a000-0000-7000-8000-00000000000c';
const FREE: BetBonus = { kind: 'free-bet', grantId: GRANT, stakeReturned: false };
const BOOST: BetBonus = {
  kind: 'boost',
  grantId: GRANT,
  of: 'winnings',
  percentBps: 1_250,
  capMinor: '10000',
};

const leg = (result: OutcomeResult | null, decimal = 2.5): LegToExplain => ({
  odds: Math.round(decimal * 10_000) as Odds,
  result,
  parts: [
    {
      marketKey: marketKey('match-result'),
      outcomeId: outcomeId('home'),
      teams: { home: 'Lions', away: 'Tigers' },
      basis: 'Full time 2-1',
      resultVersion: 1,
      result,
    },
  ],
});

function told(bonus: BetBonus, legs: readonly LegToExplain[], terms: Terms | null = null) {
  const resulted = legs.map((each) => ({ ...each, result: each.result ?? ('lost' as const) }));
  const payout = payoutOf(1_000n, resulted, terms, bonus);
  return explain(
    { currency: 'EUR', stakeMinor: 1_000n, terms, bonus, legs, rulesVersion: 1 },
    payout,
  );
}

describe('the sentence of', () => {
  const LEG = 'Full time 2-1: Match result, Lions at 2.50';
  test.each<[BetBonus, OutcomeResult, string]>([
    [FREE, 'won', `${LEG} won. Free bet of 10.00 EUR × 3/2 = 15.00 EUR, its stake not included.`],
    [
      { ...FREE, stakeReturned: true },
      'won',
      `${LEG} won. Free bet of 10.00 EUR × 5/2 = 25.00 EUR.`,
    ],
    [FREE, 'lost', `${LEG} lost. The free bet of 10.00 EUR is lost.`],
    [FREE, 'void', `${LEG} is void. The free bet of 10.00 EUR is given back.`],
    [
      BOOST,
      'won',
      `${LEG} won. 10.00 EUR × 5/2 = 25.00 EUR. Boost of 12.5 % on the winnings: 1.88 EUR more, 26.88 EUR in all.`,
    ],
    [BOOST, 'lost', `${LEG} lost. The stake of 10.00 EUR is lost.`],
    [BOOST, 'void', `${LEG} is void. The stake of 10.00 EUR is returned.`],
  ])('%o that is %s', (bonus, result, sentence) => {
    expect(told(bonus, [leg(result)]).sentence).toBe(sentence);
  });

  test('an accumulator says what it got on top', () => {
    const bonus: BetBonus = { kind: 'accumulator', version: 1, capMinor: '1000' };
    const terms = { folds: [5], lines: 1, unitStakeMinor: '1000' };
    const said = told(
      bonus,
      Array.from({ length: 5 }, () => leg('won', 2)),
      terms,
    );
    expect(said.sentence).toMatch(
      / 5-fold: 10\.00 EUR × 32 = 320\.00 EUR\. Accumulator bonus: 10\.00 EUR more, 330\.00 EUR in all\.$/u,
    );
    expect(said).toMatchObject({ payoutMinor: '33000', extraMinor: '1000', factor: '32' });
  });
});

describe('an each-way bet', () => {
  const place = { fraction: rational(1n, 5n), result: 'won' as const };
  const terms: Terms = { folds: [1], lines: 2, unitStakeMinor: '500', eachWay: true };

  test('is paid by its win and its place part, and says so', () => {
    const placed = { ...leg('lost', 11), place };
    const payout = payoutOf(1_000n, [{ ...placed, result: 'lost' }], terms);
    expect(payout.payoutMinor).toBe(1_500n);
    const bet = {
      currency: 'EUR' as const,
      stakeMinor: 1_000n,
      terms,
      legs: [placed],
      rulesVersion: 1,
    };
    const said = explain(bet, payout);
    expect(said.legs[0]).toMatchObject({ factor: '0', place: { result: 'won', factor: '3' } });
    expect(said.sentence).toMatch(
      /Single each-way, 2 lines of 5\.00 EUR: 10\.00 EUR × 3\/2 = 15\.00 EUR\.$/u,
    );
  });

  test('is lost for sure only when its place part is lost as well', () => {
    expect(isLostForSure([{ ...leg('lost', 11), place }], terms)).toBe(false);
    expect(
      isLostForSure([{ ...leg('lost', 11), place: { ...place, result: 'lost' } }], terms),
    ).toBe(true);
    expect(isLostForSure([{ ...leg(null, 11), place: { ...place, result: 'lost' } }], terms)).toBe(
      false,
    );
  });
});
