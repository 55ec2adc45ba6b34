import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { marketKeyOf, outcomeId, SHARE_SCALE, type Odds } from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import { betAmounts, DEFAULT_RATES, FixtureExposure } from '../exposure/mod.ts';
import { lossMoves, staysBounded } from '../robust/mod.ts';
import { accountOf, betOf, currency } from '../testing/arbitraries.ts';
import { DEFAULT_LIMITS, ORDINARY_STAKE_FACTOR_BPS } from './candidate.ts';
import type { Candidate, DecisionContext, RobustStanding } from './candidate.ts';
import { decideBet, maxStake } from './decide.ts';

const HUGE = 10n ** 15n;
const OUTCOMES = ['home', 'draw', 'away'].map(outcomeId);
/** Nothing but the loss of the market stands against a stake. */
const LIMITS = {
  ...DEFAULT_LIMITS,
  worstCaseMinor: HUGE,
  maxPayoutMinor: HUGE,
  maxSharedPayoutMinor: HUGE,
  tierLiabilityMinor: HUGE,
};
const exposure = new FixtureExposure({
  index: buildFootballIndex(2, 2),
  context: KICK_OFF_CONTEXT,
  rates: DEFAULT_RATES,
});

const scene = (robust: RobustStanding | null, odds: Odds): DecisionContext => ({
  fixtureStatus: 'not-started',
  market: {
    status: 'active',
    suspendedBy: [],
    outcomes: OUTCOMES.map((id) => ({ id, odds })),
  },
  priceSeenAt: 0,
  limits: LIMITS,
  stakeFactorBps: ORDINARY_STAKE_FACTOR_BPS,
  exposure,
  budget: { leasedMinor: HUGE, usedElsewhereMinor: 0n },
  robust,
});
const candidateOf = (at: number, odds: Odds, more: Partial<Candidate> = {}): Candidate => ({
  betId: betOf(1),
  accountId: accountOf(1),
  marketKey: marketKeyOf('match-result'),
  outcomeId: OUTCOMES[at] ?? outcomeId('home'),
  odds,
  stakeMinor: 1_000n,
  currency: 'EUR',
  policy: 'any',
  receivedAt: 0,
  ...more,
});

const standing: fc.Arbitrary<RobustStanding> = fc
  .record({
    weights: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    }),
    losses: fc.array(fc.integer({ min: -2e6, max: 5e5 }), { minLength: 3, maxLength: 3 }),
    lossLimitMinor: fc.integer({ min: 1_000, max: 1_000_000 }),
    at: fc.nat(2),
  })
  .map(({ weights, at, ...market }) => {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return { at, market: { ...market, chances: weights.map((weight) => weight / sum) } };
  });
const price = fc.integer({ min: 10_100, max: 300_000 }).map((odds) => odds as Odds);

property.prop([standing, price, currency, fc.boolean()])(
  'the largest stake is taken, one unit more is not, and it keeps the bound',
  (robust, odds, of, isShared) => {
    const whole = { rest: '0', onLeg: String(3n * SHARE_SCALE) };
    const share = isShared ? { most: whole, typical: whole } : undefined;
    const candidate = candidateOf(robust.at, odds, { currency: of, share });
    const context = scene(robust, odds);
    const most = maxStake(candidate, context) ?? -1n;
    const decide = (stakeMinor: bigint) => decideBet({ ...candidate, stakeMinor }, context);
    const smallest = LIMITS.minStakeMinor[of];
    if (most > 0n) expect(decide(most).verdict).toBe('accept');
    const more = most > 0n ? most + 1n : smallest;
    expect(decide(more)).toMatchObject({ verdict: 'reject', code: 'RISK_MARKET_LOSS' });
    if (most === 0n) return;
    const amounts = betAmounts({ stakeMinor: most, odds, currency: of, share }, DEFAULT_RATES);
    const moves = lossMoves(amounts, { at: robust.at, count: 3, isShared });
    expect(staysBounded(robust.market, moves)).toBe(true);
    const [before, by] = [robust.market.losses[robust.at] ?? 0, moves[robust.at] ?? 0];
    // A price may be so short that nothing is won.
    if (by > 0) expect(before + by).toBeLessThanOrEqual(robust.market.lossLimitMinor);
  },
);

test('a market of the model has no such bound', () => {
  const odds = 90_000 as Odds;
  const candidate = candidateOf(0, odds, { stakeMinor: 10_000_000n });
  expect(decideBet(candidate, scene(null, odds))).toEqual({ verdict: 'accept', odds });
});

test('a trader cannot set it aside', () => {
  const odds = 90_000 as Odds;
  const market = { chances: [0.5, 0.3, 0.2], losses: [0, 0, 0], lossLimitMinor: 1_000 };
  for (const referral of ['wished', 'granted'] as const) {
    const candidate = candidateOf(0, odds, { referral });
    expect(decideBet(candidate, scene({ market, at: 0 }, odds))).toMatchObject({
      verdict: 'reject',
      code: 'RISK_MARKET_LOSS',
    });
  }
});
