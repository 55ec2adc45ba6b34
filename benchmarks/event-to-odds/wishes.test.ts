import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';

import { fixtureName } from './plan.ts';
import { wishesOf } from './wishes.ts';

const sizes = fc
  .integer({ min: 1, max: 30 })
  .chain((fixtures) =>
    fc.tuple(fc.constant(fixtures), fc.integer({ min: 1, max: fixtures }), fc.nat({ max: 80 })),
  );

property.prop([sizes])(
  'each client has so many, and no fixture more followers than another, but for one',
  ([fixtures, follow, clients]) => {
    const wishes = wishesOf({ clients, fixtures, follow, view: 'coupon' });
    expect(wishes.length).toBe(clients);
    const followers = Array.from({ length: fixtures }, (_, fixture) => {
      const name = fixtureName(fixture);
      return wishes.filter((wish) => wish.fixtures.includes(name)).length;
    });
    for (const wish of wishes) expect(new Set(wish.fixtures).size).toBe(follow);
    expect(Math.max(...followers) - Math.min(...followers)).toBeLessThanOrEqual(1);
  },
);

it('of five of twenty hardly two clients have the same', () => {
  const wishes = wishesOf({ clients: 1_000, fixtures: 20, follow: 5, view: 'coupon' });
  const different = new Set(wishes.map((wish) => [...wish.fixtures].sort().join()));
  expect(different.size).toBeGreaterThan(900);
});

it('is asked for by name, unless it is everything', () => {
  const ask = (follow: number): unknown =>
    JSON.parse(wishesOf({ clients: 1, fixtures: 3, follow, view: 'all' })[0]?.subscribe ?? '');
  const [wish] = wishesOf({ clients: 1, fixtures: 3, follow: 2, view: 'all' });
  expect(ask(2)).toEqual({ op: 'subscribe', id: 1, channel: 'odds', fixtures: wish?.fixtures });
  expect(ask(3)).toEqual({ op: 'subscribe', id: 1, channel: 'odds' });
});
