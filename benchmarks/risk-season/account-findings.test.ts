import { expect, test } from 'vitest';

import { accountFindings } from './account-findings.ts';

/** The same draws each time, so that the bars are held or not and nothing in between. */
test('arbitrage, bonus abuse and duplicate accounts are found, and others left alone, also in a small run', () => {
  const { bars } = accountFindings({ customers: 4_000, weeks: 1 });
  expect(bars).toHaveLength(6);
  expect(bars.filter(({ ok }) => !ok)).toEqual([]);
});
