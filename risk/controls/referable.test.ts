import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId, type ErrorCode, type Odds } from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import { DEFAULT_RATES, FixtureExposure } from '../exposure/mod.ts';
import { accountOf, betOf } from '../testing/arbitraries.ts';
import {
  DEFAULT_LIMITS,
  ORDINARY_STAKE_FACTOR_BPS,
  type Candidate,
  type DecisionContext,
  type MarketOnOffer,
} from './candidate.ts';
import { decideBet, maxStake } from './decide.ts';

const EVENS = 20_000 as Odds;
const market: MarketOnOffer = {
  status: 'active',
  suspendedBy: [],
  outcomes: [{ id: outcomeId('home'), odds: EVENS }],
};
const plain: Candidate = {
  betId: betOf(99),
  accountId: accountOf(1),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  odds: EVENS,
  stakeMinor: 1_000n,
  currency: 'EUR',
  policy: 'none',
  receivedAt: 0,
};
const wished: Candidate = { ...plain, referral: 'wished' };
const granted: Candidate = { ...plain, referral: 'granted' };

const context = (
  limits: Partial<DecisionContext['limits']> = {},
  more: Partial<DecisionContext> = {},
): DecisionContext => ({
  fixtureStatus: 'in-play',
  market,
  priceSeenAt: 0,
  stakeFactorBps: ORDINARY_STAKE_FACTOR_BPS,
  exposure: new FixtureExposure({
    index: buildFootballIndex(2, 2),
    context: KICK_OFF_CONTEXT,
    rates: DEFAULT_RATES,
  }),
  budget: { leasedMinor: 10_000_000n, usedElsewhereMinor: 0n },
  ...more,
  limits: { ...DEFAULT_LIMITS, ...limits },
});

describe('a trader is asked', () => {
  test('about a large stake, always, and one unit below nobody is', () => {
    const large = context({ referAboveMinor: 999n });
    const refer = { verdict: 'refer', odds: EVENS, code: 'STAKE_REFERRED', maxStakeMinor: 999n };
    expect(decideBet(plain, large)).toEqual(refer);
    expect(maxStake(plain, large)).toBe(999n);
    expect(decideBet({ ...plain, stakeMinor: 999n }, large).verdict).toBe('accept');
  });

  test.each([
    ['STAKE_ABOVE_LIMIT', { tierLiabilityMinor: 700n }],
    ['RISK_WORST_CASE', { worstCaseMinor: 700n }],
  ] as const)('past %s where the customer wishes it', (code, limits) => {
    expect(decideBet(plain, context(limits))).toMatchObject({ verdict: 'reject', code });
    const refer = { verdict: 'refer', odds: EVENS, code, maxStakeMinor: 700n };
    expect(decideBet(wished, context(limits))).toEqual(refer);
    expect(decideBet(granted, context(limits))).toEqual({ verdict: 'accept', odds: EVENS });
  });

  test('not about what the rules take', () => {
    expect(decideBet(wished, context())).toEqual({ verdict: 'accept', odds: EVENS });
  });

  test('and takes it at the price that was asked for, wherever the board is', () => {
    const moved = { ...market, outcomes: [{ id: outcomeId('home'), odds: 18_000 as Odds }] };
    expect(decideBet(granted, context({}, { market: moved }))).toEqual({
      verdict: 'accept',
      odds: EVENS,
    });
    const gone = { ...market, outcomes: [{ id: outcomeId('home'), odds: null }] };
    expect(decideBet(granted, context({}, { market: gone })).verdict).toBe('reject');
  });

  test.each<[ErrorCode, DecisionContext]>([
    ['FIXTURE_CLOSED', context({}, { fixtureStatus: 'ended' })],
    [
      'MARKET_SUSPENDED',
      context({}, { market: { ...market, status: 'suspended', suspendedBy: ['trader'] } }),
    ],
    ['FEED_DOWN', context({}, { market: { ...market, suspendedBy: ['feed'] } })],
    [
      'STAKE_BELOW_MINIMUM',
      context({ minStakeMinor: { ...DEFAULT_LIMITS.minStakeMinor, EUR: 1_001n } }),
    ],
    ['PAYOUT_ABOVE_LIMIT', context({ maxPayoutMinor: 1_999n })],
    ['RISK_BUDGET', context({}, { budget: { leasedMinor: 0n, usedElsewhereMinor: 0n } })],
  ])('never past %s', (code, refusing) => {
    const tight = { ...refusing, limits: { ...refusing.limits, tierLiabilityMinor: 700n } };
    for (const candidate of [wished, granted]) {
      const decision = decideBet(candidate, tight);
      if (decision.verdict !== 'reject') throw new Error(decision.verdict);
      expect(decision.reasons).toContain(code);
    }
  });
});
