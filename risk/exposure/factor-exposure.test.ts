import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId, parseMarketKey, type Odds } from '#contracts/mod.ts';
import {
  buildFootballIndex,
  countSpace,
  FIRST_GOAL_SPACE,
  footballDefinitionOf,
  identifyMarket,
  KICK_OFF_CONTEXT,
  payoffTable,
  PLAYER_SPACE,
  RESULT_BY_CODE,
  SIDE_SPACE,
  spaceTable,
  type Space,
} from '#markets/mod.ts';

import { accountOf, betOf } from '../testing/arbitraries.ts';
import type { FactorLaw } from './factor-spaces.ts';
import { FixtureExposure, type ExposureBet } from './fixture-exposure.ts';
import { betAmounts } from './exposure-amounts.ts';
import { DEFAULT_RATES } from './house-money.ts';

const INDEX = buildFootballIndex(2, 2);
const SCOPE = { index: INDEX, context: KICK_OFF_CONTEXT, rates: DEFAULT_RATES };

/** Spaces as models have them, smaller than those in which bets are held. */
const SPACES: Readonly<Record<string, Space>> = {
  corners: countSpace(3, 2),
  cards: countSpace(2, 2),
  'interval|from=0|to=15': countSpace(2, 2),
  'first-goal-time': FIRST_GOAL_SPACE,
  'last-goal': SIDE_SPACE,
  'player|player=x': PLAYER_SPACE,
};

const SELECTIONS = [
  ['match-result', 'home'],
  ['total-goals|line=2.5', 'under'],
  ['asian-handicap|line=-0.75|score=0-0', 'home'],
  ['total-corners|line=2.5', 'over'],
  ['total-corners|line=2.5', 'under'],
  ['corner-handicap|line=-1', 'home'],
  ['total-cards|line=1.5', 'over'],
  ['total-cards|line=1.5', 'under'],
  ['interval-result|from=0|to=15', 'home'],
  ['interval-result|from=0|to=15', 'draw'],
  ['last-goal', 'none'],
  ['last-goal', 'away'],
  ['anytime-scorer|player=x', 'yes'],
  ['anytime-scorer|player=x', 'no'],
] as const;

const NAMES: ReadonlyMap<string, string | undefined> = new Map(
  SELECTIONS.map(([market]) => {
    const identity = identifyMarket(marketKeyOf(market));
    const reads = identity && footballDefinitionOf(identity.type)?.reads;
    return [market, Object.keys(SPACES).find((name) => name.split('|')[0] === reads)];
  }),
);
const distributionOf = (market: string): string | undefined => NAMES.get(market);

const betArbitrary: fc.Arbitrary<ExposureBet> = fc
  .record({
    number: fc.nat(8),
    on: fc.constantFrom(...SELECTIONS),
    odds: fc.integer({ min: 10_100, max: 90_000 }),
    stake: fc.integer({ min: 1, max: 5_000 }),
  })
  .map(({ number, on: [market, outcome], odds, stake }) => ({
    betId: betOf(number),
    accountId: accountOf(1),
    marketKey: marketKeyOf(market),
    outcomeId: outcomeId(outcome),
    odds: odds as Odds,
    stakeMinor: BigInt(stake),
    currency: 'EUR' as const,
  }));

const chances = (size: number, total: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.nat(3), { minLength: size, maxLength: size }).map((weights) => {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return Float64Array.from(weights, (weight, at) =>
      sum === 0 ? (at === 0 ? total : 0) : (total * weight) / sum,
    );
  });
const lawsArbitrary: fc.Arbitrary<ReadonlyMap<string, FactorLaw>> = fc
  .record(
    Object.fromEntries(
      Object.entries(SPACES).map(([name, space]) => [
        name,
        chances(space.size, name.startsWith('player') ? 0.75 : 1).map((law) => ({
          space,
          chances: law,
        })),
      ]),
    ),
  )
  .map((laws) => new Map(Object.entries(laws)));

const returnOf = (bet: ExposureBet, code: number): number =>
  Number(betAmounts(bet, DEFAULT_RATES).returns[code]);
const stakeOf = (bets: readonly ExposureBet[]): number =>
  bets.reduce((sum, bet) => sum + Number(bet.stakeMinor), 0);
const VOID = RESULT_BY_CODE.indexOf('void');

const codeIn = (bet: ExposureBet, space: Space | undefined, cell: number): number => {
  if (cell === space?.size) return VOID;
  const identity = parseMarketKey(bet.marketKey);
  if (identity === undefined) throw new Error(bet.marketKey);
  const table =
    space === undefined
      ? payoffTable(INDEX, identity, KICK_OFF_CONTEXT)
      : spaceTable(space, identity);
  return table?.get(bet.outcomeId)?.[cell] ?? NaN;
};

