import { expect, test } from 'vitest';

import { marketKey, outcomeId, type MarketKey, type MarketType } from '#contracts/mod.ts';

import { MatchScript, playedMatch } from '../testing/match-script.ts';
import { gradeLeg, gradeUnderRules } from './grade.ts';
import { readHistory } from './history.ts';
import { HOUSE_RULES } from '../house-rules/rule-book.ts';
import type { Ending } from './ruling.ts';

const recordOf = (match: MatchScript) => readHistory(match.fixture, match.events).record;

const COMPLETED: Ending = { kind: 'completed' };
const ABANDONED: Ending = { kind: 'abandoned' };

const grade = (
  match: MatchScript,
  market: MarketKey,
  outcome: string,
  ending: Ending = COMPLETED,
) =>
  gradeLeg(
    recordOf(match),
    { marketKey: market, outcomeId: outcomeId(outcome) },
    ending,
    HOUSE_RULES[0],
  );
const basis = (match: MatchScript, market: MarketKey, ending: Ending = COMPLETED) =>
  gradeUnderRules(recordOf(match), market, ending, HOUSE_RULES[0])?.basis;

const MATCH_RESULT = marketKey('match-result');

test.each<[MarketType, Record<string, string>, string, string]>([
  ['match-result', {}, 'home', 'won'],
  ['match-result', {}, 'draw', 'lost'],
  ['half-time-result', {}, 'draw', 'won'],
  ['both-teams-to-score', {}, 'yes', 'won'],
  ['total-goals', { line: '2.5' }, 'over', 'won'],
  ['total-goals', { line: '3' }, 'under', 'void'],
  ['total-goals', { line: '2.75' }, 'over', 'half-won'],
  ['total-goals', { line: '3.25' }, 'over', 'half-lost'],
  ['correct-score', {}, '2-1', 'won'],
  ['next-goal', { goal: '4' }, 'none', 'won'],
])('2-1 (1-1 at half time): %s %o %s is %s', (type, specifiers, outcome, result) => {
  const match = playedMatch({ home: 1, away: 1 }, { home: 1, away: 0 });
  expect(grade(match, marketKey(type, specifiers), outcome)).toBe(result);
});

test('extra time and shoot-outs do not count', () => {
  const half = { home: 1, away: 1 };
  const none = { home: 0, away: 0 };
  const extraTime = { home: 1, away: 0 };
  const match = new MatchScript().play(half, none).extraTime(extraTime).phase('penalties');
  match.add('shoot-out-kick', { side: 'away', scored: true }).phase('ended');
  const shootOut = { home: 0, away: 1 };
  match.result('confirmed', { firstHalf: half, secondHalf: none, extraTime, shootOut });
  expect(grade(match, MATCH_RESULT, 'draw')).toBe('won');
  expect(grade(match, marketKey('total-goals', { line: '2.5' }), 'under')).toBe('won');
  expect(grade(match, marketKey('next-goal', { goal: '3' }), 'none')).toBe('won');
  expect(basis(match, MATCH_RESULT)).toBe('Full time 1-1 after 90 minutes');
});

test('abandoned: decided markets stand, undecided ones are void', () => {
  const match = new MatchScript().phase('first-half').goal('home', 5).goal('away', 9);
  match.phase('half-time').phase('second-half').goal('home', 3);
  match.add('status', { status: 'abandoned' });
  expect(grade(match, marketKey('total-goals', { line: '2.5' }), 'over', ABANDONED)).toBe('won');
  expect(grade(match, marketKey('half-time-result'), 'draw', ABANDONED)).toBe('won');
  expect(grade(match, marketKey('next-goal', { goal: '3' }), 'away', ABANDONED)).toBe('lost');
  expect(grade(match, MATCH_RESULT, 'home', ABANDONED)).toBe('void');
  expect(grade(match, marketKey('next-goal', { goal: '4' }), 'none', ABANDONED)).toBe('void');
  expect(basis(match, MATCH_RESULT, ABANDONED)).toBe('Abandoned at 2-1, undecided');
  expect(basis(match, marketKey('half-time-result'), ABANDONED)).toBe('Half time 1-1');
});

test('a void fixture pays every outcome back and says why', () => {
  const match = new MatchScript();
  const postponed: Ending = { kind: 'void', cause: 'postponed' };
  const result = gradeUnderRules(recordOf(match), MATCH_RESULT, postponed, HOUSE_RULES[0]);
  expect(Object.fromEntries(result?.outcomes ?? [])).toEqual({
    home: 'void',
    draw: 'void',
    away: 'void',
  });
  expect(result).toMatchObject({
    basis: 'The match was not played within 48 hours of its date',
    voidReason: 'POSTPONED',
  });
  const cancelled: Ending = { kind: 'void', cause: 'cancelled' };
  expect(gradeUnderRules(recordOf(match), MATCH_RESULT, cancelled, HOUSE_RULES[0])).toMatchObject({
    outcomes: result?.outcomes,
    voidReason: 'CANCELLED',
  });
});

test('what the catalogue does not know, or cannot decide, is for a person', () => {
  const match = new MatchScript().phase('first-half');
  const unknown = 'total-goals|line=nonsense' as MarketKey;
  expect(gradeUnderRules(recordOf(match), unknown, COMPLETED, HOUSE_RULES[0])).toBeUndefined();
  expect(gradeUnderRules(recordOf(match), MATCH_RESULT, COMPLETED, HOUSE_RULES[0])).toBeUndefined();
});

test('the basis names the fact that decided the market', () => {
  const match = playedMatch({ home: 1, away: 0 }, { home: 0, away: 1 });
  expect(basis(match, marketKey('half-time-result'))).toBe('Half time 1-0');
  expect(basis(match, marketKey('next-goal', { goal: '2' }))).toBe(
    'Goal number 2 by Tigers in minute 68',
  );
  expect(basis(match, marketKey('next-goal', { goal: '3' }))).toBe('No goal number 3');
  const handicap = marketKey('asian-handicap', { line: '-0.5', score: '1-0' });
  expect(basis(match, handicap)).toBe('Full time 1-1, bet at 1-0');
});
