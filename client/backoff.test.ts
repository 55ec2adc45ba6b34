import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';

import { backoffMs } from './backoff.ts';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test.prop([fc.nat(1000), fraction])(
  'pauses grow to ten seconds and not beyond, and at least half of each is kept',
  (failures, chance) => {
    const full = Math.min(10_000, 250 * 2 ** Math.min(failures, 10));
    const pause = backoffMs(failures, chance);
    expect(pause).toBeGreaterThanOrEqual(full / 2);
    expect(pause).toBeLessThanOrEqual(full);
  },
);

test.prop([fc.nat(20), fraction, fc.constantFrom(1009, 4002, 4003, 4004)])(
  'who was sent away for what it did waits for longer',
  (failures, chance, code) => {
    expect(backoffMs(failures, chance, code)).toBeGreaterThanOrEqual(2500);
    expect(backoffMs(failures, chance, code)).toBeLessThanOrEqual(10_000);
  },
);
