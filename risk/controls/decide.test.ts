import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  marketKeyOf,
  ofEachCurrency,
  outcomeId,
  type ErrorCode,
  type Odds,
} from '#contracts/mod.ts';
import { buildFootballIndex, KICK_OFF_CONTEXT } from '#markets/mod.ts';

import { DEFAULT_RATES, FixtureExposure, type ExposureBet } from '../exposure/mod.ts';
import {
  accountOf,
  betOf,
  currency,
  exposureBet,
  odds,
  selection,
} from '../testing/arbitraries.ts';
import {
  DEFAULT_LIMITS,
  ORDINARY_STAKE_FACTOR_BPS,
  type Candidate,
  type DecisionContext,
  type MarketOnOffer,
} from './candidate.ts';
import { CONTROL_CODES, decideBet, maxStake } from './decide.ts';
import { acceptsPrice } from './price-policy.ts';

const INDEX = buildFootballIndex(2, 2);
const NOW = 1_000_000;
const at = (decimal: number) => Math.round(decimal * 10_000) as Odds;

function exposureOf(bets: readonly ExposureBet[] = []): FixtureExposure {
  const exposure = new FixtureExposure({
    index: INDEX,
    context: KICK_OFF_CONTEXT,
    rates: DEFAULT_RATES,
  });
  for (const bet of bets) exposure.put(bet, 'firm');
  return exposure;
}

const candidate: Candidate = {
  betId: betOf(99),
  accountId: accountOf(1),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  odds: at(2),
  stakeMinor: 1_000n,
  currency: 'EUR',
  policy: 'none',
  receivedAt: NOW,
};
const market: MarketOnOffer = {
  status: 'active',
  suspendedBy: [],
  outcomes: [
    { id: outcomeId('home'), odds: at(2) },
    { id: outcomeId('draw'), odds: null },
    { id: outcomeId('away'), odds: at(4) },
  ],
};
const context: DecisionContext = {
  fixtureStatus: 'in-play',
  market,
  priceSeenAt: NOW,
  limits: DEFAULT_LIMITS,
  stakeFactorBps: ORDINARY_STAKE_FACTOR_BPS,
  exposure: exposureOf(),
  budget: { leasedMinor: 10_000_000n, usedElsewhereMinor: 0n },
};
const limits = (changes: Partial<DecisionContext['limits']>) => ({
  limits: { ...DEFAULT_LIMITS, ...changes },
});
const offer = (changes: Partial<MarketOnOffer>) => ({ market: { ...market, ...changes } });
const homeAt = (decimal: number) =>
  offer({ outcomes: [{ id: outcomeId('home'), odds: at(decimal) }] });

/** At 2.00 and a chance of one half nothing is left for what the maker must have taken in. */
const ROBUST = {
  market: { chances: [0.5, 0.25, 0.25], losses: [0, 0, 0], lossLimitMinor: 100_000 },
  at: 0,
};

/** One breach per rule, in the order of the cascade. Each breaks its rule and no later one by itself. */
const BREACHES: readonly [
  ErrorCode,
  Readonly<{ candidate?: Partial<Candidate>; context?: Partial<DecisionContext> }>,
][] = [
  ['FIXTURE_CLOSED', { context: { fixtureStatus: 'ended' } }],
  ['MARKET_NOT_FOUND', { candidate: { marketKey: marketKeyOf('novelty') } }],
  ['OUTCOME_NOT_FOUND', { candidate: { outcomeId: outcomeId('over') } }],
  ['MARKET_CLOSED', { context: offer({ status: 'settled' }) }],
  ['FEED_DOWN', { context: offer({ suspendedBy: ['feed'] }) }],
  ['MARKET_SUSPENDED', { context: offer({ suspendedBy: ['trader'], status: 'suspended' }) }],
  ['PRICE_STALE', { candidate: { odds: at(2.2) }, context: { priceSeenAt: NOW - 60_000 } }],
  ['PRICE_CHANGED', { candidate: { odds: at(2.2) } }],
  ['STAKE_BELOW_MINIMUM', { candidate: { stakeMinor: 9n } }],
  ['BETS_TOO_FREQUENT', { context: { recentBets: 60 } }],
  ['STAKE_ABOVE_LIMIT', { context: limits({ tierLiabilityMinor: 999n }) }],
  [
    'BUILDER_ABOVE_LIMIT',
    { candidate: { also: [] }, context: limits({ maxBuilderPayoutMinor: 1_999n }) },
  ],
  ['PAYOUT_ABOVE_LIMIT', { context: limits({ maxPayoutMinor: 1_999n }) }],
  ['RISK_SAME_BETS', { context: limits({ maxSharedPayoutMinor: 1_999n }) }],
  ['RISK_MARKET_LOSS', { context: { robust: ROBUST } }],
  ['RISK_WORST_CASE', { context: limits({ worstCaseMinor: 999n }) }],
  ['RISK_BUDGET', { context: { budget: { leasedMinor: 1_500n, usedElsewhereMinor: 501n } } }],
  ['RISK_TAIL', { context: { budget: { ...context.budget, tailRoomMinor: 999n } } }],
];
/** What else is broken where a rule cannot be broken alone. */
const COMPANIONS: Partial<Record<ErrorCode, readonly ErrorCode[]>> = {
  FEED_DOWN: ['FEED_DOWN', 'MARKET_SUSPENDED'],
  PRICE_STALE: ['PRICE_STALE', 'PRICE_CHANGED'],
};

