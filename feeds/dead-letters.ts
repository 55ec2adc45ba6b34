import { publishJson, type Clock, type Logger, type Nats } from '#platform/mod.ts';

import type { FeedMetrics } from './metrics.ts';

/** The subject of lines that did not validate; the stream DEAD keeps them. */
export const deadFeedSubject = (producer: string): string => `dead.feed.${producer}`;

/** What the stream keeps of a line: enough to see what was wrong and to bring it again. */
export type DeadLine = Readonly<{
  producer: string;
  reason: string;
  line: string;
  receivedAt: number;
}>;

export type DeadLettersOptions = Readonly<{
  clock: Clock;
  nats: Nats;
  log: Logger;
  metrics: FeedMetrics;
}>;

/** A provider gone wild must not fill the memory while NATS is away. */
const MAX_WAITING = 1_000;
const RETRY_MS = 1_000;
const TRIES = 60;

/** Counts, logs and stores what could not be read. While NATS is away it tries again for a minute. */
export class DeadLetters {
  #waiting = 0;
  readonly #options: DeadLettersOptions;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  add(dead: DeadLine): void {
    const { log, metrics } = this.#options;
    metrics.deadLetters.inc({ producer: dead.producer });
    log.warn({ dead }, 'feed line does not validate');
    if (this.#waiting < MAX_WAITING) void this.#store(dead);
    else log.error({ dead }, 'too many dead letters wait for NATS: this one is only in the log');
  }

  async #store(dead: DeadLine): Promise<void> {
    const { nats, clock, log } = this.#options;
    this.#waiting += 1;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        await publishJson(nats, deadFeedSubject(dead.producer), dead);
        break;
      } catch (error) {
        if (attempt === TRIES || nats.connection.isClosed()) {
          log.error({ err: error, dead }, 'dead letter could not be stored: it is only in the log');
          break;
        }
        await clock.sleep(RETRY_MS);
      }
    }
    this.#waiting -= 1;
  }
}
