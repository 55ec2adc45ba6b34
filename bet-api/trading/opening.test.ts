import { expect, test } from 'vitest';

import { marketKeyOf, outcomeId, Refusal, type CommandBody } from '#contracts/mod.ts';

import { refuseUnsoundOpening } from './opening.ts';

const body = (key: string, chances: Readonly<Record<string, number>>): CommandBody => ({
  kind: 'opening',
  marketKey: marketKeyOf(key),
  chances: Object.entries(chances).map(([id, chance]) => ({ outcomeId: outcomeId(id), chance })),
});

test.each([
  ['match-result', { home: 0.5, draw: 0.28, away: 0.22 }],
  ['total-goals|line=2.5', { under: 0.333, over: 0.666 }],
  ['total-goals|line=2.5', {}],
])('%s can be opened at %j', (key, chances) => {
  expect(() => {
    refuseUnsoundOpening(body(key, chances));
  }).not.toThrow();
});

test.each([
  ['novelty', { yes: 0.5, no: 0.5 }, 'no such market'],
  ['double-chance', {}, 'not one of its outcomes wins'],
  ['match-result', { home: 0.5, away: 0.5 }, 'not each outcome once'],
  ['match-result', { home: 0.5, draw: 0.3, over: 0.2 }, 'not each outcome once'],
  ['match-result', { home: 0.5, draw: 0.3, away: 0.3 }, 'the chances do not sum to 1'],
])('%s cannot be opened at %j: %s', (key, chances, why) => {
  const refuse = (): void => {
    refuseUnsoundOpening(body(key, chances));
  };
  expect(refuse).toThrow(Refusal);
  expect(refuse).toThrow(expect.objectContaining({ detail: { field: 'chances', why } }));
});

test('other commands are none of its business', () => {
  expect(() => {
    refuseUnsoundOpening({ kind: 'suspend' });
  }).not.toThrow();
});