/** Whether a cell of a factor can go with the final score of a cell of the core, said once more in words. */
function fits(name: string, space: Space, cell: number, core: number): boolean {
  if (cell === space.size) return true;
  const home = (INDEX.h1[core] ?? 0) + (INDEX.h2[core] ?? 0);
  const away = (INDEX.a1[core] ?? 0) + (INDEX.a2[core] ?? 0);
  const anyHome = [INDEX.h1, INDEX.h2].some((goals) => goals[core] === 2);
  const anyAway = [INDEX.a1, INDEX.a2].some((goals) => goals[core] === 2);
  const facts: unknown = space.factsOf(cell);
  if (name.startsWith('interval')) {
    const score = facts as { home: number; away: number };
    return (anyHome || score.home <= home) && (anyAway || score.away <= away);
  }
  if (name === 'last-goal') {
    return facts === 'none' ? home + away === 0 : facts === 'home' ? home > 0 : away > 0;
  }
  if (name.startsWith('player')) {
    return anyHome || anyAway || (facts as { goals: number }).goals <= Math.max(home, away);
  }
  return true;
}

const fitsAny = (name: string, space: Space, cell: number): boolean =>
  [...INDEX.h1.keys()].some((core) => fits(name, space, cell, core));

/** Every core cell, and for it the dearest possible cell of every factor, bet by bet. */
function slowWorst(
  bets: readonly ExposureBet[],
  laws: ReadonlyMap<string, FactorLaw>,
  weights: Float64Array,
): number {
  const byName = Map.groupBy(bets, ({ marketKey }) => distributionOf(marketKey));
  const of = (name: string | undefined): readonly ExposureBet[] => byName.get(name) ?? [];
  let most = -Infinity;
  for (let core = 0; core < INDEX.size; core += 1) {
    if ((weights[core] ?? 0) === 0) continue;
    let owed = 0;
    for (const bet of of(undefined)) owed += returnOf(bet, codeIn(bet, undefined, core));
    for (const [name, { space, chances: law }] of laws) {
      const mine = of(name);
      if (mine.length === 0) continue;
      const cells = [...law.keys(), ...(name.startsWith('player') ? [space.size] : [])];
      const possible = cells.filter((cell) => cell === space.size || (law[cell] ?? 0) > 0);
      const owedAt = (cell: number): number =>
        mine.reduce((sum, bet) => sum + returnOf(bet, codeIn(bet, space, cell)), 0);
      const fitting = possible.filter((cell) => fits(name, space, cell, core));
      const elsewhere = possible.filter((cell) => fitsAny(name, space, cell));
      owed += Math.max(...(fitting.length > 0 ? fitting : elsewhere).map(owedAt));
    }
    most = Math.max(most, owed);
  }
  return stakeOf(bets) - most;
}

function slowExpectation(
  bets: readonly ExposureBet[],
  laws: ReadonlyMap<string, FactorLaw>,
  core: Float64Array,
): number {
  let owed = 0;
  for (const bet of bets) {
    const name = distributionOf(bet.marketKey);
    const law = name === undefined ? undefined : laws.get(name);
    const chance = law === undefined ? core : law.chances;
    chance.forEach((p, cell) => (owed += p * returnOf(bet, codeIn(bet, law?.space, cell))));
    if (name?.startsWith('player') === true) owed += 0.25 * returnOf(bet, VOID);
  }
  return stakeOf(bets) - owed;
}

const latest = (bets: readonly ExposureBet[]): readonly ExposureBet[] => [
  ...new Map(bets.map((bet) => [bet.betId, bet])).values(),
];

