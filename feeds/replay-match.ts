import { fixtureId, type FixtureId, type Score } from '#contracts/mod.ts';
import { extraTime, fixtureStatus, scoreOf, shootOut } from '#markets/mod.ts';
import {
  ensureStreams,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { startAlive } from './alive.ts';
import { readFeedEvents } from './feed-store.ts';
import { findMatch } from './find-match.ts';
import { createFeedMetrics } from './metrics.ts';
import { withProducerLock } from './producer-lock.ts';
import { FEED_STREAMS, FeedPublisher } from './publisher.ts';
import { runEndsAt } from './run.ts';
import { readLane, type StoredRun } from './run-store.ts';
import type { EventDraft, MatchScript } from './script.ts';
import { recordOfEvents } from './script-record.ts';
import { playStoredRun, untilDone, type SourceContext } from './sources/source.ts';

export type ReplayMatchOptions = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics?: Metrics;
  /** Match milliseconds per real millisecond: 60 plays a match minute in a second. */
  speed: number;
  /** Where the open data lies; `shared/data` beside the checkout unless given. */
  dataDir?: string;
  /** Real time between the announcement and kick-off; 20 s unless given. */
  preMatchMs?: number;
  /** Told about each event when it is published. */
  onEvent?: (draft: EventDraft) => void;
  signal?: AbortSignal;
}>;

export type ReplayReport = Readonly<{
  fixtureId: FixtureId;
  title: string;
  events: number;
  /** From the stored events. */
  halfTime: Score;
  fullTime: Score;
  extraTime: Score | null;
  shootOut: Score | null;
  /** True when the events explain the official result. */
  agrees: boolean;
  contradictions: readonly string[];
}>;

/**
 * Plays one match, as a new fixture each time, and reports what PostgreSQL holds of it at the end. A replay
 * of the same match that was cut off goes on when its time is not over; otherwise it is finished first.
 * Throws MatchNotFoundError, RecordingError, or the signal's reason.
 */
export async function replayMatch(
  match: string,
  options: ReplayMatchOptions,
): Promise<ReplayReport> {
  if (!(options.speed > 0)) throw new RangeError('the speed must be above 0');
  const script = findMatch(match, options.dataDir);
  const { clock, pool, nats, log, signal = new AbortController().signal } = options;
  const producer = `replay-${script.id}`.slice(0, 32);
  const metrics = createFeedMetrics(options.metrics);
  await ensureStreams(nats, FEED_STREAMS);
  const publisher = new FeedPublisher({ clock, pool, nats, log, metrics });
  let played: FixtureId | undefined;
  try {
    await withProducerLock({ pool, clock, log, producer, signal }, async (held) => {
      const context = { clock, pool, nats, log, metrics, publisher, signal: held };
      const stopAlive = startAlive({ ...context, producer });
      played = await playLatest(context, script, { ...options, producer }).finally(stopAlive);
    });
  } finally {
    await publisher.stop();
  }
  signal.throwIfAborted();
  if (played === undefined) throw new Error('the replay ended without a fixture');
  return reportOn(pool, played, script);
}

type PlayOptions = ReplayMatchOptions & Readonly<{ producer: string }>;

async function playLatest(
  context: SourceContext,
  script: MatchScript,
  { producer, speed, preMatchMs = 20_000, onEvent }: PlayOptions,
): Promise<FixtureId> {
  const { clock, pool, log } = context;
  const state = await untilDone(context, 'reading earlier replays', () =>
    readLane(pool, producer, script.id),
  );
  for (const open of state.open) {
    const isOver = runEndsAt({ ...open, script }) <= clock.now();
    log.info(
      { fixture: open.fixtureId },
      isOver ? 'finishing a cut-off replay' : 'going on with a replay',
    );
    await playStoredRun(context, open, script, onEvent);
    if (!isOver) return open.fixtureId;
  }
  const now = clock.now();
  const run: StoredRun = {
    fixtureId: fixtureId(`${script.id}-replay-${state.nextRound + 1}`),
    producer,
    lane: script.id,
    round: state.nextRound,
    announceAt: now,
    kickOffAt: now + preMatchMs,
    speed,
  };
  log.info({ fixture: run.fixtureId, title: script.title }, 'replaying');
  await playStoredRun(context, run, script, onEvent);
  return run.fixtureId;
}

async function reportOn(
  pool: Pool,
  fixture: FixtureId,
  script: MatchScript,
): Promise<ReplayReport> {
  const events = await readFeedEvents(pool, fixture);
  const { record, contradictions } = recordOfEvents(fixture, events);
  const { firstHalf, fullTime } = scoreOf(record);
  return {
    fixtureId: fixture,
    title: script.title,
    events: events.length,
    halfTime: firstHalf,
    fullTime,
    extraTime: extraTime(record),
    shootOut: shootOut(record),
    agrees: contradictions.length === 0 && ['closed', 'postponed'].includes(fixtureStatus(record)),
    contradictions,
  };
}