const decideWith = (breach: (typeof BREACHES)[number][1]) =>
  decideBet({ ...candidate, ...breach.candidate }, { ...context, ...breach.context });

describe('decideBet', () => {
  test('accepts at the price on offer', () => {
    expect(decideBet(candidate, context)).toEqual({ verdict: 'accept', odds: at(2) });
  });

  test.each(BREACHES)('%s', (code, breach) => {
    expect(decideWith(breach)).toMatchObject({
      verdict: 'reject',
      code,
      reasons: COMPANIONS[code] ?? [code],
    });
  });

  test('the table names every rule, in order', () => {
    expect([...BREACHES.map(([code]) => code), 'STAKE_REFERRED']).toEqual(CONTROL_CODES);
  });

  test('of two breaches the earlier one is told, and both are listed', () => {
    const merged = BREACHES.map(([code, breach]) => ({ code, ...breach }));
    merged.forEach((first, place) => {
      for (const second of merged.slice(place + 1)) {
        const limitsOfBoth =
          first.context?.limits && second.context?.limits
            ? mergeLimits(first.context.limits, second.context.limits)
            : {};
        const both = decideBet(
          { ...candidate, ...second.candidate, ...first.candidate },
          { ...context, ...second.context, ...first.context, ...limitsOfBoth },
        );
        if (both.verdict !== 'reject') throw new Error(`${first.code} and ${second.code}: taken`);
        expect(both.code).toBe(first.code);
        const order = both.reasons.map((code) => CONTROL_CODES.indexOf(code));
        expect(order).toEqual(order.toSorted((left, right) => left - right));
      }
    });
  });

  test.each([
    ['not on the board', { market: undefined }, 'MARKET_CLOSED'],
    ['inactive', offer({ status: 'inactive' }), 'MARKET_SUSPENDED'],
    ['cancelled', offer({ status: 'cancelled' }), 'MARKET_CLOSED'],
    ['in an interrupted match', { fixtureStatus: 'interrupted' }, 'MARKET_SUSPENDED'],
    ['in an abandoned match', { fixtureStatus: 'abandoned' }, 'FIXTURE_CLOSED'],
  ] satisfies [string, Partial<DecisionContext>, ErrorCode][])(
    'a market %s is refused',
    (_, changes, code) => {
      expect(decideWith({ context: changes })).toMatchObject({ verdict: 'reject', code });
    },
  );

  test('an outcome without a price is suspended, and there is no largest stake', () => {
    expect(decideWith({ candidate: { outcomeId: outcomeId('draw') } })).toEqual({
      verdict: 'reject',
      code: 'MARKET_SUSPENDED',
      reasons: ['MARKET_SUSPENDED'],
      offered: null,
      maxStakeMinor: null,
    });
  });

  test('a price that the policy accepts is taken however old the one on the screen was', () => {
    const old = { priceSeenAt: null };
    const better = { candidate: { odds: at(1.9), policy: 'higher' as const }, context: old };
    expect(decideWith(better)).toMatchObject({ verdict: 'accept', odds: at(2) });
    const any = { candidate: { odds: at(3), policy: 'any' as const }, context: old };
    expect(decideWith(any)).toMatchObject({ verdict: 'accept', odds: at(2) });
  });

  test('a refusal says what is on offer and how much would be taken', () => {
    expect(
      decideWith({ context: { ...limits({ worstCaseMinor: 700n }), ...homeAt(2.5) } }),
    ).toEqual({
      verdict: 'reject',
      code: 'PRICE_CHANGED',
      reasons: ['PRICE_CHANGED', 'RISK_WORST_CASE'],
      offered: at(2.5),
      // 466 wins 699 net and 467 wins 701: half up.
      maxStakeMinor: 466n,
    });
  });
});

