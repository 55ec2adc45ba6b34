import { STREAMS, subjects, type FixtureEvent, type FixtureId } from '#contracts/mod.ts';
import {
  ensureStreams,
  publishJson,
  type Clock,
  type Logger,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { abortable } from './abortable.ts';
import { readStoredFixture } from './feed-store.ts';
import { FixtureLane, type QueuedEvent } from './fixture-lane.ts';
import { Gate } from './gate.ts';
import type { FeedMetrics } from './metrics.ts';
import type { EventDraft } from './script.ts';
import { StoreWriter } from './store-writer.ts';

export type PublisherOptions = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: FeedMetrics;
  /** Events that may wait for NATS or PostgreSQL; beyond them sources are held and producers are down. */
  maxQueued?: number;
  batchSize?: number;
  retryMs?: number;
  sendTimeoutMs?: number;
}>;

/** What a producer can promise: everything received before `at` is published, up to these versions. */
export type ProducerState = Readonly<{
  /** Why the producer must count as down; undefined when it is well. */
  problem: string | undefined;
  at: number;
  fixtures: readonly Readonly<{ fixtureId: FixtureId; version: number }>[];
}>;

/** The only sport so far; an event names it only when the fixture is announced. */
const SPORT = 'football';
const DEFAULTS = { maxQueued: 10_000, batchSize: 500, retryMs: 250, sendTimeoutMs: 2_000 };
/** An event that NATS does not take for so long makes its producer count as down. */
const STUCK_AFTER_MS = 1_000;
/** The streams that feeds write to. */
export const FEED_STREAMS = STREAMS.filter(({ name }) => ['FEED', 'DEAD', 'QUOTES'].includes(name));

/**
 * The one way of canonical events into the engine: gives each its version, sends it to
 * `feed.<sport>.<fixture>` at once and appends it to PostgreSQL at the same time. Either server may be
 * away: events then wait in order and nothing is lost. After a restart each fixture goes on behind its
 * last stored version, and events that are stored already are dropped as duplicates.
 */
export class FeedPublisher {
  readonly #options: PublisherOptions & typeof DEFAULTS;
  readonly #gate: Gate;
  readonly #writer: StoreWriter;
  readonly #lanes = new Map<FixtureId, Promise<FixtureLane>>();
  readonly #open = new Map<FixtureId, FixtureLane>();
  readonly #abort = new AbortController();

