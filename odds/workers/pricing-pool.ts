import { Piscina } from 'piscina';

import type { PriceJob, PriceResult } from '../pricing/price-job.ts';

export type PricingPool = Readonly<{
  price(job: PriceJob): Promise<PriceResult>;
  close(): Promise<void>;
}>;

/** Threads for calibration and in-play integration; one is plenty for a few hundred fixtures in play. */
export function createPricingPool(threads = 1): PricingPool {
  const pool = new Piscina<PriceJob, PriceResult>({
    filename: new URL('./price.ts', import.meta.url).href,
    name: 'price',
    minThreads: threads,
    maxThreads: threads,
    // Plain messages keep the threads' own timers alive between tasks; the modes cost the same here.
    atomics: 'disabled',
  });
  return {
    price: (job) => pool.run(job),
    close: () => pool.close(),
  };
}
