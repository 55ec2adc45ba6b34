import { describe, expect, test } from 'vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import type { ProducerDescription } from './entities.ts';
import { producersOf } from './producers.ts';

const LIVE: ProducerDescription = {
  ...{ id: 1, name: 'LO', apiUrl: 'https://api.test/v1/liveodds/', isActive: true },
  ...{ scope: ['live'], windowMinutes: 600 },
};

describe('producers of a provider', () => {
  test('have the window and the address that it lists, and usual limits', () => {
    expect(producersOf([LIVE])).toEqual([
      {
        ...{ id: 1, name: 'live', apiPath: 'liveodds', windowMs: 36_000_000 },
        ...{ inactivityMs: 20_000, maxRecoveryMs: 1_200_000, leastGapMs: 30_000 },
      },
    ]);
    expect(producersOf([{ ...LIVE, windowMinutes: 90 }])[0]?.windowMs).toBe(5_400_000);
    expect(producersOf([{ ...LIVE, windowMinutes: null }])[0]?.windowMs).toBeUndefined();
    expect(producersOf([LIVE], { leastGapMs: 300 })[0]).toMatchObject({ leastGapMs: 300 });
  });

  test.each([
    ['https://api.test/v1/pre', 'pre'],
    ['pre', 'pre'],
    ['/v1/premium_cricket//', 'premium_cricket'],
  ])('at %s are asked at %s', (apiUrl, apiPath) => {
    expect(producersOf([{ ...LIVE, apiUrl }])[0]?.apiPath).toBe(apiPath);
  });

  test('that are new have the name that it gives', () => {
    expect(producersOf([{ ...LIVE, id: 99, name: 'Some Odds (new)' }])[0]?.name).toBe(
      'some-odds-new-',
    );
  });

  test('that are not active or have no odds are left out; without any there is no feed', () => {
    const others = [
      { ...LIVE, id: 3, isActive: false },
      { ...LIVE, id: 2, scope: ['mts'] },
    ];
    expect(producersOf([...others, LIVE]).map(({ id }) => id)).toEqual([1]);
    expect(() => producersOf(others)).toThrow(InvalidMessageError);
  });
});
