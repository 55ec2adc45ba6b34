import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import { Frame } from './frame.ts';
import { Tally } from './tally.ts';

property.prop([fc.array(fc.nat(3), { maxLength: 40 })])(
  'counts every message, in whatever order',
  (order) => {
    const frames = [0, 1, 2, 3].map((id) => Frame.of({ op: 'status', id, ok: true }));
    const tally = new Tally();
    for (const index of order)
      tally.add(frames[index] ?? Frame.of({ op: 'status', id: 9, ok: true }));
    const counts = tally.counts();
    for (const [index, frame] of frames.entries())
      expect(counts.get(frame) ?? 0).toBe(order.filter((each) => each === index).length);
  },
);
