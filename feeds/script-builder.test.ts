import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { buildPostponed, buildScript, penaltyStops, type Incident } from './script-builder.ts';
import { recordOfScript } from './script-record.ts';
import { ANNOUNCED, scriptEndMs, type MatchScript } from './script.ts';

const HEAD = {
  id: 'reds-blues',
  competition: 'Cup',
  teams: { home: { id: 'r', name: 'Reds' }, away: { id: 'b', name: 'Blues' } },
  startsAt: Date.UTC(2026, 0, 3, 15),
  expectation: { totalGoals: 2.6, supremacy: 0.4 },
};
const NIL = { home: 0, away: 0 };
const MINUTE = 60_000;

const goal = (eventId: string, elapsedMs: number): Incident => ({
  eventId,
  elapsedMs,
  body: { kind: 'goal', side: 'home', how: 'play' },
});

const match = (first: readonly Incident[] = [], lengthMs = 47 * MINUTE): MatchScript =>
  buildScript({
    ...HEAD,
    periods: [
      { phase: 'first-half', lengthMs, incidents: first },
      { phase: 'second-half', lengthMs: 48 * MINUTE, incidents: [] },
    ],
    result: { firstHalf: { home: first.length, away: 0 }, secondHalf: NIL },
  });

describe('buildScript', () => {
  test('announces, plays the phases with the break between them, and confirms the result', () => {
    const { events } = match();
    expect(events.slice(0, 2).map(({ body, atMs }) => [body.kind, atMs])).toEqual([
      ['fixture', ANNOUNCED],
      ['expectation', ANNOUNCED],
    ]);
    const phases = events.filter(({ body }) => body.kind === 'phase');
    expect(phases.map(({ clock, atMs }) => [clock.phase, atMs / MINUTE])).toEqual([
      ['first-half', 0],
      ['half-time', 47],
      ['second-half', 62],
      ['ended', 110],
    ]);
    expect(events.at(-1)).toMatchObject({ atMs: 112 * MINUTE, body: { certainty: 'confirmed' } });
    expect(scriptEndMs(match())).toBe(112 * MINUTE);
  });

  test('gives a clock every minute and announces the stoppage at the nominal end', () => {
    const clocks = match().events.filter(
      ({ body, clock }) => body.kind === 'clock' && clock.phase === 'first-half',
    );
    expect(clocks.map(({ clock }) => clock.elapsedMs / MINUTE)).toEqual(
      Array.from({ length: 46 }, (_, index) => index + 1),
    );
    const announcing = clocks.filter(({ body }) => 'announcedStoppageMs' in body);
    expect(announcing.map(({ clock, body }) => [clock.elapsedMs, body])).toEqual([
      [45 * MINUTE, { kind: 'clock', announcedStoppageMs: 2 * MINUTE }],
    ]);
  });

  test('a period does not end before its last incident', () => {
    const late = match([goal('late', 49 * MINUTE)]);
    const halfTime = late.events.find(({ clock }) => clock.phase === 'half-time');
    expect(halfTime?.atMs).toBe(49 * MINUTE);
    expect(recordOfScript(late).contradictions).toEqual([]);
  });

  test('extra time and a shoot-out follow their breaks', () => {
    const half = (phase: 'first-half' | 'second-half' | 'extra-first' | 'extra-second') =>
      ({ phase, lengthMs: MINUTE, incidents: [] }) as const;
    const script = buildScript({
      ...HEAD,
      periods: [
        half('first-half'),
        half('second-half'),
        half('extra-first'),
        half('extra-second'),
        {
          phase: 'penalties',
          lengthMs: 0,
          incidents: [
            {
              eventId: 'k',
              elapsedMs: 5,
              body: { kind: 'shoot-out-kick', side: 'away', scored: true },
            },
          ],
        },
      ],
      result: { firstHalf: NIL, secondHalf: NIL, extraTime: NIL, shootOut: { home: 0, away: 1 } },
    });
    const phases = script.events.filter(({ body }) => body.kind === 'phase');
    expect(phases.map(({ clock }) => clock.phase)).toEqual([
      'first-half',
      'half-time',
      'second-half',
      'full-time',
      'extra-first',
      'extra-break',
      'extra-second',
      'extra-end',
      'penalties',
      'ended',
    ]);
    expect(recordOfScript(script).contradictions).toEqual([]);
  });

  test('a postponed match is announced and called off before kick-off', () => {
    const script = buildPostponed(HEAD, 50 * MINUTE);
    expect(script.events.map(({ body, atMs }) => [body.kind, atMs])).toEqual([
      ['fixture', ANNOUNCED],
      ['expectation', ANNOUNCED],
      ['status', -50 * MINUTE],
    ]);
    expect(recordOfScript(script).record.status).toBe('postponed');
  });

  test('a penalty stops bets before and starts them after the kick', () => {
    expect(penaltyStops('p', 10, 90).map(({ eventId, elapsedMs }) => [eventId, elapsedMs])).toEqual(
      [
        ['p-stop', 10],
        ['p-start', 90],
      ],
    );
  });

  const minutes = fc.array(fc.integer({ min: 1, max: 50 * MINUTE }), { maxLength: 8 });
  property.prop([minutes, fc.integer({ min: MINUTE, max: 60 * MINUTE })])(
    'events come in order of time, each once, and explain the result',
    (times, lengthMs) => {
      const script = match(
        times.map((elapsedMs, index) => goal(`g${index}`, elapsedMs)),
        lengthMs,
      );
      const at = script.events.map(({ atMs }) => atMs);
      expect(at).toEqual([...at].sort((left, right) => left - right));
      expect(new Set(script.events.map(({ eventId }) => eventId)).size).toBe(at.length);
      expect(recordOfScript(script).contradictions).toEqual([]);
    },
  );
});
