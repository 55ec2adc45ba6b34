import { crc32 as zlibCrc32 } from 'node:zlib';

import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';

import { checksumOf, crc32 } from './checksum.ts';
import { market } from './test-world.ts';

it('has the check value of CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test.prop([fc.uint8Array({ maxLength: 500 })])('is what zlib says', (bytes) => {
  expect(crc32(bytes)).toBe(zlibCrc32(bytes));
});

it('of a board is over lines in the order of the keys', () => {
  const text =
    'match-result\tactive\t7\thome=21000\tdraw=34000\taway=38000\n' +
    'total-goals|line=2.5\tsuspended\t3\tover=-\tunder=-\n';
  const markets = [
    market(2, 3, {
      status: 'suspended',
      outcomes: [
        { id: 'over', odds: null },
        { id: 'under', odds: null },
      ],
    }),
    market(0, 7, {
      key: 'match-result',
      outcomes: [
        { id: 'home', odds: 21_000 },
        { id: 'draw', odds: 34_000 },
        { id: 'away', odds: 38_000 },
      ],
    }),
  ];
  expect(checksumOf(markets)).toBe(zlibCrc32(text));
  expect(checksumOf([...markets].reverse())).toBe(zlibCrc32(text));
  expect(checksumOf([])).toBe(0);
});

test.prop([fc.nat(5), fc.constantFrom('key', 'status', 'version', 'outcomes' as const)])(
  'notices a change of any field',
  (at, field) => {
    const markets = [0, 1, 2, 3, 4, 5].map((line) => market(line, 1));
    const other = {
      ...market(9, 2, { status: 'suspended' }),
      outcomes: [{ id: 'over', odds: 12_345 }],
    };
    const changed = markets.map((each, index) =>
      index === at ? { ...each, [field]: other[field] } : each,
    );
    expect(checksumOf(changed)).not.toBe(checksumOf(markets));
  },
);
