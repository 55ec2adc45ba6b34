import { natsHost, type HostPort } from '#bet-api/mod.ts';
import {
  betId,
  marketKeyOf,
  outcomeId,
  shardOf,
  subjects,
  type DecideRequestOf,
  type FixtureId,
  type Odds,
  type Selection,
} from '#contracts/mod.ts';
import { newId, systemClock, type Random } from '#platform/mod.ts';

import { percentile } from '../report/percentiles.ts';
import { bar, type BenchResult } from '../report/report.ts';
import { coresBetween, usage } from '../event-to-odds/machine-load.ts';
import { startHelper } from '../load/helper-process.ts';
import type { Asked, AskerOffers, Question } from './asker-child.ts';
import { natsFixtures, startDecisionHost } from './decision-host.ts';
import { accountNumber } from './house.ts';
import type { WriterOffers } from './writer-child.ts';
import { writeBets, type WrittenBet } from './written-bets.ts';

type OverNatsOptions = Readonly<{
  /** Open when the host starts. */
  bets: number;
  fixtures: number;
  perSecond: number;
  seconds: number;
}>;

const BACKED = [
  ['match-result', 'home'],
  ['match-result', 'draw'],
  ['match-result', 'away'],
  ['total-goals|line=2.5', 'over'],
  ['total-goals|line=2.5', 'under'],
] as const;
const ACCOUNTS = 20_000;
const STAKE_MINOR = '100';
const ODDS = 25_000 as Odds;
const DEADLINE_MS = 5_000;
const ANSWERS = 'bench.answer';
const OPEN_WITHIN_MS = 120_000;
const RETRY_MS = 250;
const WARM_UP_S = 5;

/** What can be asked about, with the state of its match, which does not change before kick-off. */
type Open = Readonly<{ selection: Selection; stateHash: string }>;

/** Hardly anything was asked later than this, else the rate was not what it says it was. */
const LATENESS_P99_MS = 1;

export async function overNats(random: Random, options: OverNatsOptions): Promise<BenchResult> {
  const { latenciesMs, latenessMs, said, cores } = await decisionsOverNats(random, options);
  const refused = Object.entries(said).filter(([verdict]) => verdict !== 'accept');
  const p99 = percentile(latenciesMs, 0.99);
  const late = percentile(latenessMs, 0.99);
  return {
    metrics: {
      natsBets: options.bets,
      natsDecisionsPerSecond: options.perSecond,
      natsDecisionP50Ms: percentile(latenciesMs, 0.5),
      natsDecisionP90Ms: percentile(latenciesMs, 0.9),
      natsDecisionP99Ms: p99,
      natsDecisionMaxMs: percentile(latenciesMs, 1),
      natsAskedLateP50Ms: percentile(latenessMs, 0.5),
      natsAskedLateP99Ms: late,
      ...Object.fromEntries(refused.map(([why, times]) => [`natsRefused_${why}`, times])),
      ...Object.fromEntries(
        // The time of a process that ended is lost, so that a part may seem to have given some back.
        Object.entries(cores).map(([part, used]) => [`natsProcessors_${part}`, Math.max(0, used)]),
      ),
    },
    bars: [bar('decision over NATS p99, ms', p99, '<=', 5)],
    checks: {
      allTakenOverNats: said['accept'] === options.perSecond * (WARM_UP_S + options.seconds),
      askedOverNatsOnTime: late <= LATENESS_P99_MS,
    },
  };
}

type OverNats = Readonly<{
  /** From when each decision was due to its answer, and how late each was asked for. */
  latenciesMs: readonly number[];
  latenessMs: readonly number[];
  said: Asked['said'];
  /** Processors used, by part. */
  cores: Readonly<Record<string, number>>;
}>;

/**
 * Binding decisions of a host process over NATS at a fixed rate, whether or not earlier ones were answered. What it
 * accepts is written and told to it as the placement does, so that reservations become open bets. A process of its own
 * asks and takes the times.
 */
