import { test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId, type FixtureEvent } from '#contracts/mod.ts';

import {
  at,
  FIXTURE,
  goalEvent,
  phaseEvent,
  recordAfter,
  sequence,
  type Draft,
} from '../testing/events.ts';
import { randomMatch } from '../testing/random-match.ts';
import { applyFixtureEvent } from './apply-event.ts';
import { contradiction } from './contradiction.ts';
import { emptyRecord } from './match-record.ts';
import { extraTime, scoreOf, shootOut } from './views.ts';

/** What the last of these drafts contradicts. */
function lastOf(...drafts: Draft[]): string | undefined {
  const events = sequence(drafts);
  const last = events.at(-1);
  if (last === undefined) throw new Error('no drafts');
  return contradiction(recordAfter(events.slice(0, -1)), last);
}

const NONE = { home: 0, away: 0 };
const played = [
  phaseEvent('first-half'),
  goalEvent('home', 'first-half', 3),
  phaseEvent('half-time'),
  phaseEvent('second-half'),
  phaseEvent('ended'),
];
const result = (fields: Partial<Extract<Draft, { kind: 'result' }>>): Draft => ({
  kind: 'result',
  certainty: 'live',
  firstHalf: { home: 1, away: 0 },
  secondHalf: NONE,
  ...at('ended'),
  ...fields,
});

describe('contradiction', () => {
  test.each<[string, Draft[], string | undefined]>([
    ['a true result', [...played, result({})], undefined],
    [
      'a goal that nobody saw',
      [...played, result({ secondHalf: { home: 0, away: 1 } })],
      'result says second half 0-1, the incidents say 0-0',
    ],
    [
      'a goal in the other half',
      [...played, result({ firstHalf: NONE, secondHalf: { home: 1, away: 0 } })],
      'result says first half 0-0, the incidents say 1-0',
    ],
    [
      'extra time that nobody saw',
      [...played, result({ extraTime: NONE })],
      'result says extra time 0-0, the incidents say none',
    ],
    [
      'a shoot-out that nobody saw',
      [...played, result({ shootOut: { home: 4, away: 3 } })],
      'result says shoot-out 4-3, the incidents say none',
    ],
    ['a result too early', [phaseEvent('first-half'), result({})], 'result during first-half'],
    [
      'a phase again',
      [phaseEvent('first-half'), phaseEvent('half-time'), phaseEvent('first-half')],
      'first-half after half-time',
    ],
    [
      'an end without a second half',
      [phaseEvent('first-half'), phaseEvent('ended')],
      'ended without a second half',
    ],
    [
      'a goal in the break',
      [phaseEvent('half-time'), goalEvent('home', 'half-time', 1)],
      'goal during half-time',
    ],
    [
      'a goal before its half',
      [phaseEvent('first-half'), goalEvent('home', 'second-half', 1)],
      'goal in second-half before it began',
    ],
    [
      'a goal of the first half told late',
      [phaseEvent('first-half'), phaseEvent('half-time'), goalEvent('home', 'first-half', 45)],
      undefined,
    ],
    [
      'a goal after the abandonment',
      [
        phaseEvent('first-half'),
        { kind: 'status', status: 'abandoned', ...at('first-half') },
        goalEvent('home', 'first-half', 9),
      ],
      'goal in a match that is abandoned',
    ],
  ])('%s', (_, drafts, expected) => {
    expect(lastOf(...drafts)).toBe(expected);
  });

  test('a gap in the versions, another fixture, and an old version', () => {
    const event: FixtureEvent = { ...firstOf(phaseEvent('first-half')), version: 3 };
    expect(contradiction(emptyRecord(FIXTURE), event)).toBe(
      'version 3 after 0: events are missing',
    );
    expect(contradiction(emptyRecord(fixtureId('other')), event)).toBe('event of test-1');
    const record = applyFixtureEvent(emptyRecord(FIXTURE), event);
    expect(contradiction(record, { ...event, version: 2 })).toBeUndefined();
  });

  property.prop([randomMatch()])('no true story contradicts itself', ({ drafts }) => {
    const events = sequence(drafts);
    events.forEach((event, index) => {
      expect(contradiction(recordAfter(events.slice(0, index)), event)).toBeUndefined();
    });
    const record = recordAfter(events);
    const { firstHalf, secondHalf } = scoreOf(record);
    const extra = extraTime(record);
    const kicks = shootOut(record);
    const told = result({
      firstHalf,
      secondHalf,
      ...(extra === null ? {} : { extraTime: extra }),
      ...(kicks === null ? {} : { shootOut: kicks }),
    });
    expect(lastOf(...drafts, told)).toBeUndefined();
  });
});

function firstOf(draft: Draft): FixtureEvent {
  const [event] = sequence([draft]);
  if (event === undefined) throw new Error('one draft gives one event');
  return event;
}
