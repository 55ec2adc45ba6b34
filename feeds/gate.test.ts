import { describe, expect, test } from 'vitest';

import { Gate } from './gate.ts';

describe('Gate', () => {
  test('lets in as many as it has places, then one for each that leaves, in order', async () => {
    const gate = new Gate(2);
    const inside: string[] = [];
    const enter = async (name: string): Promise<void> => {
      await gate.enter();
      inside.push(name);
    };
    const all = ['a', 'b', 'c', 'd'].map(enter);
    await Promise.all(all.slice(0, 2));
    expect([inside, gate.isFull]).toEqual([['a', 'b'], true]);
    gate.leave();
    await all[2];
    expect(inside).toEqual(['a', 'b', 'c']);
    gate.leave();
    gate.leave();
    await Promise.all(all);
    expect([inside, gate.isFull]).toEqual([['a', 'b', 'c', 'd'], false]);
  });
});
