import { move, transferableSymbol, valueSymbol } from 'piscina';

import type { PriceJob } from '../pricing/price-job.ts';
import { runPriceJob, type CalibrationCache } from '../pricing/run-price-job.ts';

const cache: CalibrationCache = new Map();

/** The entry of a pricing thread: answers a PriceResult whose arrays are handed over and not copied. */
export function price(job: PriceJob): ReturnType<typeof move> {
  const result = runPriceJob(job, cache);
  return move({
    [transferableSymbol]: [result.table.buffer, result.vector.buffer],
    [valueSymbol]: result,
  });
}
