import type { BetMessage } from '#contracts/mod.ts';
import type { Random } from '#platform/mod.ts';
import {
  DEFAULT_LIMITS,
  decideBet,
  ORDINARY_STAKE_FACTOR_BPS,
  type Candidate,
  type DecisionContext,
} from '#risk/mod.ts';

import { percentile } from '../report/percentiles.ts';
import { prepared, type Books, type PreparedBet } from './books.ts';
import { accountNumber, beliefOf, benchBet, betNumber, type BenchFixture } from './house.ts';

/** Processor time of this process in milliseconds: what else the machine does counts only a little in it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

export type Timed = Readonly<{ seconds: number; processorSeconds: number }>;
export function timed(work: () => void): Timed {
  const [wall, processor] = [performance.now(), processorMs()];
  work();
  return {
    seconds: (performance.now() - wall) / 1_000,
    processorSeconds: (processorMs() - processor) / 1_000,
  };
}

export type Latencies = Timed & Readonly<{ p50Us: number; p99Us: number }>;

type Round = Timed & Readonly<{ takenUs: Float64Array }>;

function eachTimed(times: number, work: (at: number) => void): Round {
  const takenUs = new Float64Array(times);
  const total = timed(() => {
    for (let at = 0; at < times; at += 1) {
      const startedAt = performance.now();
      work(at);
      takenUs[at] = 1_000 * (performance.now() - startedAt);
    }
  });
  return { ...total, takenUs };
}

function latenciesOf(rounds: readonly Round[]): Latencies {
  const samples = rounds.flatMap(({ takenUs }) => [...takenUs]);
  const sumOf = (of: (round: Round) => number): number =>
    rounds.reduce((sum, round) => sum + of(round), 0);
  return {
    seconds: sumOf(({ seconds }) => seconds),
    processorSeconds: sumOf(({ processorSeconds }) => processorSeconds),
    p50Us: percentile(samples, 0.5),
    p99Us: percentile(samples, 0.99),
  };
}

const UNLIMITED = { leasedMinor: 10n ** 15n, usedElsewhereMinor: 0n };
const LIMITS = { ...DEFAULT_LIMITS, worstCaseMinor: 10n ** 12n, maxPayoutMinor: 10n ** 12n };

type Asked = Readonly<{ candidate: Candidate; context: DecisionContext }>;

function askedOf(random: Random, books: Books, fixture: BenchFixture, number: number): Asked {
  const offered = random.pick(fixture.offered);
  const exposure = books.exposures.get(fixture.id);
  if (exposure === undefined) throw new Error(`no book of ${fixture.id}`);
  return {
    candidate: {
      betId: betNumber(1_000_000 + number),
      accountId: accountNumber(random.int(20_000)),
      ...offered,
      stakeMinor: BigInt(100 + random.int(2_000)),
      currency: 'EUR',
      policy: 'none',
      receivedAt: 0,
    },
    context: {
      fixtureStatus: 'not-started',
      market: {
        status: 'active',
        suspendedBy: [],
        outcomes: [{ id: offered.outcomeId, odds: offered.odds }],
      },
      priceSeenAt: 0,
      limits: LIMITS,
      stakeFactorBps: ORDINARY_STAKE_FACTOR_BPS,
      exposure,
      weights: fixture.belief.core,
      budget: UNLIMITED,
    },
  };
}

/** Candidates are made so many at a time: a message that has just been read is in the caches, a stock of them is not. */
const MADE_AT_ONCE = 200;

