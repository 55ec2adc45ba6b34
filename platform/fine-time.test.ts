import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { systemClock } from './clock.ts';
import { fineTime } from './fine-time.ts';

/** A machine whose true time a test sets; its clock shows whole milliseconds of it. */
function machine(startMs: number, bootMs: number) {
  const at = { trueMs: startMs, shiftMs: 0 };
  const clock = {
    now: () => Math.floor(at.trueMs + at.shiftMs),
    monotonic: () => at.trueMs - bootMs,
  };
  return { at, fine: fineTime(clock), clock };
}

const steps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 100 });

describe('fine time', () => {
  property.prop([steps])(
    'lies within the millisecond that the clock shows and never runs back',
    (all) => {
      const { at, fine, clock } = machine(1_700_000_000_000.25, 1_699_999_000_000.5);
      let before = 0;
      for (const step of all) {
        at.trueMs += step;
        const now = fine();
        expect(Math.floor(now)).toBe(clock.now());
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
    },
  );

  it('comes to differ from the true time by less than the shortest wait for a new millisecond', () => {
    const { at, fine } = machine(1_000_000.7, 0);
    for (let step = 0; step < 1_000; step += 1) {
      at.trueMs += 0.013;
      fine();
    }
    expect(Math.abs(fine() - at.trueMs)).toBeLessThan(0.02);
  });

  it('follows a clock that is set, forwards and backwards', () => {
    const { at, fine, clock } = machine(1_000_000.7, 0);
    for (const shift of [5_000, -3_000]) {
      at.shiftMs = shift;
      expect(Math.floor(fine())).toBe(clock.now());
    }
  });

  it('is of the same time as the machine', () => {
    const fine = fineTime(systemClock);
    const [before, now, after] = [Date.now(), fine(), Date.now()];
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThan(after + 1);
  });
});
