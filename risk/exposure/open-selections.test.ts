import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import {
  betId,
  fixtureId,
  type BetBonus,
  type BetMessage,
  type Odds,
  type OutcomeId,
  type OutcomeResult,
} from '#contracts/mod.ts';
import {
  betPayout,
  buildFootballIndex,
  codeOf,
  KICK_OFF_CONTEXT,
  legFactor,
  lineCount,
  payoffTable,
  rational,
  RESULT_BY_CODE,
  ticketReturn,
} from '#markets/mod.ts';

import { betMessage, accountOf } from '../testing/arbitraries.ts';
import { FixtureExposure } from './fixture-exposure.ts';
import { DEFAULT_RATES } from './house-money.ts';
import { openSelections, returnIfWon } from './open-selections.ts';

const INDEX = buildFootballIndex(2, 2);
const SCOPE = { index: INDEX, context: KICK_OFF_CONTEXT, rates: DEFAULT_RATES };
const MATCH_RESULT = { type: 'match-result', specifiers: {} } as const;

const legArb = fc.record({
  outcome: fc.constantFrom('home', 'draw', 'away'),
  odds: fc.integer({ min: 10_100, max: 80_000 }).map((odds) => odds as Odds),
  result: fc.constantFrom<OutcomeResult | null>(null, null, 'won', 'void', 'half-lost'),
  banker: fc.boolean(),
});

/** A bet of two to five legs, each on a fixture of its own, the first of them open. */
const betArb = fc
  .array(legArb, { minLength: 2, maxLength: 5 })
  .chain((legs) => {
    const free = legs.filter(({ banker }) => !banker).length;
    const sizes = Array.from({ length: free + 1 }, (_, size) => size).slice(
      free === legs.length ? 1 : 0,
    );
    return fc.record({
      legs: fc.constant(legs),
      folds: fc.subarray(sizes, { minLength: 1 }),
      unit: fc.integer({ min: 1, max: 5_000 }),
    });
  })
  .map(({ legs, folds, unit }): BetMessage => {
    const free = legs.filter(({ banker }) => !banker).length;
    const lines = lineCount(free, folds);
    const plain = betMessage(
      {
        betId: betId('x'),
        accountId: accountOf(1),
        marketKey: 'match-result' as never,
        outcomeId: 'home' as OutcomeId,
        odds: 20_000 as Odds,
        stakeMinor: BigInt(unit * lines),
        currency: 'EUR',
      },
      { status: 'accepted', fixture: fixtureId('f-0'), receivedAt: 1, index: 0, number: 1 },
    );
    const [leg] = plain.legs;
    if (leg === undefined) throw new Error('no leg');
    return {
      ...plain,
      terms: { folds: [...folds], lines, unitStakeMinor: String(unit) },
      legs: legs.map(({ outcome, odds, result, banker }, at) => ({
        ...leg,
        leg: at,
        fixtureId: fixtureId(`f-${at}`),
        outcomeId: outcome as OutcomeId,
        odds,
        result: at === 0 ? null : result,
        ...(banker ? { banker: true as const } : {}),
      })),
    };
  });

/** What the bet pays when the open legs have these results: the whole bet worked out anew. */
function paid({ terms, legs }: BetMessage, open: ReadonlyMap<number, OutcomeResult>): bigint {
  if (terms === undefined) throw new Error('no terms');
  return ticketReturn(
    terms,
    legs.map(({ leg, odds, result, banker = false }) => ({
      factor: legFactor({
        odds: rational(BigInt(odds), 10_000n),
        result: result ?? open.get(leg) ?? 'void',
      }),
      banker,
    })),
  ).returnMinor;
}

