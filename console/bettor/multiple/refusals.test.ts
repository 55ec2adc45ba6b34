import { describe, expect, it } from 'vitest';

import { remedyOf } from './problem.ts';
import { relatedFixtures } from './related.ts';

describe('selections of one match', () => {
  const at = (fixtureId: string) => ({ fixtureId, fixture: `match ${fixtureId}` });

  it('are related, each match told once', () => {
    expect([...relatedFixtures([at('a'), at('b'), at('a'), at('a'), at('c'), at('b')])]).toEqual([
      ['a', 'match a'],
      ['b', 'match b'],
    ]);
  });

  it('are not when there is one of each', () => {
    expect(relatedFixtures([at('a'), at('b')]).size).toBe(0);
    expect(relatedFixtures([]).size).toBe(0);
  });
});

describe('what mends a refused bet', () => {
  const remedy = (detail: Readonly<Record<string, unknown>>, lines = 1) =>
    remedyOf({ detail }, lines, 'EUR');

  it('is the price that is offered, with its leg', () => {
    expect(remedy({ offered: 2.35, leg: 2 })).toEqual({
      leg: 2,
      odds: 23_500,
      unitStake: undefined,
    });
  });

  it('is the stake of a line, rounded down, the offer before the bare limit', () => {
    expect(remedy({ maxStake: '10.00' }, 3).unitStake).toBe('3.33');
    expect(remedy({ maxStake: '10.00', offer: { stake: '9.99' } }, 3).unitStake).toBe('3.33');
    expect(remedy({ maxStake: '10.00', offer: { stake: '6.00' } }, 3).unitStake).toBe('2.00');
  });

  it.each([
    {},
    { maxStake: '0.00' },
    { maxStake: 'much' },
    { maxStake: 12 },
    { offered: '2', leg: '0' },
    { offer: null },
    { offered: 2.00001 },
  ])('is nothing in %o', (detail) => {
    expect(remedy(detail)).toEqual({ leg: undefined, odds: undefined, unitStake: undefined });
  });

  it('is nothing when not even a cent a line would be taken', () => {
    expect(remedy({ maxStake: '0.05' }, 11).unitStake).toBeUndefined();
  });
});
