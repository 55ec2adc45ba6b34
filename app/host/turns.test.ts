import { describe, expect, it } from 'vitest';

import { createTurns } from './turns.ts';

/** An event loop whose turns a test takes one by one. */
function handTurned() {
  const scheduled: (() => void)[] = [];
  const turns = createTurns((task) => void scheduled.push(task));
  return { turns, scheduled, turn: () => scheduled.shift()?.() };
}

describe('turns', () => {
  it('do one task each, in the order of asking', () => {
    const { turns, scheduled, turn } = handTurned();
    const done: number[] = [];
    for (const task of [1, 2, 3]) turns.add(() => done.push(task));
    expect([done, scheduled.length]).toEqual([[], 1]);
    for (const after of [[1], [1, 2], [1, 2, 3]]) {
      turn();
      expect(done).toEqual(after);
    }
    expect(scheduled).toEqual([]);
  });

  it('go on after a task that throws, and after a pause', () => {
    const { turns, scheduled, turn } = handTurned();
    const done: string[] = [];
    turns.add(() => {
      throw new Error('failed');
    });
    turns.add(() => done.push('second'));
    expect(turn).toThrow('failed');
    turn();
    expect(done).toEqual(['second']);
    turns.add(() => done.push('third'));
    expect(scheduled.length).toBe(1);
    turn();
    expect(done).toEqual(['second', 'third']);
  });

  it('let a task that asks for another wait for those before it', () => {
    const { turns, turn } = handTurned();
    const done: string[] = [];
    turns.add(() => {
      done.push('first');
      turns.add(() => done.push('asked by the first'));
    });
    turns.add(() => done.push('second'));
    for (let at = 0; at < 3; at += 1) turn();
    expect(done).toEqual(['first', 'second', 'asked by the first']);
  });

  it('leave what is idle to the end, one task a turn', () => {
    const { turns, scheduled, turn } = handTurned();
    const done: string[] = [];
    turns.addIdle(() => done.push('idle'));
    turns.addIdle(() => done.push('idle too'));
    turns.add(() => {
      done.push('first');
      turns.add(() => done.push('asked by the first'));
    });
    expect(scheduled.length).toBe(1);
    for (let at = 0; at < 3; at += 1) turn();
    expect(done).toEqual(['first', 'asked by the first', 'idle']);
    turns.add(() => done.push('late'));
    for (let at = 0; at < 2; at += 1) turn();
    expect(done.slice(3)).toEqual(['late', 'idle too']);
    expect(scheduled).toEqual([]);
  });
});
