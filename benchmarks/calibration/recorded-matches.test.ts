import { describe, expect, test } from 'vitest';

import type { MatchPhase } from '#contracts/mod.ts';
import type { ScriptEvent } from '#feeds/mod.ts';

import { stateAt } from './recorded-matches.ts';

type Body = ScriptEvent['body'];

const at = (phase: MatchPhase, minute: number, body: Body): ScriptEvent => ({
  eventId: `${phase}-${minute}-${body.kind}`,
  atMs: 0,
  clock: { phase, elapsedMs: minute * 60_000 },
  body,
});
const goal = (side: 'home' | 'away'): Body => ({ kind: 'goal', side, how: 'play' });
const card = (side: 'home' | 'away', colour: 'red' | 'yellow' | 'second-yellow'): Body => ({
  kind: 'card',
  side,
  colour,
});

const EVENTS: readonly ScriptEvent[] = [
  at('first-half', 20, goal('home')),
  at('first-half', 25, card('away', 'yellow')),
  at('first-half', 46.5, goal('away')),
  at('half-time', 0, { kind: 'phase' }),
  at('second-half', 14, card('away', 'second-yellow')),
  at('second-half', 15, goal('home')),
  at('second-half', 48, goal('home')),
];

describe('a match at a minute', () => {
  test.each([
    [0, 'not-started', [0, 0], [0, 0], 0],
    [15, 'first-half', [0, 0], [0, 0], 0],
    [30, 'first-half', [1, 0], [0, 0], 0],
    [44.9, 'first-half', [1, 0], [0, 0], 0],
    [45, 'half-time', [1, 1], [0, 0], 0],
    [59, 'second-half', [1, 1], [0, 0], 1],
    [60, 'second-half', [1, 1], [1, 0], 1],
    [85, 'second-half', [1, 1], [1, 0], 1],
    [Infinity, 'second-half', [1, 1], [2, 0], 1],
  ] as const)('%d', (...[minute, phase, first, second, away]) => {
    expect(stateAt(EVENTS, minute)).toEqual({
      phase,
      elapsedMinutes: minute,
      firstHalf: { home: first[0], away: first[1] },
      secondHalf: { home: second[0], away: second[1] },
      redCards: { home: 0, away },
    });
  });
});