/** Every control with the candidate's worst case; what is accepted is reserved, and released later. */
export function decisions(
  random: Random,
  books: Books,
  fixtures: readonly BenchFixture[],
  times: number,
): Latencies & Readonly<{ accepted: number }> {
  const taken: Asked[] = [];
  const rounds: Round[] = [];
  for (let from = 0; from < times; from += MADE_AT_ONCE) {
    const asked = Array.from({ length: Math.min(MADE_AT_ONCE, times - from) }, (_, at) =>
      askedOf(random, books, random.pick(fixtures), from + at),
    );
    const round = eachTimed(asked.length, (at) => {
      const one = asked[at];
      if (one === undefined) return;
      const { candidate, context } = one;
      if (decideBet(candidate, context).verdict !== 'accept') return;
      context.exposure.put(candidate, 'reserved');
      taken.push(one);
    });
    rounds.push(round);
  }
  for (const { candidate, context } of taken) context.exposure.remove(candidate.betId);
  return { ...latenciesOf(rounds), accepted: taken.length };
}

/** One bet of so many legs added to the scenarios of the house, or taken out again. */
export function updates(
  random: Random,
  books: Books,
  fixtures: readonly BenchFixture[],
  { legs, times }: Readonly<{ legs: number; times: number }>,
): Latencies {
  const bets = Array.from({ length: times }, (_, at) =>
    prepared(benchBet(random, fixtures, 2_000_000 + at, legs)),
  );
  const { scenarios } = books;
  const all = (): Round =>
    eachTimed(2 * times, (at) => {
      const ticket = bets[at % times]?.ticket;
      if (ticket === undefined) return;
      if (at < times) scenarios.put(ticket, 'firm');
      else scenarios.remove(ticket.betId);
    });
  // Once before, so that no selection is drawn for the first time.
  all();
  return latenciesOf([all()]);
}

/** The same bet later in its life: a leg is decided, or half of it is cashed out. */
const later = (random: Random, message: BetMessage): BetMessage => {
  if (random.int(2) === 0) {
    const [first, ...others] = message.legs;
    if (first === undefined || others.length === 0 || first.builder !== undefined) return message;
    return { ...message, legs: [{ ...first, result: 'won' }, ...others] };
  }
  const half = (amount: string): string => String((BigInt(amount) + 1n) / 2n);
  const { terms } = message;
  return {
    ...message,
    stakeMinor: half(message.stakeMinor),
    ...(terms === undefined
      ? {}
      : { terms: { ...terms, unitStakeMinor: half(terms.unitStakeMinor) } }),
  };
};

const PRICES_MOVE_EVERY = 5_000;
/** Bets whose life the random operations play. */
const POOL = 20_000;

export type Played = Timed &
  Readonly<{
    open: readonly Readonly<{ bet: PreparedBet; standing: 'firm' | 'reserved' }>[];
    fixtures: readonly BenchFixture[];
  }>;

/** Reservations, acceptances, decided legs, partial cash-outs, settlements and price moves at random. */
export function randomOperations(
  random: Random,
  books: Books,
  fixtures: readonly BenchFixture[],
  times: number,
): Played {
  const pool = Array.from({ length: POOL }, (_, at) => {
    const message = benchBet(random, fixtures, 3_000_000 + at);
    return [prepared(message), prepared(later(random, message))] as const;
  });
  const open = new Map<number, Readonly<{ bet: PreparedBet; standing: 'firm' | 'reserved' }>>();
  const moved = [...fixtures];
  const took = timed(() => {
    for (let at = 0; at < times; at += 1) {
      if (at % PRICES_MOVE_EVERY === 0) {
        const which = random.int(moved.length);
        const fixture = moved[which];
        if (fixture === undefined) continue;
        const belief = beliefOf(random, which);
        moved[which] = { ...fixture, belief };
        books.believe(fixture.id, belief);
      }
      const which = random.int(POOL);
      const [first, second] = pool[which] ?? [];
      if (first === undefined || second === undefined) continue;
      const kind = random.int(10);
      if (kind < 4) {
        books.remove(first);
        open.delete(which);
        continue;
      }
      const next = {
        bet: kind < 8 ? first : second,
        standing: kind < 6 ? 'reserved' : 'firm',
      } as const;
      books.put(next.bet, next.standing);
      open.set(which, next);
    }
  });
  return { ...took, open: [...open.values()], fixtures: moved };
}
