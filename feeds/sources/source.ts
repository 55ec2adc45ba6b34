import type { Clock, Logger, Nats, Pool } from '#platform/mod.ts';

import type { FeedMetrics } from '../metrics.ts';
import type { FeedPublisher } from '../publisher.ts';
import { playRun } from '../replay.ts';
import type { Run } from '../run.ts';
import { finishRun, insertRun, type StoredRun } from '../run-store.ts';
import type { EventDraft, MatchScript } from '../script.ts';

export type SourceContext = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics: FeedMetrics;
  publisher: FeedPublisher;
  signal: AbortSignal;
}>;

/** Something that brings events for one producer, until its signal or its end. */
export type Source = Readonly<{
  producer: string;
  run: (context: SourceContext) => Promise<void>;
}>;

const RETRY_MS = 500;

/** Repeats until PostgreSQL answers. Rejects only when the source is stopped. */
export async function untilDone<T>(
  { clock, log, signal }: SourceContext,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, `${what} failed, retrying`);
      await clock.sleep(RETRY_MS, signal);
    }
  }
}

/**
 * Plays a run to its end and remembers that it is played. It is written down before its first event and
 * counts as finished only when all its events are sent and stored, so a crash anywhere in between is
 * made good by playing it again: known events are dropped.
 */
export async function playStoredRun(
  context: SourceContext,
  stored: StoredRun,
  script: MatchScript,
  onEvent?: (draft: EventDraft) => void,
): Promise<void> {
  const { clock, pool, publisher, signal } = context;
  const run: Run = { ...stored, script };
  await untilDone(context, 'writing down a run', () => insertRun(pool, stored));
  await playRun(run, {
    clock,
    signal,
    emit: async (draft) => {
      if ((await publisher.publish(draft)) === 'queued') onEvent?.(draft);
    },
  });
  await publisher.settled(run.fixtureId);
  await untilDone(context, 'finishing a run', () => finishRun(pool, run.fixtureId, clock.now()));
}
