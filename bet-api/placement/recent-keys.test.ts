import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { RecentKeys } from './recent-keys.ts';

const SIZE = 4;
const keys = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 200 });

property.prop([keys])('says known of what came, and of nothing that never came', (stream) => {
  const recent = new RecentKeys(SIZE);
  stream.forEach((key, at) => {
    const isKnown = recent.add(key);
    const earlier = stream.slice(0, at);
    if (isKnown) expect(earlier).toContain(key);
    if (earlier.slice(-SIZE).includes(key)) expect(isKnown).toBe(true);
  });
});

test('forgets what came long ago', () => {
  const recent = new RecentKeys(SIZE);
  recent.add('old');
  for (let at = 0; at < 2 * SIZE; at += 1) recent.add(`key ${String(at)}`);
  expect(recent.add('old')).toBe(false);
});
