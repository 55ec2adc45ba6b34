import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { marketKeyOf, outcomeId, type MarketKey, type Odds } from '#contracts/mod.ts';

import { diffBoard, type PublishedBoard, type TargetMarket } from './board-diff.ts';

const target = (
  name: string,
  odds: readonly (number | null)[],
  status: TargetMarket['status'] = 'active',
): TargetMarket => ({
  key: marketKeyOf(name),
  status,
  outcomes: odds.map((price, at) => ({ id: outcomeId(`o${at}`), odds: price as Odds | null })),
});

const boards = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('m1', 'm2', 'm3', 'm4'),
      fc.array(fc.constantFrom(20_000, 21_000, null), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('active' as const, 'suspended' as const),
    )
    .map(([name, odds, status]) => target(name, odds, status)),
  { selector: ({ key }) => key, maxLength: 4 },
);

const EMPTY: PublishedBoard = new Map();
const content = (board: PublishedBoard) =>
  new Map([...board].map(([key, { version: _, ...rest }]) => [key, rest]));

describe('diffBoard', () => {
  property.prop([fc.array(boards, { maxLength: 8 })])(
    'lets a reader of the differences see every board, with versions that only grow',
    (sequence) => {
      let board = EMPTY;
      const seen = new Map<MarketKey, TargetMarket & { version: number }>();
      for (const wanted of sequence) {
        const diff = diffBoard(board, wanted);
        board = diff.board;
        for (const key of diff.removed) expect(seen.delete(key)).toBe(true);
        for (const market of diff.changed) {
          expect(market.version).toBe((seen.get(market.key)?.version ?? 0) + 1);
          seen.set(market.key, market);
        }
        expect(seen).toEqual(new Map(board));
        expect(content(board)).toEqual(new Map(wanted.map((market) => [market.key, market])));
      }
    },
  );

  property.prop([boards])('says nothing when nothing changed', (wanted) => {
    const { board } = diffBoard(EMPTY, wanted);
    const again = diffBoard(board, structuredClone(wanted));
    expect(again.changed).toEqual([]);
    expect(again.removed).toEqual([]);
    expect(again.board).toEqual(board);
  });

  it.each([
    ['a price', target('m1', [20_000, 21_000])],
    ['a price that went away', target('m1', [20_000, null])],
    ['the status', target('m1', [20_000, 20_000], 'suspended')],
    ['the list of outcomes', target('m1', [20_000])],
  ])('sees a change of %s', (_, after) => {
    const { board } = diffBoard(EMPTY, [target('m1', [20_000, 20_000]), target('m2', [30_000])]);
    const { changed, removed } = diffBoard(board, [after, target('m2', [30_000])]);
    expect(changed).toEqual([{ ...after, version: 2 }]);
    expect(removed).toEqual([]);
  });
});