type Limits = DecisionContext['limits'];
const mergeLimits = (first: Limits, second: Limits): { limits: Limits } => {
  const lower = (left: bigint, right: bigint) => (left < right ? left : right);
  return {
    limits: {
      ...first,
      worstCaseMinor: lower(first.worstCaseMinor, second.worstCaseMinor),
      maxPayoutMinor: lower(first.maxPayoutMinor, second.maxPayoutMinor),
      tierLiabilityMinor: lower(first.tierLiabilityMinor, second.tierLiabilityMinor),
    },
  };
};

describe('acceptsPrice', () => {
  test.each([
    ['none', [false, true, false]],
    ['higher', [false, true, true]],
    ['any', [true, true, true]],
  ] as const)('%s', (policy, [lower, equal, higher]) => {
    expect(acceptsPrice(policy, at(2), at(1.9))).toBe(lower);
    expect(acceptsPrice(policy, at(2), at(2))).toBe(equal);
    expect(acceptsPrice(policy, at(2), at(2.1))).toBe(higher);
  });
});

describe('stake limits', () => {
  const earlier: ExposureBet = { ...candidate, betId: betOf(1), stakeMinor: 600n };

  test('splitting a stake over several bets gains nothing', () => {
    const exposure = exposureOf([earlier]);
    const tight = limits({ tierLiabilityMinor: 1_000n });
    expect(maxStake(candidate, { ...context, ...tight, exposure })).toBe(400n);
    const capped = limits({ maxPayoutMinor: 1_500n });
    expect(maxStake(candidate, { ...context, ...capped, exposure })).toBe(150n);
  });

  test('another account, and another selection, have their own room', () => {
    const exposure = exposureOf([earlier]);
    const tight = { ...limits({ tierLiabilityMinor: 1_000n }), exposure };
    expect(maxStake({ ...candidate, accountId: accountOf(2) }, { ...context, ...tight })).toBe(
      1_000n,
    );
  });

  test('a stake factor scales the limit of the tier', () => {
    const tight = limits({ tierLiabilityMinor: 1_000n });
    expect(maxStake(candidate, { ...context, ...tight, stakeFactorBps: 500 })).toBe(50n);
  });

  test('the worst case counts what other markets bring in', () => {
    const draw: ExposureBet = {
      ...candidate,
      betId: betOf(2),
      outcomeId: outcomeId('draw'),
      stakeMinor: 500n,
      odds: at(3),
    };
    const tight = limits({ worstCaseMinor: 1_000n });
    const both = { ...context, ...tight, exposure: exposureOf([draw]) };
    expect(maxStake(candidate, both)).toBe(1_500n);
  });

  test('past its limit a fixture still takes what lowers its worst case', () => {
    const big: ExposureBet = { ...candidate, betId: betOf(3), stakeMinor: 5_000n };
    const away = { ...candidate, outcomeId: outcomeId('away'), odds: at(4) };
    const full = { ...context, ...limits({ worstCaseMinor: 100n }), exposure: exposureOf([big]) };
    expect(maxStake(candidate, full)).toBe(0n);
    // Away wins bring 5,000 in and pay 3 net for each unit: the limit of 100 is reached at 1,700.
    expect(maxStake(away, full)).toBe(1_700n);
  });

  test('without a lease nothing may add to the worst case of the fixture', () => {
    const none = { leasedMinor: 0n, usedElsewhereMinor: 0n };
    expect(maxStake(candidate, { ...context, budget: none })).toBe(0n);
    const big: ExposureBet = { ...candidate, betId: betOf(3), stakeMinor: 5_000n };
    const away = { ...candidate, outcomeId: outcomeId('away'), odds: at(4) };
    // The worst case stays the loss of 5,000 on a home win while an away win costs no more than that.
    expect(maxStake(away, { ...context, budget: none, exposure: exposureOf([big]) })).toBe(3_333n);
  });

  test('scenarios without mass set no limit', () => {
    const weights = new Float64Array(INDEX.size);
    weights[0] = 1;
    const goalless = { ...context, ...limits({ worstCaseMinor: 0n }), weights };
    const tier = DEFAULT_LIMITS.tierLiabilityMinor;
    expect(maxStake(candidate, goalless)).toBe(tier);
  });
});

