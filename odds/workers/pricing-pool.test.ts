import { afterAll, describe, expect, it } from 'vitest';

import type { PriceJob } from '../pricing/price-job.ts';
import { runPriceJob, type CalibrationCache } from '../pricing/run-price-job.ts';
import { createPricingPool } from './pricing-pool.ts';

const jobAt = (jobId: number, minute: number): PriceJob => ({
  jobId,
  expectation: { totalGoals: 2.7, supremacy: 0.4 },
  state: {
    phase: minute < 45 ? 'first-half' : 'second-half',
    elapsedMinutes: minute,
    firstHalf: { home: 1, away: 0 },
    secondHalf: { home: 0, away: 0 },
    redCards: { home: 0, away: 1 },
  },
  maxFirst: 5,
  maxSecond: 6,
});

const bitsOf = (values: Float64Array<ArrayBuffer>): string =>
  Buffer.from(values.buffer).toString('base64');

describe('the pricing pool', () => {
  const pool = createPricingPool();
  const cache: CalibrationCache = new Map();
  afterAll(() => pool.close());

  it('answers what the same job gives inline, bit for bit, however many are asked at once', async () => {
    const jobs = [3, 17.25, 44, 61.5, 93].map((minute, at) => jobAt(at + 1, minute));
    const answers = await Promise.all(jobs.map((job) => pool.price(job)));
    answers.forEach((answer, at) => {
      const job = jobs[at];
      if (job === undefined) throw new Error('an answer without a job');
      const inline = runPriceJob(job, cache);
      expect(bitsOf(answer.vector)).toBe(bitsOf(inline.vector));
      expect(bitsOf(answer.table)).toBe(bitsOf(inline.table));
      expect({ ...answer, vector: 0, table: 0 }).toEqual({ ...inline, vector: 0, table: 0 });
      expect(answer.vector.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 11);
    });
  });

  it('says so when a job cannot be priced, and goes on', async () => {
    await expect(pool.price({ ...jobAt(1, 10), maxFirst: 99 })).rejects.toThrow(RangeError);
    await expect(pool.price(jobAt(2, 10))).resolves.toMatchObject({ jobId: 2 });
  });
});

describe('closing the pool', () => {
  it('answers what was asked before and refuses what comes after', async () => {
    const pool = createPricingPool();
    const asked = [pool.price(jobAt(1, 10)), pool.price(jobAt(2, 20))];
    const closed = pool.close();
    const late = pool.price(jobAt(3, 30));
    await expect(late).rejects.toThrow();
    const answers = await Promise.all(asked);
    expect(answers.map(({ jobId }) => jobId)).toEqual([1, 2]);
    await closed;
  });

  it('leaves nothing behind when nothing was ever asked', async () => {
    await expect(createPricingPool(2).close()).resolves.toBeUndefined();
  });
});
