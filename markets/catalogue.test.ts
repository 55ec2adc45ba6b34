import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKey, marketKeyOf, MARKET_TYPES, outcomeId, type MarketKey } from '#contracts/mod.ts';

import { boardOf, gradeMarket, identifyMarket, isDecided, validateSelection } from './catalogue.ts';
import type { Grade } from './football/grade.ts';
import type { MatchRecord } from './record/match-record.ts';
import { regularTimeOver } from './record/views.ts';
import {
  at,
  fixtureEvent,
  goalEvent,
  phaseEvent,
  recordAfter,
  recordOf,
  sequence,
  type Draft,
} from './testing/events.ts';
import { randomMatch } from './testing/random-match.ts';

const grade = (record: MatchRecord, key: MarketKey, outcome: string): Grade | undefined =>
  gradeMarket(record, key)?.get(outcomeId(outcome));

/** A match with these goals ("h12" is a home goal in the twelfth minute of its half). */
function match(firstHalf: string, secondHalf: string, ...more: Draft[]): MatchRecord {
  const goals = (text: string, phase: 'first-half' | 'second-half') =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => goalEvent(word.startsWith('h') ? 'home' : 'away', phase, +word.slice(1)));
  return recordOf(
    fixtureEvent,
    phaseEvent('first-half'),
    ...goals(firstHalf, 'first-half'),
    phaseEvent('half-time'),
    phaseEvent('second-half'),
    ...goals(secondHalf, 'second-half'),
    ...more,
  );
}
const ended = (firstHalf: string, secondHalf: string) =>
  match(firstHalf, secondHalf, phaseEvent('ended'));

describe('grading a completed match', () => {
  const record = ended('h12', 'a3 h44');
  test.each([
    ['match-result', 'home', 'won'],
    ['match-result', 'draw', 'lost'],
    ['match-result', 'away', 'lost'],
    ['draw-no-bet', 'home', 'won'],
    ['draw-no-bet', 'away', 'lost'],
    ['half-time-result', 'home', 'won'],
    ['half-time-result', 'draw', 'lost'],
    ['both-teams-to-score', 'yes', 'won'],
    ['both-teams-to-score', 'no', 'lost'],
    ['correct-score', '2-1', 'won'],
    ['correct-score', '1-2', 'lost'],
    ['correct-score', 'other', 'lost'],
    ['total-goals|line=2.5', 'over', 'won'],
    ['total-goals|line=3', 'over', 'void'],
    ['total-goals|line=3', 'under', 'void'],
    ['total-goals|line=3.25', 'over', 'half-lost'],
    ['total-goals|line=3.25', 'under', 'half-won'],
    ['total-goals|line=2.75', 'over', 'half-won'],
    ['total-goals|line=2.75', 'under', 'half-lost'],
    ['asian-handicap|line=-0.5|score=0-0', 'home', 'won'],
    ['asian-handicap|line=-1|score=0-0', 'home', 'void'],
    ['asian-handicap|line=-1.25|score=0-0', 'home', 'half-lost'],
    ['asian-handicap|line=-1.25|score=0-0', 'away', 'half-won'],
    ['asian-handicap|line=-0.75|score=0-0', 'home', 'half-won'],
    ['asian-handicap|line=0|score=1-0', 'home', 'void'],
    ['asian-handicap|line=0.25|score=1-0', 'home', 'half-won'],
    ['asian-handicap|line=-0.5|score=1-1', 'away', 'lost'],
    ['next-goal|goal=1', 'home', 'won'],
    ['next-goal|goal=2', 'away', 'won'],
    ['next-goal|goal=2', 'none', 'lost'],
    ['next-goal|goal=4', 'none', 'won'],
    ['next-goal|goal=4', 'home', 'lost'],
  ])('%s %s is %s', (key, outcome, expected) => {
    expect(grade(record, marketKeyOf(key), outcome)).toBe(expected);
  });

  test('a draw voids draw no bet, and a fifth goal of a team is another score', () => {
    expect(grade(ended('', ''), marketKey('draw-no-bet'), 'home')).toBe('void');
    expect(grade(ended('', ''), marketKey('draw-no-bet'), 'away')).toBe('void');
    expect(grade(ended('h1 h2 h3', 'h4 h5'), marketKey('correct-score'), 'other')).toBe('won');
  });

  test('extra time and shoot-outs do not count', () => {
    const longer = match(
      'h12',
      'a3',
      phaseEvent('full-time'),
      phaseEvent('extra-first'),
      goalEvent('home', 'extra-first', 5),
      phaseEvent('penalties'),
      { kind: 'shoot-out-kick', side: 'away', scored: true, ...at('penalties') },
      phaseEvent('ended'),
    );
    expect(grade(longer, marketKey('match-result'), 'draw')).toBe('won');
    expect(grade(longer, marketKey('total-goals', { line: '2.5' }), 'under')).toBe('won');
    expect(grade(longer, marketKey('next-goal', { goal: '3' }), 'none')).toBe('won');
  });
});

