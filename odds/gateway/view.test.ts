import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';

import { viewOf, WHOLE_BOARD, type MarketFilter, type Share } from './view.ts';

const TYPES = ['match-result', 'total-goals', 'next-goal'];
const filter = fc.record({
  types: fc.option(
    fc.subarray(TYPES, { minLength: 1 }).map((types) => new Set(types)),
    { nil: undefined },
  ),
  mainOnly: fc.boolean(),
});

const shareIn = (type: string, { types, mainOnly }: MarketFilter): Share => {
  if (types?.has(type) === false) return 'none';
  return mainOnly ? 'main' : 'all';
};

test.prop([fc.array(filter, { minLength: 1, maxLength: 5 })])(
  'a view shows of each type the most that any of its filters does',
  (filters) => {
    const view = viewOf(filters);
    for (const type of [...TYPES, 'other']) {
      const shares = filters.map((each) => shareIn(type, each));
      const most = (['all', 'main'] as const).find((share) => shares.includes(share)) ?? 'none';
      expect(view.shareOf(type)).toBe(most);
    }
    expect(view.looksAtMain).toBe(
      [...TYPES, 'other'].some((type) => view.shareOf(type) === 'main'),
    );
  },
);

test.prop([
  fc.array(filter, { minLength: 1, maxLength: 4 }),
  fc.array(filter, { minLength: 1, maxLength: 4 }),
])('views that show the same have the same key, and only those', (left, right) => {
  const [a, b] = [viewOf(left), viewOf(right)];
  const same = [...TYPES, 'other'].every((type) => a.shareOf(type) === b.shareOf(type));
  expect(a.key === b.key).toBe(same);
});

it('of everything is the whole board', () => {
  expect(viewOf([{ types: undefined, mainOnly: false }]).key).toBe(WHOLE_BOARD.key);
});
