import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import { inTurn } from './turns.ts';

property.prop([fc.integer({ min: 1, max: 300 }), fc.nat(10_000)])(
  'everybody comes once in every turn, and first once in as many turns as there are',
  (count, from) => {
    const all = Array.from({ length: count }, (_, index) => index);
    const firsts = all.map((turn) => {
      const order = inTurn(all, from + turn);
      expect(new Set(order).size).toBe(count);
      expect(order).toHaveLength(count);
      return order[0];
    });
    expect(new Set(firsts).size).toBe(count);
  },
);
