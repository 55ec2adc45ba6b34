import type { Clock, Logger, Pool } from '#platform/mod.ts';

import { storeEvents, VersionTakenError } from './feed-store.ts';
import type { QueuedEvent } from './fixture-lane.ts';
import type { FeedMetrics } from './metrics.ts';

export type StoreWriterOptions = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  metrics: FeedMetrics;
  batchSize: number;
  retryMs: number;
  signal: AbortSignal;
  onStored: (entry: QueuedEvent) => void;
}>;

/**
 * Appends events to PostgreSQL in order. The first event goes at once; what comes while it is under way
 * makes the next batch, so batches grow with the load and need no timer.
 */
export class StoreWriter {
  #queue: QueuedEvent[] = [];
  #isRunning = false;
  #conflict: VersionTakenError | undefined;
  readonly #options: StoreWriterOptions;

  constructor(options: StoreWriterOptions) {
    this.#options = options;
  }

  /** Set while another process publishes one of our fixtures: storing stands still until it is gone. */
  get conflict(): VersionTakenError | undefined {
    return this.#conflict;
  }

  add(entry: QueuedEvent): void {
    this.#queue.push(entry);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#queue.length > 0 && !this.#options.signal.aborted) await this.#storeBatch();
    this.#isRunning = false;
  }

  async #storeBatch(): Promise<void> {
    const { pool, clock, batchSize, retryMs, signal, onStored } = this.#options;
    const batch = this.#queue.slice(0, batchSize);
    try {
      await storeEvents(
        pool,
        batch.map(({ event }) => event),
      );
    } catch (error) {
      this.#failed(error);
      await clock.sleep(retryMs, signal).catch(() => undefined);
      return;
    }
    this.#conflict = undefined;
    this.#queue = this.#queue.slice(batch.length);
    for (const entry of batch) onStored(entry);
  }

  #failed(error: unknown): void {
    const { log, metrics } = this.#options;
    metrics.retries.inc({ server: 'postgresql' });
    if (error instanceof VersionTakenError) {
      if (this.#conflict === undefined)
        log.error(
          { err: error },
          'another process publishes the same fixture: stop one of the two',
        );
      this.#conflict = error;
      return;
    }
    log.warn(
      { err: error, queued: this.#queue.length },
      'feed events could not be stored, retrying',
    );
  }
}
