import { describe, expect, test } from 'vitest';

import { ManualClock } from './manual-clock.ts';
import { repeat } from './repeat.ts';

function work() {
  const turns: PromiseWithResolvers<undefined>[] = [];
  return {
    turns,
    start: () => {
      const turn = Promise.withResolvers<undefined>();
      turns.push(turn);
      return turn.promise;
    },
  };
}

describe('repeat', () => {
  test('has one turn at a time, and the next when it has ended', async () => {
    const clock = new ManualClock();
    const { turns, start } = work();
    const repeated = repeat(clock, { everyMs: 100, work: start, onError: () => undefined });
    await clock.advance(99);
    expect(turns).toHaveLength(0);
    await clock.advance(301);
    expect(turns).toHaveLength(1);
    turns[0]?.resolve(undefined);
    await clock.advance(100);
    expect(turns).toHaveLength(2);
    turns[1]?.resolve(undefined);
    await repeated.stop();
  });

  test('tells a failure and tries again', async () => {
    const clock = new ManualClock();
    const errors: unknown[] = [];
    const repeated = repeat(clock, {
      everyMs: 100,
      work: () => Promise.reject(new Error(`turn ${String(errors.length)}`)),
      onError: (error) => errors.push(error),
    });
    await clock.advance(100);
    await clock.advance(100);
    await repeated.stop();
    expect(errors).toEqual([new Error('turn 0'), new Error('turn 1')]);
  });

  test('stops after the turn under way, and begins none', async () => {
    const clock = new ManualClock();
    const { turns, start } = work();
    const repeated = repeat(clock, { everyMs: 100, work: start, onError: () => undefined });
    await clock.advance(100);
    let stopped = false;
    const stopping = repeated.stop().then(() => {
      stopped = true;
    });
    await clock.advance(1_000);
    expect([turns.length, stopped]).toEqual([1, false]);
    turns[0]?.resolve(undefined);
    await stopping;
    expect(turns).toHaveLength(1);
  });
});
