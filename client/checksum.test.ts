import { crc32 as zlibCrc32 } from 'node:zlib';

import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';

import { checksumOf, crc32 } from './checksum.ts';
import type { FixtureState } from './wire.ts';
import { image, market } from './test-world.ts';

const { state } = image(1);

it('has the check value of CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test.prop([fc.uint8Array({ maxLength: 500 })])('is what zlib says', (bytes) => {
  expect(crc32(bytes)).toBe(zlibCrc32(bytes));
});

it('of a board is over a line of its state, then over those of its markets in the order of the keys', () => {
  const text =
    'in-play\tsecond-half\tsecond-half\t720000\t2-1\t1-1\t-\t-\t0-1\t4-6\tfeed,score\n' +
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
  const now: FixtureState = {
    status: 'in-play',
    phase: 'second-half',
    clock: { phase: 'second-half', elapsedMs: 720_000 },
    score: { home: 2, away: 1 },
    halfTime: { home: 1, away: 1 },
    extraTime: null,
    shootOut: null,
    redCards: { home: 0, away: 1 },
    corners: { home: 4, away: 6 },
    suspended: ['feed', 'score'],
  };
  expect(checksumOf(now, markets)).toBe(zlibCrc32(text));
  expect(checksumOf(now, [...markets].reverse())).toBe(zlibCrc32(text));
  expect(checksumOf(now, [])).toBe(zlibCrc32(text.slice(0, text.indexOf('\n') + 1)));
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
    expect(checksumOf(state, changed)).not.toBe(checksumOf(state, markets));
  },
);

test.prop([
  fc.constantFrom<Partial<FixtureState>>(
    { status: 'ended' },
    { phase: 'second-half' },
    { clock: { phase: 'first-half', elapsedMs: 1 } },
    ...(['score', 'halfTime', 'extraTime', 'shootOut', 'redCards', 'corners'] as const).flatMap(
      (field) => [{ [field]: { home: 1, away: 0 } }, { [field]: { home: 0, away: 1 } }],
    ),
    { suspended: ['score'] },
  ),
])('notices a change of any part of the state', (change) => {
  expect(checksumOf({ ...state, ...change }, [])).not.toBe(checksumOf(state, []));
});
