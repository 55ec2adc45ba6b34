/** The only source of time. Domain code takes a `Clock`, so that tests and replays decide what time it is. */
export type Clock = Readonly<{
  /** UTC milliseconds since 1970, as an integer. May jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since some fixed moment, with fractions. Never goes backwards: use it for durations. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `tick` every `ms` until the returned function is called. A slow tick is not overtaken. */
  every(ms: number, tick: () => void): () => void;
}>;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        if (signal) reject(abortReason(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => {
      clearInterval(timer);
    };
  },
};

export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
