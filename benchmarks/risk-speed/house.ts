import {
  accountId,
  betId,
  fixtureId,
  marketKeyOf,
  outcomeId,
  parseMarketKey,
  type BetLeg,
  type BetMessage,
  type FixtureId,
  type Leg,
  type Odds,
} from '#contracts/mod.ts';
import {
  buildFootballIndex,
  countSpace,
  KICK_OFF_CONTEXT,
  payoffTable,
  spaceTable,
  choose,
} from '#markets/mod.ts';
import { LIVE_PARAMETERS } from '#odds/mod.ts';
import { KICK_OFF, scenarioVector } from '#odds/models/mod.ts';
import type { Random } from '#platform/mod.ts';
import type { FixtureBelief } from '#risk/exposure/scenarios/mod.ts';

const INDEX = buildFootballIndex();
const CORNERS = countSpace(20, 20);
const CURRENCIES = ['EUR', 'GBP', 'USD', 'JPY'] as const;
const MARGIN = 0.95;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 5, 1);

const CORE_MARKETS = [
  'match-result',
  'total-goals|line=1.5',
  'total-goals|line=2.5',
  'total-goals|line=3.5',
  'total-goals|line=2.25',
  'asian-handicap|line=-0.75|score=0-0',
  'asian-handicap|line=0|score=0-0',
  'both-teams-to-score',
  'double-chance',
  'half-time-result',
  'correct-score',
  'half-time-full-time',
];
const CORNER_MARKETS = ['total-corners|line=9.5', 'total-corners|line=10.5'];

export type Offered = Leg & Readonly<{ odds: Odds }>;
export type BenchFixture = Readonly<{
  id: FixtureId;
  belief: FixtureBelief;
  offered: readonly Offered[];
}>;

const poisson = (mean: number): Float64Array => {
  const chances = new Float64Array(21);
  let chance = Math.exp(-mean);
  for (let count = 0; count <= 20; count += 1) {
    chances[count] = chance;
    chance *= mean / (count + 1);
  }
  return chances;
};

/** A fixture before kick-off with rates of its own; the same draws give the same fixture. */
export function beliefOf(random: Random, number: number): FixtureBelief {
  const model = {
    lambda: 0.8 + 1.4 * random.next(),
    mu: 0.6 + 1.1 * random.next(),
    parameters: LIVE_PARAMETERS,
  };
  const [home, away] = [poisson(4 + 3 * random.next()), poisson(3 + 3 * random.next())];
  const chances = Float64Array.from(
    { length: CORNERS.size },
    (_, cell) => (home[Math.floor(cell / 21)] ?? 0) * (away[cell % 21] ?? 0),
  );
  return {
    index: INDEX,
    context: KICK_OFF_CONTEXT,
    core: scenarioVector(model, KICK_OFF, INDEX),
    factors: new Map([['corners', { space: CORNERS, chances }]]),
    competition: `competition ${number % 20}`,
    day: new Date(FIRST_DAY + (number % 7) * DAY_MS).toISOString().slice(0, 10),
  };
}

function offeredOn({ core, factors }: FixtureBelief): readonly Offered[] {
  return [...CORE_MARKETS, ...CORNER_MARKETS].flatMap((market) => {
    const key = marketKeyOf(market);
    const identity = parseMarketKey(key);
    if (identity === undefined) throw new Error(`${market} is no market`);
    const isCore = CORE_MARKETS.includes(market);
    const table = isCore
      ? payoffTable(INDEX, identity, KICK_OFF_CONTEXT)
      : spaceTable(CORNERS, identity);
    const weights = isCore ? core : (factors.get('corners')?.chances ?? core);
    return [...(table ?? [])].flatMap(([outcome, codes]): Offered[] => {
      let chance = 0;
      codes.forEach((code, cell) => (chance += (code / 4) * (weights[cell] ?? 0)));
      const odds = Math.round((10_000 * MARGIN) / Math.min(MARGIN / 1.01, Math.max(0.005, chance)));
      return [{ marketKey: key, outcomeId: outcome, odds: odds as Odds }];
    });
  });
}

export function benchFixtures(random: Random, count: number): readonly BenchFixture[] {
  return Array.from({ length: count }, (_, number) => {
    const belief = beliefOf(random, number);
    return { id: fixtureId(`bench-${number}`), belief, offered: offeredOn(belief) };
  });
}

const uuid = (kind: number, number: number): string =>
  `0190a000-000${kind}-7000-8000-${String(number).padStart(12, '0')}`;
export const betNumber = (number: number) => betId(uuid(1, number));
export const accountNumber = (number: number) => accountId(uuid(2, number));

/** Of a hundred bets: so many singles, bet builders, systems of four; the others have 2 to 8 legs. */
const MIX = { singles: 60, builders: 4, systems: 2 };
const ACCOUNTS = 20_000;
/** Longer prices than this are backed alone and in doubles. */
const LONGEST_IN_MULTIPLE = 40_000;
const SYSTEM = { legs: 4, folds: [2, 3, 4] };

const legsElsewhere = (random: Random): number =>
  2 + Math.min(6, Math.floor(random.exponential(0.6)));

/** An accepted bet as the outbox tells of it. */
export function benchBet(
  random: Random,
  fixtures: readonly BenchFixture[],
  number: number,
  legCount?: number,
): BetMessage {
  const kind = legCount === undefined ? random.int(100) : 99;
  const isSingle = kind < MIX.singles || legCount === 1;
  const isBuilder = !isSingle && kind < MIX.singles + MIX.builders;
  const isSystem = !isSingle && !isBuilder && kind < MIX.singles + MIX.builders + MIX.systems;
  const wanted = legCount ?? (isSystem ? SYSTEM.legs : legsElsewhere(random));
  const count = isSingle || isBuilder ? 1 : wanted;
  const chosen = new Set<BenchFixture>();
  while (chosen.size < count) chosen.add(random.pick(fixtures));
  const legs = [...chosen].flatMap((fixture, at): BetLeg[] => {
    const leg = { leg: at, fixtureId: fixture.id, catalogueVersion: 1, result: null };
    if (!isBuilder) {
      const likely = fixture.offered.filter(({ odds }) => odds < LONGEST_IN_MULTIPLE);
      return [{ ...leg, ...random.pick(count > 2 ? likely : fixture.offered) }];
    }
    const parts = [
      ['match-result', 'home'],
      ['total-corners|line=9.5', 'over'],
    ] as const;
    return parts.map(([market, outcome], part) => ({
      ...leg,
      leg: part,
      builder: 0,
      marketKey: marketKeyOf(market),
      outcomeId: outcomeId(outcome),
      odds: 40_000 as Odds,
    }));
  });
  const folds = isSystem ? SYSTEM.folds : [count];
  const lines = folds.reduce((sum, size) => sum + choose(count, size), 0);
  const unit = 100 + random.int(5_000);
  const stakeMinor = String(unit * lines);
  const terms = { folds: [...folds], lines, unitStakeMinor: String(unit) };
  return {
    betId: betNumber(number),
    version: 1,
    accountId: accountNumber(random.int(ACCOUNTS)),
    status: 'accepted',
    currency: CURRENCIES[number % CURRENCIES.length] ?? 'EUR',
    stakeMinor,
    payoutMinor: null,
    policy: 'none',
    reason: null,
    receivedAt: FIRST_DAY,
    decidedAt: FIRST_DAY,
    ownerEpoch: 1,
    at: FIRST_DAY,
    legs,
    ...(count > 1 ? { terms } : {}),
  };
}