const KEYS = [
  'match-result',
  'draw-no-bet',
  'half-time-result',
  'both-teams-to-score',
  'correct-score',
  ...['0.5', '2', '2.25', '2.5', '2.75', '4'].map((line) => `total-goals|line=${line}`),
  'asian-handicap|line=-0.75|score=0-0',
  'asian-handicap|line=1|score=1-0',
  ...[1, 2, 3, 4].map((goal) => `next-goal|goal=${goal}`),
].map(marketKeyOf);

/** Ends of a match that go on from a record: further goals of both teams, either team first, in this half. */
function futures(record: MatchRecord): readonly MatchRecord[] {
  const phase = record.phase === 'not-started' ? 'first-half' : record.phase;
  const play = phase === 'half-time' ? 'second-half' : phase;
  const kickOff = record.phase === play ? [] : [phaseEvent(play)];
  const counts = [0, 1, 2, 3, 4, 5, 6];
  const order = ['home', 'away'] as const;
  return counts.flatMap((home) =>
    counts.flatMap((away) =>
      [order, order.toReversed()].map((teams) => {
        const drafts = [
          ...kickOff,
          ...teams.flatMap((team) =>
            Array.from({ length: team === 'home' ? home : away }, () => goalEvent(team, play, 90)),
          ),
          phaseEvent('ended'),
        ];
        const events = sequence(drafts).map((event) => ({
          ...event,
          eventId: `future-${event.version}`,
          version: record.version + event.version,
        }));
        return recordAfter(events, record);
      }),
    ),
  );
}

describe('grading a match under way', () => {
  test('decides what no goal can change', () => {
    const record = match('h1 a2', 'h3');
    expect(grade(record, marketKey('total-goals', { line: '2.5' }), 'over')).toBe('won');
    expect(grade(record, marketKey('total-goals', { line: '2.75' }), 'over')).toBe('undecided');
    expect(grade(record, marketKey('both-teams-to-score'), 'yes')).toBe('won');
    expect(grade(record, marketKey('correct-score'), '1-1')).toBe('lost');
    expect(grade(record, marketKey('correct-score'), '2-1')).toBe('undecided');
    expect(grade(record, marketKey('half-time-result'), 'draw')).toBe('won');
    expect(grade(record, marketKey('match-result'), 'home')).toBe('undecided');
    const rout = match('h1 h2 h3', 'h4 h5');
    expect(grade(rout, marketKey('correct-score'), 'other')).toBe('won');
    expect(boardOf(rout).map(({ key }) => key)).not.toContain('correct-score');
  });

  property.prop([randomMatch({ maxGoals: 4 }), fc.nat(30)], { numRuns: 25 })(
    'decides an outcome exactly when every way on gives it the same result',
    ({ drafts }, cut) => {
      const events = sequence(drafts);
      const now = recordAfter(events.slice(0, cut % (events.length + 1)));
      fc.pre(!regularTimeOver(now));
      const ends = futures(now);
      for (const key of KEYS) {
        for (const [outcome, found] of gradeMarket(now, key) ?? []) {
          const results = new Set(ends.map((end) => gradeMarket(end, key)?.get(outcome)));
          const expected = results.size === 1 ? [...results][0] : 'undecided';
          expect([key, outcome, found]).toEqual([key, outcome, expected]);
        }
      }
    },
  );

  test('an abandoned match decides nothing more', () => {
    const record = match('h1', '', { kind: 'status', status: 'abandoned', ...at('second-half') });
    expect(grade(record, marketKey('match-result'), 'home')).toBe('undecided');
    expect(grade(record, marketKey('half-time-result'), 'home')).toBe('won');
    expect(boardOf(record)).toEqual([]);
  });
});

