import type { Clock } from '#platform/mod.ts';

/**
 * Whose window ends when. Windows of one length end at the same moments for everybody, multiples of the length,
 * so that readers who see the same are sent the same bytes.
 */
export class Windows<Client> {
  readonly #clock: Clock;
  readonly #onEnd: (windowMs: number, clients: ReadonlySet<Client>) => void;
  readonly #waiting = new Map<number, Set<Client>>();
  readonly #timers = new Map<number, () => void>();

  constructor(clock: Clock, onEnd: (windowMs: number, clients: ReadonlySet<Client>) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** The client has something that waits for the next end of a window of this length. */
  hold(windowMs: number, client: Client): void {
    const waiting = this.#waiting.get(windowMs);
    if (waiting !== undefined) {
      waiting.add(client);
      return;
    }
    this.#waiting.set(windowMs, new Set([client]));
    const sinceEndMs = this.#clock.monotonic() % windowMs;
    const stop = this.#clock.every(Math.max(1, windowMs - sinceEndMs), () => {
      stop();
      this.#end(windowMs);
    });
    this.#timers.set(windowMs, stop);
  }

  stop(): void {
    for (const stop of this.#timers.values()) stop();
    this.#timers.clear();
    this.#waiting.clear();
  }

  #end(windowMs: number): void {
    const clients = this.#waiting.get(windowMs) ?? new Set<Client>();
    this.#waiting.delete(windowMs);
    this.#timers.delete(windowMs);
    this.#onEnd(windowMs, clients);
  }
}