describe('bets on factors beside the core', () => {
  property.prop(
    [
      fc.array(betArbitrary, { minLength: 1, maxLength: 14 }),
      lawsArbitrary,
      chances(INDEX.size, 1),
    ],
    { numRuns: 30 },
  )('worst case and expectation are those of an obvious enumeration', (bets, laws, core) => {
    const exposure = new FixtureExposure(SCOPE);
    exposure.believe(laws);
    for (const bet of bets) exposure.put(bet, 'firm');
    const open = latest(bets);
    expect(exposure.worstCaseMinor(core)).toBe(slowWorst(open, laws, core));
    expect(exposure.expectedMinor(core)).toBeCloseTo(slowExpectation(open, laws, core), 6);
  });

  property.prop([
    fc.array(betArbitrary, { minLength: 1, maxLength: 10 }),
    betArbitrary,
    lawsArbitrary,
  ])('a bet moves the worst case by what its own results allow', (bets, candidate, laws) => {
    const others = bets.filter(({ betId }) => betId !== candidate.betId);
    const exposure = new FixtureExposure(SCOPE);
    exposure.believe(laws);
    for (const bet of others) exposure.put(bet, 'firm');
    const losses = exposure.worstLossByCode(candidate).map((loss, code) => {
      return loss + returnOf(candidate, code) - Number(candidate.stakeMinor);
    });
    exposure.put(candidate, 'reserved');
    const everywhere = new Float64Array(INDEX.size).fill(1);
    expect(0 - Math.max(...losses)).toBe(exposure.worstCaseMinor(everywhere));
  });

  property.prop([
    fc.array(fc.tuple(betArbitrary, fc.boolean()), { maxLength: 20 }),
    lawsArbitrary,
    lawsArbitrary,
  ])('after any puts, removals and new distributions equals a rebuild', (steps, first, second) => {
    const moved = new FixtureExposure(SCOPE);
    const open = new Map<string, ExposureBet>();
    moved.believe(first);
    steps.forEach(([bet, isPut], at) => {
      if (at === 10) moved.believe(second);
      if (at % 3 === 0) moved.worstCaseMinor();
      if (isPut) {
        moved.put(bet, 'firm');
        open.set(bet.betId, bet);
      } else {
        moved.remove(bet.betId);
        open.delete(bet.betId);
      }
    });
    moved.believe(second);
    const rebuilt = new FixtureExposure(SCOPE);
    rebuilt.believe(second);
    for (const bet of open.values()) rebuilt.put(bet, 'firm');
    const core = new Float64Array(INDEX.size).fill(1 / INDEX.size);
    expect(moved.payouts).toEqual(rebuilt.payouts);
    expect(moved.worstCaseMinor()).toBe(rebuilt.worstCaseMinor());
    expect(moved.expectedMinor(core)).toBeCloseTo(rebuilt.expectedMinor(core), 6);
  });

  const bet = (
    number: number,
    [market, outcome]: readonly [string, string],
    stake: bigint,
    odds: number,
  ) => ({
    betId: betOf(number),
    accountId: accountOf(1),
    marketKey: marketKeyOf(market),
    outcomeId: outcomeId(outcome),
    odds: (odds * 10_000) as Odds,
    stakeMinor: stake,
    currency: 'EUR' as const,
  });

  test('over and under corners offset each other, and a match result does not', () => {
    const exposure = new FixtureExposure(SCOPE);
    exposure.put(bet(1, ['total-corners|line=9.5', 'over'], 100n, 2), 'firm');
    exposure.put(bet(2, ['total-corners|line=9.5', 'under'], 100n, 2), 'firm');
    expect(exposure.worstCaseMinor()).toBe(0);
    exposure.put(bet(3, ['match-result', 'home'], 100n, 3), 'firm');
    expect(exposure.worstCaseMinor()).toBe(-200);
  });

  test('two questions on who takes the next corner may both be answered for the bettor', () => {
    const exposure = new FixtureExposure(SCOPE);
    exposure.put(bet(1, ['next-corner|corner=5', 'home'], 100n, 2), 'firm');
    exposure.put(bet(2, ['next-corner|corner=6', 'away'], 100n, 2), 'firm');
    expect(exposure.worstCaseMinor()).toBe(-200);
  });

  test('a bet builder with corners moves prices by the chance that the corners come', () => {
    const exposure = new FixtureExposure(SCOPE);
    const one = {
      ...bet(1, ['match-result', 'home'], 100n, 4),
      also: [{ marketKey: marketKeyOf('total-corners|line=2.5'), outcomeId: outcomeId('over') }],
    };
    exposure.put(one, 'firm');
    expect(new Set(exposure.payouts)).toEqual(new Set([0, 400]));
    const space = countSpace(3, 0);
    exposure.believe(new Map([['corners', { space, chances: Float64Array.of(0, 0.4, 0.3, 0.3) }]]));
    expect(new Set(exposure.payouts)).toEqual(new Set([0, 120]));
    expect(exposure.worstCaseMinor()).toBe(-300);
    exposure.remove(one.betId);
    expect(new Set(exposure.payouts)).toEqual(new Set([0]));
  });

  test('without a distribution a factor is expected to pay its stakes back', () => {
    const exposure = new FixtureExposure(SCOPE);
    exposure.put(bet(1, ['total-corners|line=9.5', 'over'], 100n, 2), 'firm');
    expect(exposure.expectedMinor(new Float64Array(INDEX.size).fill(1 / INDEX.size))).toBe(0);
    // A distribution without mass says nothing either, and holds no bet to be harmless.
    const space = countSpace(2, 2);
    exposure.believe(new Map([['corners', { space, chances: new Float64Array(9) }]]));
    expect(exposure.expectedMinor(new Float64Array(INDEX.size).fill(1 / INDEX.size))).toBe(0);
    expect(exposure.worstCaseMinor()).toBe(-100);
  });
});