async function decisionsOverNats(
  random: Random,
  { bets: openBets, fixtures: count, perSecond, seconds }: OverNatsOptions,
): Promise<OverNats> {
  const fixtures = natsFixtures(count);
  await using stack = new AsyncDisposableStack();
  const { nats, databaseUrl, natsUrl, stop } = await startDecisionHost(fixtures, (filled) =>
    writeBets(
      filled,
      Array.from({ length: openBets }, () =>
        newBet(random, random.pick(selectionsOf(random.pick(fixtures)))),
      ),
    ),
  );
  stack.defer(stop);
  const open = await whatIsOpen(natsHost(nats, DEADLINE_MS), random, fixtures);
  const asked = Array.from({ length: perSecond * (WARM_UP_S + seconds) }, () => {
    const { selection, stateHash } = random.pick(open);
    return { bet: newBet(random, selection), stateHash };
  });
  const writer = startHelper<WriterOffers>(new URL('./writer-child.ts', import.meta.url));
  stack.defer(() => writer.stop());
  const bets = asked.map(({ bet }) => bet);
  await writer.ask('write', { databaseUrl, natsUrl, bets, answers: ANSWERS });
  const asker = startHelper<AskerOffers>(new URL('./asker-child.ts', import.meta.url));
  stack.defer(() => asker.stop());
  const questions = asked.map(({ bet, stateHash }) => questionOf(bet, stateHash));
  const before = usage();
  const answer = await asker.ask('ask', { natsUrl, perSecond, questions, answers: ANSWERS });
  const cores = coresBetween(before, usage());
  const warm = perSecond * WARM_UP_S;
  return {
    latenciesMs: answer.latenciesMs.slice(warm),
    latenessMs: answer.latenessMs.slice(warm),
    said: answer.said,
    cores,
  };
}

async function whatIsOpen(
  host: HostPort,
  random: Random,
  fixtures: readonly FixtureId[],
): Promise<readonly Open[]> {
  const open: Open[] = [];
  for (const selection of fixtures.flatMap(selectionsOf)) {
    open.push({ selection, stateHash: await stateWhenOpen(host, newBet(random, selection)) });
  }
  return open;
}

const questionOf = (bet: WrittenBet, stateHash: string): Question => {
  const request = { ...requestOf(bet), op: 'decide', stateHash, dueAt: bet.at } as const;
  return {
    subject: subjects.decide(shardOf(bet.selection.fixtureId)),
    body: JSON.stringify(request satisfies DecideRequestOf<'decide'>),
  };
};

const selectionsOf = (fixture: FixtureId): readonly Selection[] =>
  BACKED.map(([market, outcome]) => ({
    fixtureId: fixture,
    marketKey: marketKeyOf(market),
    outcomeId: outcomeId(outcome),
    odds: ODDS,
  }));

const newBet = (random: Random, selection: Selection): WrittenBet => ({
  betId: betId(newId()),
  accountId: accountNumber(random.int(ACCOUNTS)),
  selection,
  stakeMinor: STAKE_MINOR,
  at: systemClock.now(),
});

const requestOf = ({ at, ...bet }: WrittenBet): Omit<DecideRequestOf<'receive'>, 'op'> => ({
  ...bet,
  currency: 'EUR',
  policy: 'any',
  receivedAt: at,
});

/** Asks until the host has read its past, has its lease and offers the selection. */
async function stateWhenOpen(host: HostPort, bet: WrittenBet): Promise<string> {
  const giveUpAt = systemClock.monotonic() + OPEN_WITHIN_MS;
  for (;;) {
    const reply = await host
      .receive({ ...requestOf(bet), op: 'receive' })
      .catch((error: unknown) => ({ verdict: 'reject', code: String(error) }) as const);
    if (reply.verdict === 'received') return reply.stateHash;
    if (systemClock.monotonic() > giveUpAt) throw new Error(`never open: ${reply.code}`);
    await systemClock.sleep(RETRY_MS);
  }
}
