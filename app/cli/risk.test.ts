import { expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { questionOf } from './risk.ts';

const DEFAULTS = { drivers: '0', stake: '10000', stakeCurrency: 'EUR' };

test.each([
  [{}, { of: 'book', drivers: 0 }],
  [{ day: '2026-06-01' }, { of: 'day', id: '2026-06-01', drivers: 0 }],
  [{ fixture: 'a' }, { of: 'fixture', id: 'a', drivers: 0 }],
  [
    { fixture: 'a', market: 'match-result' },
    { of: 'market', id: 'a', marketKey: 'match-result' },
  ],
  [
    { by: 'day', drivers: '7' },
    { of: 'book', by: 'day', drivers: 7 },
  ],
  [
    { whatIf: ['a match-result home 2.5'] },
    {
      whatIf: {
        stakeMinor: '10000',
        currency: 'EUR',
        legs: [{ fixtureId: 'a', marketKey: 'match-result', outcomeId: 'home', odds: 25_000 }],
      },
    },
  ],
])('%j asks %j', (options, question) => {
  expect(questionOf({ ...DEFAULTS, ...options })).toMatchObject(question);
});

test.each([
  { day: '2026-06-01', currency: 'EUR' },
  { market: 'match-result' },
  { drivers: '-1' },
  { by: 'moon' },
  { whatIf: ['a match-result home 2.5'], layOff: '0.9' },
  { whatIf: ['a match-result home'] },
  { whatIf: ['a match-result home 1'] },
  { whatIf: ['a match-result home 2.5 more'] },
  { whatIf: ['a match-result home 2.5'], stake: '1.5' },
  { whatIf: ['a match-result home 2.5'], stakeCurrency: 'DOGE' },
])('%j is refused', (options) => {
  expect(() => questionOf({ ...DEFAULTS, ...options })).toThrow(InputError);
});