property.prop([
  betArb,
  fc.array(fc.constantFrom<OutcomeResult>('won', 'lost', 'void'), { minLength: 5, maxLength: 5 }),
])(
  'no end of the match costs more than its exposure says, whatever the other legs do',
  (bet, others) => {
    const open = openSelections(bet).find(({ fixtureId: id }) => id === fixtureId('f-0'));
    if (open === undefined) throw new Error('the first leg is open');
    const exposure = new FixtureExposure(SCOPE);
    exposure.put(open.bet, 'firm');
    const table = payoffTable(INDEX, MATCH_RESULT, KICK_OFF_CONTEXT)?.get(open.bet.outcomeId);
    const losses = exposure.worstLossByCode(open.bet);
    let most = 0n;
    for (const code of [codeOf('won'), codeOf('lost')]) {
      const results = new Map(others.map((result, leg) => [leg, result]));
      results.set(0, RESULT_BY_CODE[code] ?? 'lost');
      const loss = paid(bet, results) - BigInt(bet.stakeMinor);
      expect(BigInt(losses[code] ?? 0)).toBeGreaterThanOrEqual(loss);
      const bestResults = new Map(others.map((_, leg): [number, OutcomeResult] => [leg, 'won']));
      bestResults.set(0, RESULT_BY_CODE[code] ?? 'lost');
      const best = paid(bet, bestResults) - BigInt(bet.stakeMinor);
      if (best > most) most = best;
    }
    expect(table).toBeDefined();
    // Not beyond one minor unit more than the worst that can be.
    expect(BigInt(-exposure.worstCaseMinor())).toBeGreaterThanOrEqual(most);
    expect(BigInt(-exposure.worstCaseMinor())).toBeLessThanOrEqual(most + 1n);
    exposure.remove(open.bet.betId);
    expect(exposure.worstCaseMinor()).toBe(0);
    expect(exposure.payouts.every((owed) => owed === 0)).toBe(true);
  },
);

property.prop([betArb])(
  'a bet returns at most what it returns when all that is open wins',
  (bet) => {
    const all = new Map(bet.legs.map(({ leg }): [number, OutcomeResult] => [leg, 'won']));
    expect(returnIfWon(bet)).toBe(paid(bet, all));
  },
);

const GRANT = '0190a000-0000-7000-8000-00000000000c';
const bonusArb = fc
  .record({
    of: fc.constantFrom('price' as const, 'winnings' as const),
    percentBps: fc.integer({ min: 1, max: 20_000 }),
    cap: fc.integer({ min: 1, max: 50_000 }),
  })
  .map(({ of, percentBps, cap }): BetBonus => {
    const selection = of === 'price' ? { selection: 0 } : {};
    return { kind: 'boost', of, percentBps, capMinor: String(cap), grantId: GRANT, ...selection };
  });

/** What the bet pays with its bonus when the first leg has this result and all else that is open wins. */
function paidWithBonus(bet: BetMessage, first: OutcomeResult): bigint {
  const { stakeMinor, terms = null, bonus = null, legs } = bet;
  return betPayout({
    stakeMinor: BigInt(stakeMinor),
    terms,
    bonus,
    legs: legs.map(({ odds, result, banker = false }, at) => ({
      odds,
      banker,
      result: at === 0 ? first : (result ?? 'won'),
    })),
  }).payoutMinor;
}

property.prop([betArb, bonusArb])(
  'what a bonus adds counts where the selection wins and where it loses, to two minor units',
  (plain, bonus) => {
    const bet = { ...plain, bonus };
    const [open] = openSelections(bet);
    if (open === undefined) throw new Error('the first leg is open');
    const exposure = new FixtureExposure(SCOPE);
    exposure.put(open.bet, 'firm');
    const losses = exposure.worstLossByCode(open.bet);
    for (const result of ['won', 'lost'] as const) {
      const loss = paidWithBonus(bet, result) - BigInt(bet.stakeMinor);
      const said = BigInt(losses[codeOf(result)] ?? 0);
      expect(said).toBeGreaterThanOrEqual(loss - 1n);
      expect(said).toBeLessThanOrEqual((loss < 0n ? 0n : loss) + 2n);
    }
    expect(returnIfWon(bet)).toBe(paidWithBonus(bet, 'won'));
    const free: BetBonus = { kind: 'free-bet', grantId: GRANT, stakeReturned: true };
    expect(openSelections({ ...bet, bonus: free })).toEqual(openSelections(plain));
  },
);
