import { natsHost, type HostPort } from '#bet-api/mod.ts';
import {
  betId,
  marketKeyOf,
  outcomeId,
  type DecideRequestOf,
  type FixtureId,
  type Odds,
  type Selection,
} from '#contracts/mod.ts';
import { newId, systemClock, type Random } from '#platform/mod.ts';

import { percentile } from '../report/percentiles.ts';
import { bar, type BenchResult } from '../report/report.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { openLoop } from '../load/open-loop.ts';
import { natsFixtures, startDecisionHost } from './decision-host.ts';
import { accountNumber } from './house.ts';
import { BetWriter, writeBets, type WrittenBet } from './written-bets.ts';

type OverNatsOptions = Readonly<{
  /** Open when the host starts. */
  bets: number;
  fixtures: number;
  perSecond: number;
  seconds: number;
}>;

type OverNats = Readonly<{
  /** From when each decision was due to its answer. */
  latenciesMs: readonly number[];
  /** How late each was asked for. */
  latenessMs: readonly number[];
  accepted: number;
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
const OPEN_WITHIN_MS = 120_000;
const RETRY_MS = 250;
const WARM_UP_S = 5;

/** What can be asked about, with the state of its match, which does not change before kick-off. */
type Open = Readonly<{ selection: Selection; stateHash: string }>;

/** Nothing was asked later than this, else the rate was not what it says it was. */
const LATENESS_P90_MS = 1;

export async function overNats(random: Random, options: OverNatsOptions): Promise<BenchResult> {
  const { latenciesMs, latenessMs, accepted } = await decisionsOverNats(random, options);
  const p99 = percentile(latenciesMs, 0.99);
  return {
    metrics: {
      natsBets: options.bets,
      natsDecisionsPerSecond: options.perSecond,
      natsDecisionP50Ms: percentile(latenciesMs, 0.5),
      natsDecisionP90Ms: percentile(latenciesMs, 0.9),
      natsDecisionP99Ms: p99,
      natsAskedLateP99Ms: percentile(latenessMs, 0.99),
    },
    bars: [bar('decision over NATS p99, ms', p99, '<=', 5)],
    checks: {
      allTakenOverNats: accepted === latenciesMs.length,
      askedOverNatsOnTime: percentile(latenessMs, 0.9) <= LATENESS_P90_MS,
    },
  };
}

/**
 * Binding decisions of a host process over NATS at a fixed rate, whether or not earlier ones were answered. What it
 * accepts is written and told to it as the placement does, so that reservations become open bets.
 */
async function decisionsOverNats(
  random: Random,
  { bets, fixtures: count, perSecond, seconds }: OverNatsOptions,
): Promise<OverNats> {
  const fixtures = natsFixtures(count);
  await using stack = new AsyncDisposableStack();
  const { pool, nats, stop } = await startDecisionHost(fixtures, (filled) =>
    writeBets(
      filled,
      Array.from({ length: bets }, () =>
        newBet(random, random.pick(selectionsOf(random.pick(fixtures)))),
      ),
    ),
  );
  stack.defer(stop);
  const writer = new BetWriter(pool, nats);
  stack.defer(() => writer.stop());
  const host = natsHost(nats, DEADLINE_MS);
  const open: Open[] = [];
  for (const selection of fixtures.flatMap(selectionsOf)) {
    open.push({ selection, stateHash: await stateWhenOpen(host, newBet(random, selection)) });
  }
  const ask = (forSeconds: number): Promise<OverNats> =>
    askAtRate({ random, host, open, writer }, perSecond, perSecond * forSeconds);
  await ask(WARM_UP_S);
  // What was started must not stop before the answers are there.
  return await ask(seconds);
}

type Asking = Readonly<{
  random: Random;
  host: HostPort;
  open: readonly Open[];
  writer: BetWriter;
}>;

async function askAtRate(
  { random, host, open, writer }: Asking,
  perSecond: number,
  count: number,
): Promise<OverNats> {
  const latenciesMs: number[] = [];
  let accepted = 0;
  const answers: Promise<void>[] = [];
  const decide = async (dueMs: number): Promise<void> => {
    const { selection, stateHash } = random.pick(open);
    const bet = newBet(random, selection);
    const request = { ...requestOf(bet), op: 'decide', stateHash, dueAt: bet.at } as const;
    const reply = await host.decide(request).catch(() => null);
    latenciesMs.push(monotonicMs() - dueMs);
    if (reply?.verdict !== 'accept') return;
    accepted += 1;
    writer.take(bet);
  };
  const send = (_: number, dueMs: number): void => {
    answers.push(decide(dueMs));
  };
  const latenessMs = await openLoop({ perSecond, count, send });
  await Promise.all(answers);
  return { latenciesMs, latenessMs, accepted };
}

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