describe('the board', () => {
  const keysOf = (record: MatchRecord, prefix: string) =>
    boardOf(record)
      .map(({ key }) => key)
      .filter((key) => key.startsWith(prefix));
  const expected = (totalGoals: number, supremacy: number): Draft => ({
    kind: 'expectation',
    totalGoals,
    supremacy,
    ...at('not-started'),
  });

  test('before the match has lines around what is expected', () => {
    const record = recordOf(expected(2.6, 0.9));
    expect(keysOf(record, 'total-goals')).toEqual(
      ['1.5', '2', '2.25', '2.5', '2.75', '3', '3.5'].map((line) => `total-goals|line=${line}`),
    );
    expect(keysOf(record, 'asian-handicap')).toEqual(
      ['-1.5', '-1.25', '-1', '-0.75', '-0.5'].map(
        (line) => `asian-handicap|line=${line}|score=0-0`,
      ),
    );
    expect(keysOf(record, 'next-goal')).toEqual(['next-goal|goal=1']);
    expect(new Set(boardOf(record).map(({ identity }) => identity.type))).toEqual(
      new Set(MARKET_TYPES),
    );
  });

  test('a goal closes its lines and opens new ones', () => {
    const record = match('h1 a2', 'a3');
    expect(keysOf(record, 'next-goal')).toEqual(['next-goal|goal=4']);
    expect(keysOf(record, 'asian-handicap').every((key) => key.endsWith('score=1-2'))).toBe(true);
    expect(keysOf(record, 'half-time')).toEqual([]);
    expect(keysOf(record, 'both-teams')).toEqual([]);
    expect(keysOf(record, 'total-goals')).toContain('total-goals|line=4.5');
    expect(keysOf(record, 'total-goals')).not.toContain('total-goals|line=3');
  });

  test('is empty once the 90 minutes are over', () => {
    expect(boardOf(ended('', ''))).toEqual([]);
    expect(boardOf(match('', '', phaseEvent('full-time')))).toEqual([]);
  });

  property.prop([
    randomMatch({ maxGoals: 5 }),
    fc.nat(30),
    fc.double({ min: 0.1, max: 9, noNaN: true }),
  ])(
    'holds only sound markets that each outcome can still win and lose',
    ({ drafts }, cut, totalGoals) => {
      const events = sequence([expected(totalGoals, 1 - totalGoals / 2), ...drafts]);
      const now = recordAfter(events.slice(0, 1 + (cut % events.length)));
      const board = boardOf(now);
      expect(new Set(board.map(({ key }) => key)).size).toBe(board.length);
      for (const { key, identity, outcomes } of board) {
        expect(identifyMarket(key)).toEqual(identity);
        const grades = gradeMarket(now, key);
        expect([...(grades?.keys() ?? [])]).toEqual(outcomes);
        if (grades !== undefined) expect(isDecided(grades)).toBe(false);
      }
    },
  );
});

describe('selections', () => {
  test.each([
    'total-goals',
    'total-goals|line=2.50',
    'total-goals|line=2.3',
    'total-goals|line=0.25',
    'total-goals|line=-1',
    'total-goals|line=31',
    'total-goals|line=2.5|score=0-0',
    'asian-handicap|line=-0.5',
    'asian-handicap|line=-0|score=0-0',
    'asian-handicap|line=0.5|score=0-00',
    'asian-handicap|line=0.5|score=1',
    'asian-handicap|line=20.25|score=0-0',
    'next-goal|goal=0',
    'next-goal|goal=01',
    'next-goal|goal=61',
    'match-result|line=1',
    'over-under|line=2.5',
    '',
  ])('no market is called %j', (key) => {
    expect(identifyMarket(key)).toBeUndefined();
    expect(gradeMarket(recordOf(), marketKeyOf(key))).toBeUndefined();
    expect(validateSelection(key, 'home')).toEqual({ ok: false, code: 'MARKET_NOT_FOUND' });
  });

  test('an outcome must be of the market', () => {
    expect(validateSelection('match-result', 'over')).toEqual({
      ok: false,
      code: 'OUTCOME_NOT_FOUND',
    });
    expect(validateSelection('total-goals|line=2.25', 'over')).toMatchObject({
      ok: true,
      outcomeId: 'over',
      catalogueVersion: 1,
      identity: { type: 'total-goals', specifiers: { line: '2.25' } },
    });
  });
});