const amount = fc.bigInt({ min: 0n, max: 5_000n });
const tightContext = fc
  .record({
    bets: fc.array(exposureBet, { maxLength: 8 }),
    price: odds,
    worstCaseMinor: amount,
    maxPayoutMinor: amount,
    tierLiabilityMinor: amount,
    leasedMinor: amount,
    usedElsewhereMinor: amount,
    stakeFactorBps: fc.integer({ min: 100, max: 100_000 }),
    minimum: fc.bigInt({ min: 1n, max: 20n }),
    restrict: fc.boolean(),
  })
  .map((drawn) => {
    // Small stakes beside small limits, so that every rule is the binding one now and then.
    const bets = drawn.bets.map((bet) => ({ ...bet, stakeMinor: (bet.stakeMinor % 500n) + 1n }));
    const { minimum } = drawn;
    const weights = Float64Array.from({ length: INDEX.size }, (_, cell) => cell % 3);
    return {
      price: drawn.price,
      context: {
        ...context,
        exposure: exposureOf(bets),
        stakeFactorBps: drawn.stakeFactorBps,
        budget: { leasedMinor: drawn.leasedMinor, usedElsewhereMinor: drawn.usedElsewhereMinor },
        limits: {
          ...DEFAULT_LIMITS,
          worstCaseMinor: drawn.worstCaseMinor,
          maxPayoutMinor: drawn.maxPayoutMinor,
          tierLiabilityMinor: drawn.tierLiabilityMinor,
          minStakeMinor: ofEachCurrency(() => minimum),
        },
        ...(drawn.restrict ? { weights } : {}),
      },
    };
  });

describe('properties of the largest stake', () => {
  property.prop([tightContext, selection, currency], { numRuns: 400 })(
    'it is taken, and one minor unit more is not',
    ({ price, context: tight }, on, money) => {
      const wanted = { ...candidate, ...on, odds: price, currency: money };
      const offered = {
        ...tight,
        market: { ...market, outcomes: [{ id: on.outcomeId, odds: price }] },
      };
      const largest = maxStake(wanted, offered);
      if (largest === null) throw new Error('there is a price');
      const verdict = (stakeMinor: bigint) => decideBet({ ...wanted, stakeMinor }, offered).verdict;
      expect(verdict(largest + 1n)).toBe('reject');
      expect(largest).toBeGreaterThanOrEqual(0n);
      if (largest > 0n) expect(verdict(largest)).toBe('accept');
      else for (let stake = 1n; stake <= 40n; stake += 1n) expect(verdict(stake)).toBe('reject');
    },
  );

  property.prop([tightContext, selection, currency, fc.bigInt({ min: 1n, max: 3_000n })])(
    'the verdict is what a slow look at every scenario says',
    ({ price, context: tight }, on, money, stakeMinor) => {
      const wanted = { ...candidate, ...on, odds: price, currency: money, stakeMinor };
      const offered = {
        ...tight,
        market: { ...market, outcomes: [{ id: on.outcomeId, odds: price }] },
      };
      const decision = decideBet(wanted, offered);
      expect(decision.verdict === 'accept').toBe(slowlyAccepts(wanted, offered));
    },
  );
});

/** The stake rules by adding the bet to a copy of the book and looking at every scenario. */
function slowlyAccepts(wanted: Candidate, offered: DecisionContext): boolean {
  const { exposure, weights, budget } = offered;
  const rules = offered.limits;
  if (wanted.stakeMinor < rules.minStakeMinor[wanted.currency]) return false;
  const bets = exposure.positions().map(({ bet }) => bet);
  const after = exposureOf([...bets, wanted]);
  const { held } = after.heldOn(wanted, wanted.accountId);
  const net = held.returnMinor - held.stakedMinor;
  if (net * 10_000 > Number(rules.tierLiabilityMinor) * offered.stakeFactorBps) return false;
  if (held.returnMinor > Number(rules.maxPayoutMinor)) return false;
  const room = Number(budget.leasedMinor - budget.usedElsewhereMinor);
  const used = Math.max(0, -exposure.worstCaseMinor(weights));
  for (let cell = 0; cell < INDEX.size; cell += 1) {
    if (weights?.[cell] === 0) continue;
    const before = (exposure.payouts[cell] ?? 0) - exposure.stakedMinor;
    const loss = (after.payouts[cell] ?? 0) - after.stakedMinor;
    if (loss <= before) continue;
    if (loss > Number(rules.worstCaseMinor) || loss > Math.max(room, used)) return false;
  }
  return true;
}

test('a payout is in the currency of the bet', () => {
  const yen = decideBet(
    { ...candidate, currency: 'JPY', stakeMinor: 501n },
    { ...context, ...homeAt(2) },
  );
  expect(yen).toEqual({ verdict: 'accept', odds: at(2) });
});
