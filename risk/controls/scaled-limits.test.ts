import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { DEFAULT_LIMITS } from './candidate.ts';
import { DEFAULT_SCALE, scaledLimits } from './scaled-limits.ts';

const HOUR_MS = 3_600_000;
/** Half, a day and more before the start: the example of Overtime's contracts. */
const SCALE = { ...DEFAULT_SCALE, earlyBps: 5_000 };
const limits = { ...DEFAULT_LIMITS, tierLiabilityMinor: 1_000n };
const at = (market: string, startsInMs: number | null, scale = SCALE) =>
  scaledLimits(limits, { marketKey: marketKeyOf(market), startsInMs }, scale).tierLiabilityMinor;

test.each([
  [48, 500n],
  [24, 500n],
  [12, 750n],
  [6, 875n],
  [0, 1_000n],
])('%i hours before the start a limit of 1000 is %i', (hours, limit) => {
  expect(at('match-result', hours * HOUR_MS)).toBe(limit);
});

test('a market of less certain prices takes its share, also in play', () => {
  expect(at('correct-score', null)).toBe(500n);
  expect(at('correct-score', 12 * HOUR_MS)).toBe(375n);
  expect(at('match-result', null)).toBe(1_000n);
});

property.prop([fc.integer({ min: -HOUR_MS, max: 100 * HOUR_MS }), fc.nat(10_000)])(
  'never passes the whole limit, never falls below the early share, and leaves the other limits',
  (startsInMs, earlyBps) => {
    const scaled = scaledLimits(
      limits,
      { marketKey: marketKeyOf('match-result'), startsInMs },
      { ...SCALE, earlyBps },
    );
    expect(scaled.tierLiabilityMinor).toBeLessThanOrEqual(1_000n);
    expect(scaled.tierLiabilityMinor * 10n).toBeGreaterThanOrEqual(BigInt(earlyBps) - 10n);
    expect({ ...scaled, tierLiabilityMinor: 0n }).toEqual({ ...limits, tierLiabilityMinor: 0n });
  },
);
