import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { paceOf } from './pace.ts';

function paceAt(startMs = 0) {
  let now = startMs;
  const pace = paceOf({ monotonic: () => now });
  const pass = (ms: number): void => void (now += ms);
  /** Statements that take so long a bet. */
  const settle = (msEach: number, statements = 10): number => {
    for (let nth = 0; nth < statements; nth += 1) {
      const bets = pace.bets();
      pass(bets * msEach);
      expect(pace.restAfter(bets, bets * msEach)).toBe(0);
    }
    return pace.bets();
  };
  return { pace, pass, settle };
}

test('takes more and more bets while nobody bets, but no more than its time allows', () => {
  const { pace, settle } = paceAt();
  expect(pace.bets()).toBe(200);
  expect(settle(0.05, 1)).toBe(400);
  expect(settle(0.05)).toBe(2_000);
  expect(settle(0.2)).toBe(500);
  expect(settle(20)).toBe(200);
});

test('takes few bets and rests from the first one that somebody places, until a while after the last', () => {
  const { pace, pass, settle } = paceAt();
  settle(0.05);
  pace.saw('1');
  pace.saw('1');
  expect([pace.isBusy(), pace.restAfter(2_000, 100)]).toEqual([false, 0]);
  pace.saw('2');
  expect([pace.isBusy(), pace.bets(), pace.restAfter(50, 12)]).toEqual([true, 50, 12]);
  expect(pace.restAfter(50, 15_000)).toBe(100);
  pass(200);
  pace.saw('3');
  pass(200);
  expect([pace.isBusy(), pace.bets()]).toEqual([true, 50]);
  pass(100);
  expect([pace.isBusy(), pace.bets()]).toEqual([false, 200]);
});

test('the first bet of all is noticed, too', () => {
  const { pace } = paceAt();
  pace.saw(null);
  expect(pace.isBusy()).toBe(false);
  pace.saw('1');
  expect(pace.isBusy()).toBe(true);
});

property.prop({
  steps: fc.array(
    fc.record({ ms: fc.double({ min: 0, max: 60_000, noNaN: true }), newest: fc.nat(3) }),
  ),
})(
  'whatever it is told, a page has 50 to 2,000 bets and no rest is longer than 100 ms',
  ({ steps }) => {
    const { pace, pass } = paceAt();
    for (const { ms, newest } of steps) {
      pace.saw(String(newest));
      const bets = pace.bets();
      expect(Number.isInteger(bets) && bets >= 50 && bets <= 2_000).toBe(true);
      pass(ms);
      const rest = pace.restAfter(bets, ms);
      expect(rest >= 0 && rest <= 100).toBe(true);
    }
  },
);
