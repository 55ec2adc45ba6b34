import type { FixtureId } from '#contracts/mod.ts';
import {
  ensureStreams,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { DeadLetters } from '../dead-letters.ts';
import { createFeedMetrics } from '../metrics.ts';
import { withProducerLock } from '../producer-lock.ts';
import { FEED_STREAMS, FeedPublisher } from '../publisher.ts';
import type { EventDraft } from '../script.ts';

export type BackfillOptions = Readonly<{
  clock: Clock;
  pool: Pool;
  nats: Nats;
  log: Logger;
  metrics?: Metrics;
  /** Under whose name it is brought in. */
  producer: string;
  /** What occurred from then on, and before then; UTC milliseconds. */
  sinceMs?: number;
  untilMs?: number;
  signal?: AbortSignal;
  /** How many lines or messages are done. */
  onLine?: (lines: number) => void;
}>;

/** Where what was asked for leaves more than ten minutes out; UTC milliseconds. */
export type Gaps = readonly Readonly<{ from: number; to: number }>[];

export type Session = Readonly<{
  /** Whether what occurred then is asked for; keeps what is left out in between. */
  isAskedFor: (occurredAt: number) => boolean;
  /** Resolves with false when it is known already. */
  publish: (draft: EventDraft) => Promise<boolean>;
  /** To the dead letters. */
  reject: (line: string, reason: string, receivedAt: number | null) => void;
}>;

const GAP_MS = 600_000;
const MAX_GAPS = 20;
const MAX_REJECTED = 65_536;

/**
 * Takes one item after the other as fast as the engine takes them, and keeps the producer for itself meanwhile. Resolves
 * with the first 20 gaps when all of it is sent and stored.
 */
export async function bringAll<Item>(
  items: AsyncIterable<Item>,
  options: BackfillOptions,
  makeTake: (session: Session) => (item: Item) => Promise<void>,
  atEnd: () => Promise<void> = () => Promise.resolve(),
): Promise<Gaps> {
  const { clock, pool, nats, log, producer, onLine } = options;
  const { signal = new AbortController().signal } = options;
  const metrics = createFeedMetrics(options.metrics);
  await ensureStreams(nats, FEED_STREAMS);
  const publisher = new FeedPublisher({ clock, pool, nats, log, metrics });
  const deadLetters = new DeadLetters({ clock, nats, log, metrics });
  const { gaps, isAskedFor } = makeWindow(options);
  const fixtures = new Set<FixtureId>();
  const take = makeTake({
    isAskedFor,
    publish: async (draft) => {
      fixtures.add(draft.fixtureId);
      return (await publisher.publish(draft)) === 'queued';
    },
    reject: (line, reason, receivedAt) => {
      const dead = { producer, reason, line: line.slice(0, MAX_REJECTED) };
      deadLetters.add({ ...dead, receivedAt: receivedAt ?? clock.now() });
    },
  });
  let done = 0;
  try {
    let isBegun = false;
    await withProducerLock({ pool, clock, log, producer, signal }, async (held) => {
      // What is read is read once: after the producer was lost in the middle, nobody may take that for the end.
      if (isBegun)
        throw new Error(`another process took ${producer} in the middle: bring it again`);
      isBegun = true;
      try {
        for await (const item of items) {
          held.throwIfAborted();
          await take(item);
          onLine?.((done += 1));
        }
      } finally {
        for (const fixture of fixtures) await publisher.settled(fixture);
        if (!held.aborted) await atEnd();
      }
    });
  } finally {
    await publisher.stop();
  }
  signal.throwIfAborted();
  return gaps;
}

function makeWindow({ sinceMs = -Infinity, untilMs = Infinity }: BackfillOptions) {
  const gaps: { from: number; to: number }[] = [];
  let last = Infinity;
  const isAskedFor = (occurredAt: number): boolean => {
    if (occurredAt < sinceMs || occurredAt >= untilMs) return false;
    if (occurredAt - last > GAP_MS && gaps.length < MAX_GAPS)
      gaps.push({ from: last, to: occurredAt });
    last = occurredAt;
    return true;
  };
  return { gaps, isAskedFor };
}
