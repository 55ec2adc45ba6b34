import { expect, test } from 'vitest';

import type { OddsMessage } from '#contracts/mod.ts';

import { MATCH_RESULT, oddsMessage, OVER_UNDER, START } from '../testing/facts.ts';
import { oddsMoveRows } from './odds-move.ts';

const moves = (toRows: (message: OddsMessage) => readonly object[], message: OddsMessage) =>
  toRows(message).map((row) => {
    const { market_key, outcome_id, status, odds } = row as Record<string, unknown>;
    return [market_key, outcome_id, status, odds].join(' ');
  });

const IMAGE = oddsMessage({
  kind: 'image',
  seq: 1,
  markets: { [MATCH_RESULT]: { home: 2, away: 4 }, [OVER_UNDER]: { over: 1.9 } },
});
const HOME_MOVES = oddsMessage({ seq: 2, markets: { [MATCH_RESULT]: { home: 2.1, away: 4 } } });

test('only outcomes that differ from the message before become rows', () => {
  const toRows = oddsMoveRows();
  expect(moves(toRows, IMAGE)).toEqual([
    'match-result home active 2',
    'match-result away active 4',
    'total-goals|line=2.5 over active 1.9',
  ]);
  expect(moves(toRows, HOME_MOVES)).toEqual(['match-result home active 2.1']);
  const suspended = oddsMessage({
    seq: 3,
    status: 'suspended',
    markets: { [MATCH_RESULT]: { home: 2.1, away: 4 } },
  });
  expect(moves(toRows, suspended)).toHaveLength(2);
});

test('after a gap, in a new epoch and without memory every outcome becomes a row', () => {
  const next = (fields: { seq: number; prev?: number; epoch?: number }) =>
    oddsMessage({ markets: { [MATCH_RESULT]: { home: 2, away: 4 } }, ...fields });
  const toRows = oddsMoveRows();
  toRows(IMAGE);
  expect(toRows(next({ seq: 2 }))).toHaveLength(0);
  expect(toRows(next({ seq: 4, prev: 3 }))).toHaveLength(2);
  expect(toRows(next({ seq: 5 }))).toHaveLength(0);
  expect(toRows(next({ seq: 1, prev: 0, epoch: 2 }))).toHaveLength(2);
  expect(oddsMoveRows()(HOME_MOVES)).toHaveLength(2);
});

test('a repeated message is told again and does not disturb the memory', () => {
  const toRows = oddsMoveRows();
  toRows(IMAGE);
  toRows(HOME_MOVES);
  expect(moves(toRows, IMAGE)).toContain('match-result home active 2');
  const back = oddsMessage({ seq: 3, markets: { [MATCH_RESULT]: { home: 2 } } });
  expect(moves(toRows, back)).toEqual(['match-result home active 2']);
});

test('a market that leaves the board is one row, and a price when it returns', () => {
  const toRows = oddsMoveRows();
  toRows(IMAGE);
  expect(moves(toRows, oddsMessage({ seq: 2, markets: {}, removed: [OVER_UNDER] }))).toEqual([
    'total-goals|line=2.5  removed ',
  ]);
  const again = oddsMessage({ seq: 3, markets: { [OVER_UNDER]: { over: 1.9 } } });
  expect(moves(toRows, again)).toEqual(['total-goals|line=2.5 over active 1.9']);
});

test('stamps keep their microseconds', () => {
  expect(START).toBe(Date.UTC(2026, 2, 14, 15));
  expect(oddsMoveRows()(IMAGE)[0]).toMatchObject({
    priced_at: '2026-03-14 14:59:59.999250',
    published_at: '2026-03-14 15:00:00.000125',
  });
});
