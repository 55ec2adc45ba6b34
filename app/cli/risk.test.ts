import { expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { questionOf, refusalOf } from './risk.ts';

const DEFAULTS = { drivers: '0' };

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
  { stake: '10000' },
  { stakeCurrency: 'EUR' },
  { fixture: 'a', layOff: '0.02' },
  { whatIf: ['a match-result home 2.5'], stakeCurrency: 'DOGE' },
])('%j is refused', (options) => {
  expect(() => questionOf({ ...DEFAULTS, ...options })).toThrow(InputError);
});

test.each([
  'FORMAT_INVALID: id must be one of EUR, GBP; got "ATS"',
  'ODDS_INVALID: odds no; got 1',
])('what the service refuses is told once, in its words: %s', (message) => {
  const refusal = refusalOf({ field: 'id', message });
  expect(refusal).toBeInstanceOf(InputError);
  expect(refusal).toMatchObject({ message, field: 'id', code: message.split(':', 1)[0] });
});
