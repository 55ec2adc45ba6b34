import type { FixtureId } from '#contracts/mod.ts';
import {
  ensureStreams,
  InvalidMessageError,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { createFeedMetrics } from '../metrics.ts';
import { makeNormaliser, readFeedLine } from '../normaliser.ts';
import { withProducerLock } from '../producer-lock.ts';
import { FEED_STREAMS, FeedPublisher } from '../publisher.ts';
import type { LineOfFile } from './lines-of-file.ts';

type BackfillOptions = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics?: Metrics;
  /** Whose canonical lines they are. */
  producer: string;
  /** Events that occurred from then on, and before then; UTC milliseconds. */
  sinceMs?: number;
  untilMs?: number;
  signal?: AbortSignal;
  onLine?: (lines: number) => void;
}>;

type BackfillReport = Readonly<{
  /** Events that are new to the engine. */
  events: number;
  /** Events that it had already. */
  known: number;
  /** Lines that went to the dead letters. */
  unreadable: number;
  /** Events that occurred before or behind what was asked for. */
  outside: number;
  /** Where the events that were asked for leave more than ten minutes out, the first 20 of them; UTC milliseconds. */
  gaps: readonly Readonly<{ from: number; to: number }>[];
}>;

const GAP_MS = 600_000;
const MAX_GAPS = 20;

/**
 * Brings lines in the canonical form into the engine as fast as it takes them, each with the time when it was received,
 * which is now where nobody has written that down. What is stored already is left out, so that it can be done twice. Keeps the producer for itself meanwhile.
 */
export async function backfill(
  lines: AsyncIterable<LineOfFile>,
  options: BackfillOptions,
): Promise<BackfillReport> {
  const {
    clock,
    pool,
    nats,
    log,
    producer,
    onLine,
    sinceMs = -Infinity,
    untilMs = Infinity,
    signal = new AbortController().signal,
  } = options;
  const metrics = createFeedMetrics(options.metrics);
  await ensureStreams(nats, FEED_STREAMS);
  const publisher = new FeedPublisher({ clock, pool, nats, log, metrics });
  const normaliser = makeNormaliser({ clock, nats, log, metrics, producer });
  const report = { events: 0, known: 0, unreadable: 0, outside: 0 };
  const gaps: { from: number; to: number }[] = [];
  let last = Infinity;
  const take = async ({ text: line, receivedAt }: LineOfFile): Promise<FixtureId | undefined> => {
    try {
      const draft = readFeedLine(line, producer, receivedAt ?? clock.now());
      const { occurredAt } = draft;
      if (occurredAt < sinceMs || occurredAt >= untilMs) {
        report.outside += 1;
        return undefined;
      }
      if (occurredAt - last > GAP_MS && gaps.length < MAX_GAPS)
        gaps.push({ from: last, to: occurredAt });
      last = occurredAt;
      const isNew = (await publisher.publish(draft)) === 'queued';
      report[isNew ? 'events' : 'known'] += 1;
      return draft.fixtureId;
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      normaliser.reject(line, error.reason);
      report.unreadable += 1;
      return undefined;
    }
  };
  try {
    await withProducerLock({ pool, clock, log, producer, signal }, async (held) => {
      const fixtures = new Set<FixtureId>();
      try {
        for await (const line of lines) {
          held.throwIfAborted();
          const fixture = await take(line);
          if (fixture !== undefined) fixtures.add(fixture);
          onLine?.(report.events + report.known + report.unreadable + report.outside);
        }
      } finally {
        for (const fixture of fixtures) await publisher.settled(fixture);
      }
    });
  } finally {
    await publisher.stop();
  }
  signal.throwIfAborted();
  return { ...report, gaps };
}
