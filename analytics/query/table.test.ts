import { expect, test } from 'vitest';

import { formatTable } from './table.ts';

const COLUMNS = [
  { name: 'market', type: 'LowCardinality(String)' },
  { name: 'staked', type: 'Decimal(18, 2)' },
  { name: 'bets', type: 'UInt64' },
];

test('numbers stand to the right, nothing stands for null', () => {
  const rows = [
    ['match-result', '1250.5', '12'],
    ['x', null, '3'],
  ];
  expect(formatTable(COLUMNS, rows)).toBe(
    [
      'market         staked  bets',
      '------------  -------  ----',
      'match-result  1250.50    12',
      'x                         3',
      '(2 rows)',
    ].join('\n'),
  );
});

test('an empty answer is a heading', () => {
  expect(formatTable(COLUMNS, []).split('\n').at(-1)).toBe('(0 rows)');
});

test('long cells are cut, lists are JSON, and more than a thousand rows are not printed', () => {
  const one = [{ name: 'a', type: 'String' }];
  expect(formatTable(one, [['y'.repeat(99)]])).toContain(`${'y'.repeat(59)}…`);
  expect(formatTable(one, [[['home', 'away']], ['line\nbreak']])).toContain(
    '["home","away"]\nline break',
  );
  const many = Array.from({ length: 1_001 }, () => ['z']);
  const lines = formatTable(one, many).split('\n');
  expect(lines).toHaveLength(2 + 1_000 + 1);
  expect(lines.at(-1)).toBe('(1001 rows, the first 1000 shown; use --json for all)');
});
