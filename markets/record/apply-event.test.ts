import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  at,
  cancelEvent,
  FIXTURE,
  fixtureEvent,
  goalEvent,
  phaseEvent,
  recordAfter,
  recordOf,
  sequence,
  type Draft,
} from '../testing/events.ts';
import { randomMatch } from '../testing/random-match.ts';
import { applyFixtureEvent } from './apply-event.ts';
import { emptyRecord, type MatchRecord } from './match-record.ts';
import {
  corners,
  extraTime,
  fixtureState,
  fixtureStatus,
  redCards,
  scoreOf,
  shootOut,
} from './views.ts';

const score = (record: MatchRecord) => {
  const { firstHalf, secondHalf } = scoreOf(record);
  return `${firstHalf.home}-${firstHalf.away} ${secondHalf.home}-${secondHalf.away}`;
};

describe('a record', () => {
  test('follows a whole match', () => {
    const record = recordOf(
      fixtureEvent,
      { kind: 'expectation', totalGoals: 2.5, supremacy: 0.4, ...at('not-started') },
      phaseEvent('first-half'),
      { kind: 'corner', side: 'away', ...at('first-half', 4) },
      goalEvent('home', 'first-half', 12),
      { kind: 'card', side: 'away', colour: 'yellow', ...at('first-half', 20) },
      { kind: 'card', side: 'away', colour: 'second-yellow', ...at('first-half', 46) },
      phaseEvent('half-time'),
      phaseEvent('second-half'),
      goalEvent('away', 'second-half', 47),
      phaseEvent('full-time'),
      phaseEvent('extra-first'),
      phaseEvent('extra-break'),
      phaseEvent('extra-second'),
      goalEvent('home', 'extra-second', 14),
      goalEvent('away', 'extra-second', 15),
      phaseEvent('extra-end'),
      phaseEvent('penalties'),
      { kind: 'shoot-out-kick', side: 'home', scored: true, ...at('penalties') },
      { kind: 'shoot-out-kick', side: 'away', scored: false, ...at('penalties') },
      phaseEvent('ended'),
    );
    expect(score(record)).toBe('1-0 0-1');
    expect(extraTime(record)).toEqual({ home: 1, away: 1 });
    expect(shootOut(record)).toEqual({ home: 1, away: 0 });
    expect(redCards(record)).toEqual({ home: 0, away: 1 });
    expect(corners(record)).toEqual({ home: 0, away: 1 });
    expect(record.goals.map(({ minute }) => minute)).toEqual([13, 90, 120, 120]);
    expect(record.expectation).toEqual({ totalGoals: 2.5, supremacy: 0.4 });
    expect(record.info).toMatchObject({ home: 'Lions', away: 'Tigers' });
  });

  test('is not changed by an event that it has seen', () => {
    const events = sequence([phaseEvent('first-half'), goalEvent('home', 'first-half', 3, 'g1')]);
    const record = recordAfter(events);
    const [, goal] = events;
    if (goal === undefined) throw new Error('two events');
    expect(applyFixtureEvent(record, goal)).toBe(record);
    const again = applyFixtureEvent(record, { ...goal, version: 3 });
    expect(again).toEqual({ ...record, version: 3 });
  });

  test('does not count a cancelled goal that is told once more', () => {
    const record = recordOf(
      phaseEvent('first-half'),
      goalEvent('home', 'first-half', 3, 'g1'),
      cancelEvent('g1', 'first-half'),
      goalEvent('home', 'first-half', 3, 'g1'),
    );
    expect(score(record)).toBe('0-0 0-0');
    expect(record.version).toBe(4);
  });

  test('counts a goal for the half that its clock names, and in playing order', () => {
    const record = recordOf(
      phaseEvent('first-half'),
      goalEvent('away', 'first-half', 30),
      phaseEvent('half-time'),
      goalEvent('home', 'first-half', 20),
    );
    expect(score(record)).toBe('1-1 0-0');
    expect(record.goals.map(({ side }) => side)).toEqual(['home', 'away']);
    expect(record.clock.phase).toBe('half-time');
  });

  test('takes a cancelled whistle back', () => {
    const record = recordOf(
      phaseEvent('first-half'),
      { ...phaseEvent('half-time'), eventId: 'whistle' },
      cancelEvent('whistle', 'first-half'),
    );
    expect(record.phase).toBe('first-half');
    expect(fixtureState(record).halfTime).toBeNull();
  });

  test('keeps the clock of the match when a late report comes, and follows its ticks', () => {
    const ticks: readonly Draft[] = [
      phaseEvent('first-half'),
      { kind: 'clock', announcedStoppageMs: 60_000, ...at('first-half', 44) },
      goalEvent('home', 'first-half', 41),
    ];
    expect(recordOf(...ticks).clock.elapsedMs).toBe(44 * 60_000);
    expect(recordOf(...ticks).announcedStoppageMs).toBe(60_000);
    const corrected = recordOf(...ticks, { kind: 'clock', ...at('first-half', 43) });
    expect(corrected.clock.elapsedMs).toBe(43 * 60_000);
    expect(recordOf(...ticks, phaseEvent('half-time')).announcedStoppageMs).toBeNull();
  });

  test('knows why bets are stopped', () => {
    const stop: Draft = { kind: 'bet-stop', reason: 'var', eventId: 's', ...at('first-half', 9) };
    expect(recordOf(stop).betStop).toBe('var');
    expect(recordOf(stop, { kind: 'bet-start', ...at('first-half', 10) }).betStop).toBeNull();
    expect(recordOf(stop, cancelEvent('s', 'first-half')).betStop).toBeNull();
  });

  test.each([
    [[], 'not-started'],
    [[{ kind: 'status', status: 'postponed', startsAt: 7, ...at('not-started') }], 'postponed'],
    [[phaseEvent('first-half')], 'in-play'],
    [[phaseEvent('half-time')], 'in-play'],
    [
      [phaseEvent('first-half'), { kind: 'status', status: 'interrupted', ...at('first-half') }],
      'interrupted',
    ],
    [
      [
        { kind: 'status', status: 'interrupted', ...at('first-half') },
        { kind: 'status', status: 'resumed', ...at('first-half') },
        phaseEvent('first-half'),
      ],
      'in-play',
    ],
    [
      [{ kind: 'status', status: 'postponed', ...at('not-started') }, phaseEvent('first-half')],
      'in-play',
    ],
    [[{ kind: 'status', status: 'abandoned', ...at('second-half') }], 'abandoned'],
    [
      [{ kind: 'status', status: 'abandoned', ...at('second-half') }, phaseEvent('second-half')],
      'abandoned',
    ],
    [[{ kind: 'status', status: 'cancelled', ...at('not-started') }], 'cancelled'],
    [[phaseEvent('ended')], 'ended'],
    [
      [
        phaseEvent('ended'),
        {
          kind: 'result',
          certainty: 'confirmed',
          firstHalf: { home: 0, away: 0 },
          secondHalf: { home: 0, away: 0 },
          ...at('ended'),
        },
      ],
      'closed',
    ],
  ] satisfies [Draft[], string][])('has a status: %#, %s', (drafts, status) => {
    const record = recordOf(fixtureEvent, ...drafts);
    expect(fixtureStatus(record)).toBe(status);
    if (status === 'postponed') expect(record.info?.startsAt).toBe(7);
  });

  test('publishes half-time only when the half is over', () => {
    const drafts = [phaseEvent('first-half'), goalEvent('home', 'first-half', 2)];
    expect(fixtureState(recordOf(...drafts))).toMatchObject({
      status: 'in-play',
      score: { home: 1, away: 0 },
      halfTime: null,
      extraTime: null,
      shootOut: null,
      suspended: [],
    });
    const later = fixtureState(recordOf(...drafts, phaseEvent('half-time')), ['score']);
    expect(later.halfTime).toEqual({ home: 1, away: 0 });
    expect(later.suspended).toEqual(['score']);
  });
});

