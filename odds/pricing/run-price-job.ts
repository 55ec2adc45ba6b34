import { buildFootballIndex } from '#markets/mod.ts';

import { calibrate } from '../models/fitting/mod.ts';
import { scenarioVector, secondHalfTable, ZOU_2020, type InPlayModel } from '../models/mod.ts';
import type { PriceJob, PriceResult } from './price-job.ts';

/** The in-play parameters of the live engine; their table is in docs/architecture.md. */
export const LIVE_PARAMETERS = ZOU_2020;

export type CalibrationCache = Map<string, InPlayModel>;
const CACHED_CALIBRATIONS = 512;

/** Calibration costs tens of milliseconds and depends on the expectation alone, which rarely changes. */
function calibrated(job: PriceJob, cache: CalibrationCache): InPlayModel {
  const { totalGoals, supremacy } = job.expectation;
  const key = `${totalGoals}|${supremacy}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= CACHED_CALIBRATIONS) cache.clear();
  const { lambda, mu, parameters } = calibrate({ totalGoals, supremacy }, LIVE_PARAMETERS);
  const model = { lambda, mu, parameters };
  cache.set(key, model);
  return model;
}

/** Pure in its job: the cache changes how long it takes and never what it gives. */
export function runPriceJob(job: PriceJob, cache: CalibrationCache): PriceResult {
  const { lambda, mu, parameters } = calibrated(job, cache);
  const model: InPlayModel = { lambda, mu, parameters };
  const index = buildFootballIndex(job.maxFirst, job.maxSecond);
  const table = secondHalfTable(model, job.state.redCards, index);
  return {
    jobId: job.jobId,
    lambda,
    mu,
    maxFirst: job.maxFirst,
    maxSecond: job.maxSecond,
    table: Float64Array.from(table),
    vector: Float64Array.from(scenarioVector(model, job.state, index, table)),
  };
}
