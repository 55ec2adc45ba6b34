import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { buildFootballIndex } from '#markets/mod.ts';

import { secondHalfTableLength, type FootballState } from '../models/mod.ts';
import type { PriceJob } from './price-job.ts';
import { runPriceJob, type CalibrationCache } from './run-price-job.ts';

const goals = (max: number) =>
  fc.record({ home: fc.integer({ min: 0, max }), away: fc.integer({ min: 0, max }) });
const state: fc.Arbitrary<FootballState> = fc
  .record({
    phase: fc.constantFrom(
      'not-started' as const,
      'first-half' as const,
      'half-time' as const,
      'second-half' as const,
      'full-time' as const,
    ),
    played: fc.double({ min: 0, max: 50, noNaN: true }),
    firstHalf: goals(4),
    secondHalf: goals(4),
    redCards: goals(2),
  })
  .map(({ phase, played, firstHalf, secondHalf, redCards }) => {
    const none = { home: 0, away: 0 };
    const begun = phase !== 'not-started';
    const second = phase === 'second-half' || phase === 'full-time';
    return {
      phase,
      elapsedMinutes: phase === 'second-half' ? 45 + played : played,
      firstHalf: begun ? firstHalf : none,
      secondHalf: second ? secondHalf : none,
      redCards: begun ? redCards : none,
    };
  });
/** Two expectations only: calibration is the slow part, and each costs it once per cache. */
const expectation = fc.constantFrom(
  { totalGoals: 2.7, supremacy: 0.4 },
  { totalGoals: 3.1, supremacy: -0.8 },
);
const job: fc.Arbitrary<PriceJob> = fc.record({
  jobId: fc.integer({ min: 1, max: 1_000 }),
  expectation,
  state,
  maxFirst: fc.constantFrom(5, 7),
  maxSecond: fc.constantFrom(6, 8),
});

const shared: CalibrationCache = new Map();

describe('runPriceJob', () => {
  property.prop([job], { numRuns: 40 })(
    'gives a chance for every cell of the index that was asked for, and no more than one in all',
    (asked) => {
      const result = runPriceJob(asked, shared);
      const index = buildFootballIndex(asked.maxFirst, asked.maxSecond);
      expect(result).toMatchObject({
        jobId: asked.jobId,
        maxFirst: asked.maxFirst,
        maxSecond: asked.maxSecond,
      });
      expect(result.vector).toHaveLength(index.size);
      expect(result.table).toHaveLength(secondHalfTableLength(index));
      expect(result.vector.every((chance) => chance >= 0)).toBe(true);
      expect(result.vector.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 11);
    },
  );

  property.prop([job], { numRuns: 15 })('gives the same bits twice', (asked) => {
    const before = structuredClone(asked);
    const first = runPriceJob(asked, shared);
    const second = runPriceJob(asked, shared);
    expect(second).toEqual(first);
    expect(bitsOf(second.vector)).toEqual(bitsOf(first.vector));
    expect(asked).toEqual(before);
    // A result is its reader's own: writing to it must not reach the next one.
    first.vector.fill(7);
    first.table.fill(7);
    expect(runPriceJob(asked, shared)).toEqual(second);
  });

  it('gives the same bits whatever the cache holds', () => {
    const asked: PriceJob = {
      jobId: 1,
      expectation: { totalGoals: 2.45, supremacy: 0.15 },
      state: {
        phase: 'first-half',
        elapsedMinutes: 12.5,
        firstHalf: { home: 0, away: 1 },
        secondHalf: { home: 0, away: 0 },
        redCards: { home: 0, away: 0 },
      },
      maxFirst: 5,
      maxSecond: 6,
    };
    const cold = runPriceJob(asked, new Map());
    const warm: CalibrationCache = new Map();
    const model = { lambda: 9, mu: 9, parameters: runPriceJobModel(warm, asked) };
    for (let filler = 0; warm.size < 600; filler += 1) warm.set(`filler ${filler}`, model);
    expect(runPriceJob(asked, warm)).toEqual(cold);
    // Full of strangers, which must go and must not be taken for the right one.
    const full: CalibrationCache = new Map(
      Array.from({ length: 600 }, (_, at) => [`filler ${at}`, model]),
    );
    expect(runPriceJob(asked, full)).toEqual(cold);
    expect(full.size).toBeLessThan(600);
  });

  it('follows the expectation: more expected goals, fewer goalless draws', () => {
    const goalless = (totalGoals: number): number => {
      const asked: PriceJob = {
        jobId: 1,
        expectation: { totalGoals, supremacy: 0.4 },
        state: {
          phase: 'not-started',
          elapsedMinutes: 0,
          firstHalf: { home: 0, away: 0 },
          secondHalf: { home: 0, away: 0 },
          redCards: { home: 0, away: 0 },
        },
        maxFirst: 5,
        maxSecond: 6,
      };
      return runPriceJob(asked, shared).vector[0] ?? 0;
    };
    expect(goalless(3.1)).toBeLessThan(goalless(2.7));
    expect(goalless(2.7)).toBeGreaterThan(0.04);
    expect(goalless(2.7)).toBeLessThan(0.1);
  });
});

const bitsOf = (values: Float64Array<ArrayBuffer>): Uint8Array => new Uint8Array(values.buffer);

/** Fills the cache with the calibration of a job and says which parameters that one used. */
function runPriceJobModel(cache: CalibrationCache, asked: PriceJob) {
  runPriceJob(asked, cache);
  const [model] = cache.values();
  if (model === undefined) throw new Error('nothing was cached');
  return model.parameters;
}