describe('properties of a record', () => {
  property.prop([randomMatch(), fc.integer({ min: 0, max: 40 })])(
    'a correction leaves what never was',
    ({ drafts }, place) => {
      const events = sequence(drafts);
      const target = events[place % events.length];
      if (target === undefined || target.kind === 'correction') return;
      const without = recordAfter(events.filter((event) => event !== target));
      const cancelled = recordAfter([
        ...events,
        { ...target, ...cancelEvent(target.eventId, 'ended'), version: 99, eventId: 'undo' },
      ]);
      const bare = ({ version: _, cancelled: __, clock: ___, ...rest }: MatchRecord) => rest;
      expect(bare(cancelled)).toEqual(bare(without));
    },
  );

  property.prop([randomMatch()])('events that come twice count once', ({ drafts }) => {
    const events = sequence(drafts);
    const twice = events.flatMap((event) => [event, event]);
    expect(recordAfter(twice)).toEqual(recordAfter(events));
  });

  property.prop([randomMatch()])('never changes what it was given', ({ drafts }) => {
    let record = emptyRecord(FIXTURE);
    for (const event of sequence(drafts)) {
      const before = structuredClone(record);
      const next = applyFixtureEvent(record, event);
      expect(record).toEqual(before);
      record = next;
    }
  });
});
