import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import { OpenEntries } from './open-entries.ts';

property.prop([fc.array(fc.tuple(fc.boolean(), fc.nat(400)), { maxLength: 600 })])(
  'holds what a set would hold, in the order in which it was added',
  (steps) => {
    const entries = new OpenEntries<{ isOpen: boolean }>();
    const expected = new Set<{ isOpen: boolean }>();
    for (const [isAdded, which] of steps) {
      const entry = [...expected][which];
      if (isAdded || entry === undefined) {
        const added = { isOpen: true };
        entries.add(added);
        expected.add(added);
      } else {
        entry.isOpen = false;
        entries.closeOne();
        expected.delete(entry);
      }
      expect(entries.size).toBe(expected.size);
    }
    const [held, wanted] = [[...entries], [...expected]];
    expect(held.every((entry, at) => entry === wanted[at])).toBe(true);
    expect(held).toHaveLength(wanted.length);
  },
);
