import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  BASKETBALL_MARKET_TYPES,
  FOOTBALL_MARKET_TYPES,
  ICE_HOCKEY_MARKET_TYPES,
  marketKey,
  marketKeyOf,
  outcomeId,
  RACING_MARKET_TYPES,
  TENNIS_MARKET_TYPES,
  type MarketKey,
} from '#contracts/mod.ts';

import { boardOf, gradeMarket, identifyMarket, isDecided, validateSelection } from './catalogue.ts';
import { definitionOf } from './definitions.ts';
import type { Grade, Grades } from './football/grade.ts';
import type { MatchRecord } from './record/match-record.ts';
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
import { lineupEvent } from './testing/squads.ts';

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
    // The board lists what may be offered; pricing drops what the score has answered.
    expect(boardOf(rout).map(({ key }) => key)).toContain('correct-score');
    expect(isDecided(gradeMarket(rout, marketKey('correct-score')) ?? new Map())).toBe(true);
  });

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
  });

  const groupsOf = (record: MatchRecord) =>
    new Set(boardOf(record).map(({ identity }) => definitionOf(identity.type).group));
  const tie: Draft = { ...fixtureEvent, decider: 'extra-time' };

  test('has only what the provider reports, and a winner of the tie where there must be one', () => {
    const goalsOnly = [
      'main',
      'goals',
      'handicaps',
      'halves',
      'scores',
      'combinations',
      'intervals',
    ];
    expect(groupsOf(recordOf(fixtureEvent))).toEqual(new Set(goalsOnly));
    expect(groupsOf(recordOf({ ...fixtureEvent, covers: ['corners'] }))).toEqual(
      new Set([...goalsOnly, 'corners']),
    );
    expect(groupsOf(recordOf({ ...fixtureEvent, covers: ['cards'] }))).toEqual(
      new Set([...goalsOnly, 'cards']),
    );
    expect(groupsOf(recordOf(tie))).toEqual(new Set([...goalsOnly, 'decider']));
    const lineups = [lineupEvent('home'), lineupEvent('away')];
    expect(groupsOf(recordOf(fixtureEvent, ...lineups))).toEqual(new Set(goalsOnly));
    const named: Draft = { ...fixtureEvent, covers: ['players'] };
    expect(groupsOf(recordOf(named))).toEqual(new Set(goalsOnly));
    expect(groupsOf(recordOf(named, ...lineups))).toEqual(new Set([...goalsOnly, 'players']));
  });

  test('of a tie that is covered in full has every type', () => {
    const all: Draft = { ...tie, covers: ['corners', 'cards', 'players'] };
    const record = recordOf(all, lineupEvent('home'), lineupEvent('away'));
    expect(new Set(boardOf(record).map(({ identity }) => identity.type))).toEqual(
      new Set(FOOTBALL_MARKET_TYPES),
    );
  });

  test('a goal closes its lines and opens new ones', () => {
    const record = match('h1 a2', 'a3');
    expect(keysOf(record, 'next-goal')).toEqual(['next-goal|goal=4']);
    expect(keysOf(record, 'asian-handicap').every((key) => key.endsWith('score=1-2'))).toBe(true);
    expect(keysOf(record, 'half-time')).toEqual([]);
    expect(keysOf(record, 'total-goals')).toContain('total-goals|line=4.5');
    expect(keysOf(record, 'total-goals')).not.toContain('total-goals|line=3');
  });

  test('has nothing but the tie once the 90 minutes are over, and nothing once it has ended', () => {
    expect(boardOf(ended('', ''))).toEqual([]);
    expect(boardOf(match('', '', phaseEvent('full-time')))).toEqual([]);
    expect(groupsOf(match('', '', tie, phaseEvent('full-time')))).toEqual(new Set(['decider']));
    expect(boardOf(match('', '', tie, phaseEvent('full-time'), phaseEvent('ended')))).toEqual([]);
  });

  property.prop([
    randomMatch({ maxGoals: 5 }),
    fc.nat(30),
    fc.double({ min: 0.1, max: 9, noNaN: true }),
  ])(
    'holds sound markets, each once, and no line, number or stretch that is answered already',
    ({ drafts }, cut, totalGoals) => {
      const events = sequence([expected(totalGoals, 1 - totalGoals / 2), ...drafts]);
      const now = recordAfter(events.slice(0, 1 + (cut % events.length)));
      const board = boardOf(now);
      expect(new Set(board.map(({ key }) => key)).size).toBe(board.length);
      for (const { key, identity, outcomes } of board) {
        expect(identifyMarket(key)).toEqual(identity);
        const grades: Grades = gradeMarket(now, key) ?? new Map();
        expect([...grades.keys()]).toEqual(outcomes);
        const { player: _, ...asked } = identity.specifiers;
        if (Object.keys(asked).length > 0) expect([key, isDecided(grades)]).toEqual([key, false]);
      }
    },
  );
});

test.each([
  ['football', FOOTBALL_MARKET_TYPES],
  ['tennis', TENNIS_MARKET_TYPES],
  ['basketball', BASKETBALL_MARKET_TYPES],
  ['ice hockey', ICE_HOCKEY_MARKET_TYPES],
  ['racing', RACING_MARKET_TYPES],
])('no two types of %s ask for the same market of the Unified Odds Feed', (_, types) => {
  const ids = types.flatMap((type) => definitionOf(type).uofMarketId ?? []);
  expect(new Set(ids).size).toBe(ids.length);
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
