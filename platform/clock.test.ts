import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import { systemClock } from './clock.ts';
import { ManualClock } from './manual-clock.ts';

describe('systemClock', () => {
  test('sleeps and can be woken by an abort', async () => {
    const before = systemClock.monotonic();
    await systemClock.sleep(20);
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(19);
    const abort = new AbortController();
    const sleeping = systemClock.sleep(60_000, abort.signal);
    abort.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(systemClock.sleep(1, abort.signal)).rejects.toThrow('enough');
  });

  test('ticks until it is stopped', async () => {
    let ticks = 0;
    const stop = systemClock.every(2, () => (ticks += 1));
    await expect.poll(() => ticks).toBeGreaterThan(2);
    stop();
    const seen = ticks;
    await systemClock.sleep(20);
    expect(ticks).toBe(seen);
  });
});

describe('ManualClock', () => {
  test.prop([fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 30 })])(
    'wakes sleepers in order of their due time, each at exactly that time',
    async (delays) => {
      const clock = new ManualClock(5_000);
      const woken: number[] = [];
      const sleeps = delays.map(async (ms) => {
        await clock.sleep(ms);
        expect(clock.now()).toBe(5_000 + ms);
        woken.push(ms);
      });
      await clock.advance(1_000);
      await Promise.all(sleeps);
      expect(woken).toEqual(delays.toSorted((a, b) => a - b));
      expect(clock.now()).toBe(6_000);
      expect(clock.pending).toBe(0);
    },
  );

  test('a sleeper that sleeps again inside the same advance is woken again', async () => {
    const clock = new ManualClock(0);
    const times: number[] = [];
    const run = (async () => {
      for (let i = 0; i < 3; i += 1) {
        await clock.sleep(10);
        times.push(clock.now());
      }
    })();
    await clock.advance(100);
    await run;
    expect(times).toEqual([10, 20, 30]);
  });

  test('ticks at every period until stopped, also from inside the tick', async () => {
    const clock = new ManualClock(0);
    const times: number[] = [];
    const stop = clock.every(30, () => {
      times.push(clock.monotonic());
      if (times.length === 3) stop();
    });
    await clock.advance(1_000);
    expect(times).toEqual([30, 60, 90]);
    expect(clock.pending).toBe(0);
  });

  test('an aborted sleeper rejects and leaves nothing behind', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(10, abort.signal);
    abort.abort();
    await expect(sleeping).rejects.toThrow();
    expect(clock.pending).toBe(0);
  });

  test('refuses to go backwards', async () => {
    const clock = new ManualClock(100);
    await expect(clock.advanceTo(99)).rejects.toThrow(RangeError);
  });
});
