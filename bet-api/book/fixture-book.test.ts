import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, type OddsMessage } from '#contracts/mod.ts';

import { boardImage, FIXTURE, MATCH_RESULT, matchResult, show } from '../testing/mod.ts';
import { FixtureBook } from './fixture-book.ts';

const TOTAL = marketKeyOf('total-goals|line=2.5');
const delta = (seq: number, changed: Partial<OddsMessage> = {}): OddsMessage => {
  const { info: _, ...image } = boardImage({ seq, prev: seq - 1, markets: [] });
  return { ...image, kind: 'delta', ...changed };
};

describe('FixtureBook', () => {
  test('applies deltas on an image: changed, added and removed markets, and the state', () => {
    const book = new FixtureBook();
    expect(book.apply(boardImage())).toBe('applied');
    const state = boardImage({ state: { suspended: ['score'] } }).state;
    const markets = [matchResult({ status: 'suspended', version: 2 }), matchResult({ key: TOTAL })];
    expect(book.apply(delta(2, { state, markets }))).toBe('applied');
    expect(book.view(FIXTURE)).toMatchObject({ seq: 2, state: { suspended: ['score'] } });
    expect(book.view(FIXTURE)?.markets.get(MATCH_RESULT)?.status).toBe('suspended');
    expect(book.apply(delta(3, { removed: [TOTAL] }))).toBe('applied');
    expect([...(book.view(FIXTURE)?.markets.keys() ?? [])]).toEqual([MATCH_RESULT]);
  });

  test('a gap wants an image, also when the image is older than what was missed', () => {
    const book = new FixtureBook();
    expect(book.apply(delta(1))).toBe('gap');
    book.apply(boardImage());
    expect(book.apply(delta(4))).toBe('gap');
    expect(book.view(FIXTURE)?.seq).toBe(1);
    expect(book.apply(boardImage({ seq: 3 }))).toBe('gap');
    expect(book.apply(boardImage({ seq: 4 }))).toBe('applied');
    expect(book.isBehind(FIXTURE)).toBe(false);
  });

  test('a former owner is ignored, a new one replaces everything by its image', () => {
    const book = new FixtureBook();
    book.apply(boardImage({ epoch: 2, seq: 9 }));
    expect(book.apply(delta(10, { epoch: 1 }))).toBe('ignored');
    expect(book.apply(boardImage({ epoch: 1, seq: 99 }))).toBe('ignored');
    expect(book.apply(delta(1, { epoch: 3 }))).toBe('gap');
    expect(book.apply(delta(10, { epoch: 2 }))).toBe('ignored');
    expect(book.apply(boardImage({ epoch: 3, seq: 1 }))).toBe('applied');
    expect(book.view(FIXTURE)).toMatchObject({ epoch: 3, seq: 1 });
  });

  test('says which listed fixtures it lacks, and how long their host is silent', () => {
    const book = new FixtureBook();
    expect(book.ownerSilentMs(FIXTURE, 100)).toBe(Infinity);
    show(book, boardImage(), 100);
    book.heard({ owner: 'test', shards: [], fixtures: [FIXTURE] }, 150);
    expect(book.wanting()).toEqual([]);
    expect(book.ownerSilentMs(FIXTURE, 160)).toBe(60);
    book.apply(delta(7));
    expect(book.wanting()).toEqual([FIXTURE]);
  });

  test('forgets what a living host no longer lists, but not what a silent host had', () => {
    const book = new FixtureBook();
    show(book, boardImage(), 0);
    book.forget(10_000, 1_000);
    expect(book.views()).toHaveLength(1);
    book.heard(
      { owner: 'test', shards: Array.from({ length: 64 }, (_, id) => id), fixtures: [] },
      10_000,
    );
    book.forget(10_000, 1_000);
    expect(book.views()).toHaveLength(0);
  });

  test('keeps a new fixture that its living host publishes before it lists it', () => {
    const book = new FixtureBook();
    const shards = Array.from({ length: 64 }, (_, id) => id);
    book.heard({ owner: 'test', shards, fixtures: [] }, 10_000);
    book.apply(boardImage());
    book.forget(10_500, 1_000);
    expect(book.views()).toHaveLength(1);
    for (const nowMs of [11_000, 12_000]) {
      book.heard({ owner: 'test', shards, fixtures: [] }, nowMs);
      book.forget(nowMs, 1_000);
    }
    expect(book.views()).toHaveLength(0);
  });

  const board = (seq: number): OddsMessage =>
    boardImage({ seq, markets: [matchResult({ version: seq })] });
  property.prop([
    fc.shuffledSubarray(
      [...Array(12).keys()].map((index) => index + 2),
      { minLength: 1 },
    ),
  ])(
    'whatever is lost or reordered, it never goes back, and an image of the newest heals it',
    (sequences) => {
      const book = new FixtureBook();
      book.apply(board(1));
      let seen = 1;
      for (const seq of sequences) {
        book.apply(delta(seq, { markets: [matchResult({ version: seq })] }));
        const now = book.view(FIXTURE);
        expect(now?.seq).toBeGreaterThanOrEqual(seen);
        expect(now?.markets.get(MATCH_RESULT)?.version).toBe(now?.seq);
        seen = now?.seq ?? 0;
      }
      expect(book.apply(board(Math.max(...sequences)))).not.toBe('gap');
      expect(book.isBehind(FIXTURE)).toBe(false);
    },
  );
});
