import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { applyDeltas, type LadderOrder } from './ladder.ts';
import type { Priced } from './message.ts';

const priced = fc.tuple(fc.integer({ min: -3, max: 12 }), fc.integer({ min: 0, max: 3 }));
const batches = fc.array(fc.array(priced, { maxLength: 8 }), { maxLength: 8 });
const order = fc.constantFrom<LadderOrder>(1, -1);

describe('a ladder', () => {
  property.prop([batches, order])('holds what a dictionary holds, in order', (all, way) => {
    const slow = new Map<number, number>();
    let ladder: readonly Priced[] = [];
    for (const deltas of all) {
      for (const [price, size] of deltas) {
        if (size === 0) slow.delete(price);
        else slow.set(price, size);
      }
      ladder = applyDeltas(ladder, deltas, way);
      expect(ladder).toEqual([...slow].sort(([a], [b]) => (a - b) * way));
    }
  });

  property.prop([batches, order])('is the same when a delta comes twice', (all, way) => {
    for (const deltas of all) {
      const once = applyDeltas([], deltas, way);
      expect(applyDeltas(once, deltas, way)).toEqual(once);
    }
  });

  test('leaves the one before alone', () => {
    const before: readonly Priced[] = [[2, 10]];
    const removed: readonly Priced[] = [[2, 0]];
    expect(applyDeltas(before, removed, 1)).toEqual([]);
    expect(before).toEqual([[2, 10]]);
  });
});
