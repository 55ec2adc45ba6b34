import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';

import { backoffMs } from './backoff.ts';

test.prop([fc.nat(1000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
  'pauses grow to ten seconds and not beyond, and at least half of each is kept',
  (failures, fraction) => {
    const full = Math.min(10_000, 250 * 2 ** Math.min(failures, 10));
    const pause = backoffMs(failures, fraction);
    expect(pause).toBeGreaterThanOrEqual(full / 2);
    expect(pause).toBeLessThanOrEqual(full);
  },
);
