import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { STREAMS, subjects, type FixtureEvent } from '#contracts/mod.ts';
import { supervise } from '#app/mod.ts';
import {
  connectNats,
  ensureStreams,
  migratePostgres,
  publishJson,
  repoDir,
  sendJson,
  silentLogger,
  startStack,
  systemClock,
  type Nats,
} from '#platform/mod.ts';

import { mean, percentile } from '../report/percentiles.ts';
import type { BenchResult } from '../report/report.ts';
import { LoadFixture } from './match-load.ts';
import { OddsProbe, preciseNow, type Sighting } from './odds-probe.ts';

const FIXTURES = 20;
const EVENTS_PER_S = 40;
const SECONDS = 20;
const WARM_UP_EVENTS = 120;
/** Every so many events one is a goal: about two a fixture over the run. */
const GOAL_EVERY = 20;
const LATE_MS = 5_000;

type Sample = Readonly<{ goal: boolean; dueAt: number; sentAt: number; seen: Sighting | null }>;

/** Open loop: an event is due at its time whether or not the one before has arrived. */
export async function eventToOdds(): Promise<BenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'overround-bench-'));
  const stack = await startStack({
    dir,
    ports: { postgres: 0, nats: 0, clickhouse: 0 },
    urls: { clickhouseUrl: 'http://127.0.0.1:1' },
  });
  const env = {
    ...process.env,
    DATABASE_URL: stack.databaseUrl,
    NATS_URL: stack.natsUrl,
    OVERROUND_DATA_DIR: dir,
    OVERROUND_GATEWAY_PORT: '0',
    OVERROUND_SCORE_HOLD_MS: '0',
    OVERROUND_LOG_LEVEL: 'error',
  };
  await migratePostgres(stack.databaseUrl);
  const nats = await connectNats({ url: stack.natsUrl, name: 'bench' });
  await ensureStreams(nats, STREAMS);
  const options = {
    entry: join(repoDir(), 'app', 'main.ts'),
    env,
    clock: systemClock,
    log: silentLogger(),
  };
  const processes = [supervise(['host'], options), supervise(['gateway'], options)];
  try {
    const addresses = await Promise.all(processes.map(({ ready }) => ready));
    const probe = await OddsProbe.connect(addresses[1]?.['gateway'] ?? '');
    const samples = await load(nats, probe);
    probe.close();
    return resultOf(samples, probe.gaps);
  } finally {
    await Promise.all(processes.map((child) => child.stop()));
    await nats.close();
    await stack.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function load(nats: Nats, probe: OddsProbe): Promise<readonly Sample[]> {
  const fixtures = Array.from({ length: FIXTURES }, (_, number) => new LoadFixture(number));
  for (const fixture of fixtures) {
    for (const event of fixture.opening(preciseNow())) await send(nats, event);
  }
  const deadline = systemClock.monotonic() + 30_000;
  while (probe.openFixtures < FIXTURES) {
    if (systemClock.monotonic() > deadline) throw new Error('the fixtures did not open in 30 s');
    await systemClock.sleep(50);
  }
  const startedAt = preciseNow() + 100;
  const samples: Promise<Sample>[] = [];
  for (let number = 0; number < EVENTS_PER_S * SECONDS + WARM_UP_EVENTS; number += 1) {
    const dueAt = startedAt + (number * 1000) / EVENTS_PER_S;
    await systemClock.sleep(Math.max(0, dueAt - preciseNow()));
    const fixture = fixtures[number % FIXTURES];
    if (fixture === undefined) break;
    // The goals walk through the fixtures, because their distance shares no factor with the number of those.
    const goal = (number + Math.floor(number / FIXTURES)) % GOAL_EVERY === 0;
    const event = goal ? fixture.goal(dueAt, number % 2 ? 'home' : 'away') : fixture.clock(dueAt);
    const seen = Promise.race([
      probe.sighting(event.fixtureId, event.version),
      systemClock.sleep(LATE_MS).then(() => null),
    ]);
    const sentAt = preciseNow();
    sendJson(nats, subjects.feed('football', event.fixtureId), event);
    const sample = seen.then((sighting) => ({ goal, dueAt, sentAt, seen: sighting }));
    if (number >= WARM_UP_EVENTS) samples.push(sample);
  }
  return Promise.all(samples);
}

const send = async (nats: Nats, event: FixtureEvent): Promise<void> => {
  await publishJson(nats, subjects.feed('football', event.fixtureId), event);
};

function resultOf(samples: readonly Sample[], gaps: number): BenchResult {
  const seen = samples.flatMap((sample) =>
    sample.seen === null ? [] : [{ ...sample, seen: sample.seen }],
  );
  const quiet = seen.filter(({ goal }) => !goal);
  const goals = seen.filter(({ goal }) => goal);
  const lateness = samples.map(({ dueAt, sentAt }) => sentAt - dueAt);
  const toOdds = quiet.map((sample) => sample.seen.openAt - sample.dueAt);
  // The engine's stamps are whole milliseconds, so a mean tells more about a hop than a median.
  const split = (from: (sample: (typeof seen)[number]) => number) => mean(quiet.map(from));
  return {
    metrics: {
      events: samples.length,
      publisherLatenessP99Ms: percentile(lateness, 0.99),
      eventToOddsP50Ms: percentile(toOdds, 0.5),
      eventToOddsP99Ms: percentile(toOdds, 0.99),
      goalToSuspensionP50Ms: percentile(
        goals.map(({ seen, dueAt }) => seen.firstAt - dueAt),
        0.5,
      ),
      goalToSuspensionP99Ms: percentile(
        goals.map(({ seen, dueAt }) => seen.firstAt - dueAt),
        0.99,
      ),
      goalToNewPricesP50Ms: percentile(
        goals.map(({ seen, dueAt }) => seen.openAt - dueAt),
        0.5,
      ),
      goalToNewPricesP99Ms: percentile(
        goals.map(({ seen, dueAt }) => seen.openAt - dueAt),
        0.99,
      ),
      hopFeedToHostMeanMs: split(({ seen, sentAt }) => seen.stamps.hostReceivedAt - sentAt),
      hopHostToPublishMeanMs: split(
        ({ seen }) => seen.stamps.publishedAt - seen.stamps.hostReceivedAt,
      ),
      hopPublishToClientMeanMs: split(({ seen }) => seen.openAt - seen.stamps.publishedAt),
    },
    bars: [],
    checks: {
      everyEventSeen: seen.length === samples.length,
      noGaps: gaps === 0,
      enoughGoals: goals.length >= FIXTURES,
      publisherOnTime: percentile(lateness, 0.99) < 5,
    },
  };
}
