import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { NO_COLUMNS, placeInColumns } from './columns.ts';

const items = (...heights: number[]) =>
  heights.map((height, at) => ({ id: `type-${String(at)}`, height }));
const columnsOf = (places: ReadonlyMap<string, number>) => [...places.values()];

describe('columns of cards', () => {
  it('fill the shortest first, left before right', () => {
    const { places } = placeInColumns(NO_COLUMNS, items(5, 1, 1, 1, 4), 2);
    expect(columnsOf(places)).toEqual([0, 1, 1, 1, 1]);
  });

  it('are dealt anew when there is room for another number of them', () => {
    const two = placeInColumns(NO_COLUMNS, items(1, 1, 1), 2);
    expect(columnsOf(placeInColumns(two, items(1, 1, 1), 1).places)).toEqual([0, 0, 0]);
  });

  const some = fc.uniqueArray(fc.nat(30), { maxLength: 20 });
  property.prop([some, some, fc.integer({ min: 1, max: 3 })])(
    'never move what stands, whatever comes and goes',
    (first, second, count) => {
      const dealt = (ids: readonly number[]) =>
        ids.map((id) => ({ id: String(id), height: 1 + (id % 7) }));
      const before = placeInColumns(NO_COLUMNS, dealt(first), count);
      const after = placeInColumns(before, dealt(second), count);
      for (const id of first)
        expect(after.places.get(String(id))).toBe(before.places.get(String(id)));
      for (const id of second) {
        const place = after.places.get(String(id)) ?? -1;
        expect(place >= 0 && place < count).toBe(true);
      }
      const isNew = second.some((id) => !first.includes(id));
      expect(after === before).toBe(!isNew);
    },
  );
});
