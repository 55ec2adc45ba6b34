import { expect, test } from 'vitest';

import { detection } from './detection.ts';

/** The same draws each time, so that the bars are held or not and nothing in between. */
test('labelled customers are found, and others left alone, also in a small run', () => {
  const { bars, metrics } = detection({ customers: 2_000, sharps: 1_000, rings: 1 });
  expect(bars.map(({ name }) => name)).toEqual([
    'customers with a 2 % edge found in 250 bets, %',
    'customers without an edge flagged, %',
    'courtsiders (1 bet in 10) found in 100 bets, %',
    'others flagged as courtsiders, %',
    'pairs of a ring of ten found, %',
    'false pairs among 10,000 accounts',
  ]);
  expect(bars.filter(({ ok }) => !ok)).toEqual([]);
  expect(metrics).toMatchObject({ ringRecall: 1 });
});
