import { systemClock } from '#platform/mod.ts';

import { percentile } from '../report/percentiles.ts';

/** What a load brought; rates per second, times in milliseconds. */
export type Load = Readonly<{
  done: number;
  perSecond: number;
  /** The slowest whole second. */
  worstSecond: number;
  p50Ms: number;
  p99Ms: number;
  p999Ms: number;
}>;

export type Pace = Readonly<{ inFlight: number }> &
  (Readonly<{ seconds: number }> | Readonly<{ until: Promise<unknown> }>);

/** Keeps `inFlight` calls under way for so long; the call returns whether it counts. */
export async function keepInFlight(
  call: () => Promise<boolean>,
  { inFlight, ...pace }: Pace,
): Promise<Load> {
  const tookMs: number[] = [];
  const bySecond = new Map<number, number>();
  const startedAt = performance.now();
  let isOver = false;
  const end = 'until' in pace ? pace.until : systemClock.sleep(pace.seconds * 1_000);
  void end.catch(() => undefined).then(() => (isOver = true));
  const worker = async (): Promise<void> => {
    for (let at = startedAt; !isOver;) {
      const counts = await call();
      const now = performance.now();
      if (counts) {
        tookMs.push(now - at);
        const second = Math.floor((now - startedAt) / 1_000);
        bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
      }
      at = now;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const lastedS = (performance.now() - startedAt) / 1_000;
  const whole = Array.from({ length: Math.floor(lastedS) }, (_, at) => bySecond.get(at) ?? 0);
  return {
    done: tookMs.length,
    perSecond: tookMs.length / lastedS,
    worstSecond: Math.min(...whole),
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    p999Ms: percentile(tookMs, 0.999),
  };
}