  constructor(options: PublisherOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#gate = new Gate(this.#options.maxQueued);
    this.#writer = new StoreWriter({
      ...this.#options,
      signal: this.#abort.signal,
      onStored: (entry) => {
        entry.lane.markStored(entry);
        this.#settle(entry);
      },
    });
  }

  /**
   * Queues an event; resolves when it has its version. While the queue is full, or PostgreSQL cannot tell
   * where the fixture stands, the call waits: that is how a source is held back. Rejects after `stop`.
   */
  async publish(draft: EventDraft): Promise<'queued' | 'duplicate'> {
    const { clock, metrics } = this.#options;
    const lane = await this.#laneOf(draft);
    lane.users += 1;
    try {
      if (!lane.isNew(draft.eventId)) {
        metrics.duplicates.inc({ producer: draft.producer });
        return 'duplicate';
      }
      await abortable(this.#gate.enter(), this.#abort.signal);
      const entry = lane.append(draft, clock.now());
      metrics.events.inc({ producer: draft.producer, kind: draft.kind });
      metrics.hop('feed', draft.receivedAt, entry.queuedAt);
      metrics.queued.inc();
      this.#writer.add(entry);
      if (!lane.isSending) void this.#drain(lane);
      return 'queued';
    } finally {
      lane.users -= 1;
    }
  }

  /** Resolves when everything published of the fixture so far is sent and stored. Rejects after `stop`. */
  async settled(fixture: FixtureId): Promise<void> {
    const lane = this.#open.get(fixture);
    if (lane !== undefined) await abortable(lane.idle(), this.#abort.signal);
  }

  /** What an alive message of the producer may say now. */
  state(producer: string): ProducerState {
    const lanes = [...this.#open.values()].filter((lane) => lane.producer === producer);
    const now = this.#options.clock.now();
    const unsentSince = lanes.reduce(
      (oldest, { outbox }) => Math.min(oldest, outbox[0]?.queuedAt ?? Infinity),
      Infinity,
    );
    return {
      problem: this.#problem(now - unsentSince),
      at: Math.min(now, unsentSince),
      fixtures: lanes.map(({ fixtureId, sentVersion: version }) => ({ fixtureId, version })),
    };
  }

  /** Forgets fixtures that are over; a late correction reads them again from PostgreSQL. */
  sweep(): void {
    for (const lane of this.#open.values()) if (lane.isDone) this.#drop(lane);
  }

  /** Forgets where the producer's fixtures stand: another process may have gone on with them meanwhile. */
  forget(producer: string): void {
    for (const lane of this.#open.values()) if (lane.producer === producer) this.#drop(lane);
  }

  /** Waits for what is queued, at most `graceMs`, then gives up; returns how many events were not done. */
  async stop(graceMs = 5_000): Promise<number> {
    const { clock, log } = this.#options;
    const patience = new AbortController();
    const lanes = [...this.#open.values()];
    await Promise.race([
      Promise.all(lanes.map((lane) => lane.idle())),
      clock.sleep(graceMs, patience.signal).catch(() => undefined),
    ]);
    patience.abort();
    this.#abort.abort(new Error('the feed publisher is stopped'));
    const left = lanes.reduce((sum, lane) => sum + lane.pending, 0);
    if (left > 0) log.error({ left }, 'stopped with feed events that are not sent or not stored');
    return left;
  }

  #drop({ fixtureId }: FixtureLane): void {
    this.#open.delete(fixtureId);
    this.#lanes.delete(fixtureId);
  }

  #problem(unsentForMs: number): string | undefined {
    if (this.#writer.conflict !== undefined) return this.#writer.conflict.message;
    if (this.#gate.isFull) return 'the queue is full';
    return unsentForMs > STUCK_AFTER_MS ? 'NATS does not take events' : undefined;
  }

  #laneOf(draft: EventDraft): Promise<FixtureLane> {
    const known = this.#lanes.get(draft.fixtureId);
    if (known !== undefined) return known;
    const opening = this.#openLane(draft);
    this.#lanes.set(draft.fixtureId, opening);
    opening.catch(() => this.#lanes.delete(draft.fixtureId));
    return opening;
  }

  async #openLane(draft: EventDraft): Promise<FixtureLane> {
    const { pool, clock, log, retryMs, metrics } = this.#options;
    for (;;) {
      this.#abort.signal.throwIfAborted();
      try {
        const stored = await readStoredFixture(pool, draft.fixtureId);
        const lane = new FixtureLane(draft, stored);
        this.#open.set(draft.fixtureId, lane);
        const last = stored.events.at(-1);
        if (last !== undefined) this.#resend(lane, last);
        return lane;
      } catch (error) {
        metrics.retries.inc({ server: 'postgresql' });
        log.warn({ err: error, fixture: draft.fixtureId }, 'fixture could not be read, retrying');
        await clock.sleep(retryMs, this.#abort.signal);
      }
    }
  }

  #resend(lane: FixtureLane, event: FixtureEvent): void {
    lane.resend(event, this.#options.clock.now());
    void this.#drain(lane);
  }

  /** Sends what waits in a lane, one after the other, so that nothing overtakes on a retry. */
  async #drain(lane: FixtureLane): Promise<void> {
    lane.isSending = true;
    for (let entry = lane.outbox[0]; entry !== undefined; entry = lane.outbox[0]) {
      if (this.#abort.signal.aborted) break;
      if (await this.#send(entry.event)) {
        lane.markSent(entry);
        this.#settle(entry);
      }
    }
    lane.isSending = false;
  }

  async #send(event: FixtureEvent): Promise<boolean> {
    const { nats, clock, log, metrics, retryMs, sendTimeoutMs } = this.#options;
    try {
      await publishJson(nats, subjects.feed(SPORT, event.fixtureId), event, {
        messageId: `${event.fixtureId}:${event.version}`,
        timeoutMs: sendTimeoutMs,
      });
      return true;
    } catch (error) {
      metrics.retries.inc({ server: 'nats' });
      log.warn({ err: error, fixture: event.fixtureId }, 'feed event could not be sent, retrying');
      // A NATS server that lost its storage has no streams; without them nothing is taken again.
      await ensureStreams(nats, FEED_STREAMS).catch(() => undefined);
      await clock.sleep(retryMs, this.#abort.signal).catch(() => undefined);
      return false;
    }
  }

  #settle(entry: QueuedEvent): void {
    if (!entry.sent || !entry.stored || entry.isResent) return;
    this.#options.metrics.queued.dec();
    this.#gate.leave();
  }
}
