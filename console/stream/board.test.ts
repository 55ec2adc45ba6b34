import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { marketKey, type Odds, type OutcomeId, type PublishedMarket } from '#contracts/mod.ts';

import { mergeBoard, type Board, type BoardMessage } from './board.ts';
import { boardMessage, market } from './test-messages.ts';

describe('mergeBoard', () => {
  it('takes an image whatever it had, and forgets the rest', () => {
    const before = mergeBoard(undefined, boardMessage('image', 7, 0, [market('0.5', 19_000)]));
    const after = mergeBoard(before, boardMessage('image', 3, 0, [market('1.5', 20_000)]));
    expect([...(after?.markets.keys() ?? [])]).toEqual([market('1.5', 0).key]);
    expect(after?.seq).toBe(3);
  });

  it('takes a delta that follows, over any number of merged steps', () => {
    const image = mergeBoard(undefined, boardMessage('image', 3, 0, [market('0.5', 19_000)]));
    const after = mergeBoard(image, boardMessage('delta', 9, 3, [market('0.5', 21_000)]));
    expect(after?.markets.get(market('0.5', 0).key)?.outcomes[0]?.odds).toBe(21_000);
    expect(after?.seq).toBe(9);
  });

  it.each([
    ['without a board', undefined],
    ['after a gap', { seq: 4, epoch: 1 }],
    ['of another owner', { seq: 5, epoch: 2 }],
  ])('asks for an image when a delta comes %s', (_, at) => {
    const image = boardMessage('image', at?.seq ?? 1, 0, []);
    const board = at && mergeBoard(undefined, { ...image, epoch: at.epoch });
    expect(mergeBoard(board, boardMessage('delta', 6, 5, []))).toBeUndefined();
  });

  it('keeps names that a delta does not repeat', () => {
    const info = { sport: 'football', competition: 'Cup', home: 'A', away: 'B', startsAt: 1 };
    const image = mergeBoard(undefined, { ...boardMessage('image', 1, 0, []), info });
    expect(mergeBoard(image, boardMessage('delta', 2, 1, []))?.info).toBe(info);
  });

  const change = fc.record({
    line: fc.nat(4),
    odds: fc.option(fc.integer({ min: 10_100, max: 90_000 })),
    lost: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  });

  test.prop([fc.array(change, { maxLength: 80 })])(
    'a board built from deltas, with an image after each loss, is the server’s board',
    (changes) => {
      const server = new Map<string, PublishedMarket>();
      let board: Board | undefined;
      const image = (seq: number): BoardMessage =>
        boardMessage('image', seq, 0, [...server.values()]);
      for (const [seq, { line, odds, lost }] of changes.entries()) {
        const changed = market(`${String(line)}.5`, odds ?? 0);
        if (odds === null) server.delete(changed.key);
        else server.set(changed.key, changed);
        if (lost) continue;
        const delta = {
          ...boardMessage('delta', seq, seq - 1, odds === null ? [] : [changed]),
          removed: odds === null ? [changed.key] : [],
        };
        board = mergeBoard(board, delta) ?? mergeBoard(board, image(seq));
        expect(board?.markets).toEqual(server);
      }
    },
  );
});

it('market keys of the samples are real ones', () => {
  const { key, outcomes } = market('2.5', 19_000);
  expect(key).toBe(marketKey('total-goals', { line: '2.5' }));
  expect(outcomes[0]).toEqual({ id: 'over' as OutcomeId, odds: 19_000 as Odds });
});
