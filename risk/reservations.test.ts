import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { Reservations } from './reservations.ts';
import { betOf } from './testing/arbitraries.ts';

const due = (reservations: Reservations, now: number) =>
  reservations.expired(now).map(({ betId }) => betId);

describe('reservations', () => {
  test('time alone frees nothing', () => {
    const reservations = new Reservations();
    reservations.reserve(betOf(1), 100);
    expect(due(reservations, 99)).toEqual([]);
    expect(due(reservations, 100)).toEqual([betOf(1)]);
    expect(due(reservations, 1e9)).toEqual([betOf(1)]);
    expect(reservations.has(betOf(1))).toBe(true);
  });

  test('falls due once, and again when the tombstone could not be written', () => {
    const reservations = new Reservations();
    reservations.reserve(betOf(1), 100);
    reservations.bury(betOf(1));
    expect(due(reservations, 200)).toEqual([]);
    expect(reservations.list()).toEqual([{ betId: betOf(1), expiresAt: 100, state: 'burying' }]);
    reservations.unbury(betOf(1));
    expect(due(reservations, 200)).toEqual([betOf(1)]);
  });

  test.each(['confirm', 'release', 'buried'] as const)('ends by %s, once', (end) => {
    const reservations = new Reservations();
    reservations.reserve(betOf(1), 100);
    reservations.bury(betOf(1));
    expect(reservations[end](betOf(1))).toBe(true);
    expect(reservations[end](betOf(1))).toBe(false);
    expect(reservations.size).toBe(0);
  });

  test('what is not reserved cannot be buried', () => {
    const reservations = new Reservations();
    reservations.bury(betOf(1));
    reservations.unbury(betOf(1));
    expect(reservations.size).toBe(0);
  });

  property.prop([fc.array(fc.tuple(fc.nat(20), fc.nat(50))), fc.nat(60)])(
    'lists what is due, oldest first',
    (made, now) => {
      const reservations = new Reservations();
      for (const [number, expiresAt] of made) reservations.reserve(betOf(number), expiresAt);
      const latest = new Map(made.map(([number, expiresAt]) => [betOf(number), expiresAt]));
      const listed = reservations.expired(now);
      expect(new Set(listed.map(({ betId }) => betId))).toEqual(
        new Set([...latest].filter(([, expiresAt]) => expiresAt <= now).map(([betId]) => betId)),
      );
      const times = listed.map(({ expiresAt }) => expiresAt);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
    },
  );
});
