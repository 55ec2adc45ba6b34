import { abortReason, type Clock } from './clock.ts';

type Timer = Readonly<{ dueMs: number; order: number; fire: () => void }>;

/**
 * A clock that stands still until a test moves it. Timers fire in order of their due time (then of their
 * creation), each seeing exactly its own due time, and what they resolve runs before the next one fires.
 */
export class ManualClock implements Clock {
  #nowMs: number;
  #order = 0;
  readonly #startMs: number;
  readonly #timers = new Set<Timer>();

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
    this.#startMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs - this.#startMs;
  }

  /** How many sleepers and tickers wait: lets a test assert that nothing was left running. */
  get pending(): number {
    return this.#timers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        this.#timers.delete(timer);
        if (signal) reject(abortReason(signal));
      };
      const timer = this.#schedule(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  every(ms: number, tick: () => void): () => void {
    if (!(ms > 0)) throw new RangeError(`every() needs a positive period, got ${String(ms)}`);
    let timer: Timer;
    const next = (): void => {
      timer = this.#schedule(ms, () => {
        next();
        tick();
      });
    };
    next();
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves time forward by `ms`, firing everything that falls due on the way. */
  async advance(ms: number): Promise<void> {
    await this.advanceTo(this.#nowMs + ms);
  }

  /** Moves time forward to `targetMs` (UTC); going backwards is refused. */
  async advanceTo(targetMs: number): Promise<void> {
    if (targetMs < this.#nowMs) throw new RangeError('a ManualClock does not go backwards');
    await settle();
    for (let timer = this.#nextDue(targetMs); timer; timer = this.#nextDue(targetMs)) {
      this.#timers.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      timer.fire();
      await settle();
    }
    this.#nowMs = targetMs;
  }

  #schedule(ms: number, fire: () => void): Timer {
    const timer = { dueMs: this.#nowMs + Math.max(0, ms), order: this.#order++, fire };
    this.#timers.add(timer);
    return timer;
  }

  #nextDue(targetMs: number): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs > targetMs) continue;
      if (
        !best ||
        timer.dueMs < best.dueMs ||
        (timer.dueMs === best.dueMs && timer.order < best.order)
      )
        best = timer;
    }
    return best;
  }
}

/** Lets promise continuations (any depth) run before time moves on. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
