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
import { linesOfTape } from './lines-of-tape.ts';
import type { Tape } from './read-tape.ts';

type BackfillOptions = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics?: Metrics;
  /** Whose canonical lines they are. */
  producer: string;
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
}>;

/**
 * Brings recorded lines in the canonical form into the engine as fast as it takes them, each with the time when it was
 * received. What is stored already is left out, so that it can be done twice. Keeps the producer for itself meanwhile.
 */
export async function backfill(tape: Tape, options: BackfillOptions): Promise<BackfillReport> {
  const {
    clock,
    pool,
    nats,
    log,
    producer,
    onLine,
    signal = new AbortController().signal,
  } = options;
  const metrics = createFeedMetrics(options.metrics);
  await ensureStreams(nats, FEED_STREAMS);
  const publisher = new FeedPublisher({ clock, pool, nats, log, metrics });
  const normaliser = makeNormaliser({ clock, nats, log, metrics, producer });
  const report = { events: 0, known: 0, unreadable: 0 };
  const take = async (line: string, receivedAt: number): Promise<FixtureId | undefined> => {
    try {
      const draft = readFeedLine(line, producer, receivedAt);
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
        for await (const { text, receivedAt } of linesOfTape(tape)) {
          held.throwIfAborted();
          const fixture = await take(text, receivedAt);
          if (fixture !== undefined) fixtures.add(fixture);
          onLine?.(report.events + report.known + report.unreadable);
        }
      } finally {
        for (const fixture of fixtures) await publisher.settled(fixture);
      }
    });
  } finally {
    await publisher.stop();
  }
  signal.throwIfAborted();
  return report;
}
