import { expect, test } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { basisOf } from '../market-names.ts';
import { fixtureEvent, goalEvent, phaseEvent, recordOf } from '../testing/events.ts';
import { lineupEvent } from '../testing/squads.ts';
import { longTie, shortTie } from '../testing/two-matches.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';

test.each([
  ['match-result', 'Full time 2-2 after 90 minutes'],
  ['asian-handicap|line=0|score=1-0', 'Full time 2-2 after 90 minutes, bet at 1-0'],
  ['half-time-result', 'Half time 1-1'],
  ['first-half-asian-handicap|line=0|score=0-1', 'Half time 1-1, bet at 0-1'],
  ['second-half-result', 'Second half 1-1'],
  ['half-time-full-time', 'Half time 1-1, full time 2-2 after 90 minutes'],
  ['both-halves-over', 'Goals: 2 before half time, 2 after'],
  ['home-score-in-both-halves', 'Goals of Lions: 1 before half time, 1 after'],
  ['away-half-with-most-goals', 'Goals of Tigers: 1 before half time, 1 after'],
  ['next-goal|goal=2', 'Goal number 2 by Tigers in minute 33'],
  ['next-goal|goal=5', 'No goal number 5'],
  ['last-goal', 'Last goal by Lions in minute 80'],
  ['first-goal-time', 'First goal by Lions in minute 12'],
  ['goal-in-interval|from=30|to=45', 'Goals in minutes 31–45 0-1'],
  ['total-corners|line=8.5', 'Corners 4-5'],
  ['first-half-corners|line=3.5', 'Corners 3-1 at half time'],
  ['next-corner|corner=2', 'Corner number 2 by Tigers in minute 22'],
  ['corner-race|to=5', 'Tigers first to 5 corners'],
  ['corner-race|to=7', 'Corners 4-5, neither had 7'],
  ['card-result', 'Cards 2-2'],
  ['first-half-cards|line=0.5', 'Cards 1-0 at half time'],
  ['booking-points|line=40.5', 'Booking points 35-35'],
  ['sending-off', 'Players sent off 1-1'],
  ['next-card|card=4', 'Card number 4 by Lions in minute 90'],
  ['next-card|card=5', 'No card number 5'],
  [
    'anytime-scorer|player=lion-one',
    'Lion One started, 2 goals, the first and the last of the match',
  ],
  ['anytime-scorer|player=tiger-one', 'Tiger One started, 1 goal'],
  ['anytime-scorer|player=lion-two', 'Lion Two started, no goal'],
  ['first-scorer|player=tiger-four', 'Tiger Four came on after the first goal, no goal'],
  ['hat-trick|player=lion-five', 'Lion Five did not play'],
  ['hat-trick|player=nobody', 'nobody did not play'],
  [
    'to-qualify',
    'Full time 2-2 after 90 minutes, extra time 1-1, shoot-out 3-4: Tigers through on penalties',
  ],
])('on a long tie, %s rests on: %s', (key, words) => {
  expect(basisOf(longTie(), marketKeyOf(key))).toBe(words);
});

test.each([
  ['match-result', 'Full time 3-0'],
  ['corner-race|to=3', 'Corners 0-0, neither had 3'],
  ['extra-time-result', 'Full time 3-0, no extra time, no shoot-out: Lions through in 90 minutes'],
])('on a short tie, %s rests on: %s', (key, words) => {
  expect(basisOf(shortTie(), marketKeyOf(key))).toBe(words);
});

test('a match that stopped rests on what had happened', () => {
  const stopped = recordOf(
    { ...fixtureEvent, decider: 'extra-time' },
    lineupEvent('home'),
    phaseEvent('first-half'),
    goalEvent('home', 'first-half', 20),
  );
  const basis = (key: string) => basisOf(stopped, marketKeyOf(key));
  expect(basis('total-goals|line=0.5')).toBe('Score 1-0');
  expect(basis('first-half-total-goals|line=0.5')).toBe('First half 1-0');
  expect(basis('half-time-full-time')).toBe('First half 1-0, score 1-0');
  expect(basis('first-half-corners|line=0.5')).toBe('Corners 0-0 in the first half');
  expect(basis('to-qualify')).toBe('Score 1-0, no extra time, no shoot-out');
  expect(basis('last-goal')).toBe('Last goal by Lions in minute 21');
  expect(basisOf(recordOf(), marketKeyOf('last-goal'))).toBe('No goal');
});

test('teams without a fixture are called by their side', () => {
  const record = recordOf(phaseEvent('first-half'), goalEvent('away', 'first-half', 20));
  expect(basisOf(record, marketKeyOf('next-goal|goal=1'))).toBe(
    'Goal number 1 by away in minute 21',
  );
});

test('every view has words', () => {
  for (const { type } of FOOTBALL_DEFINITIONS.values()) {
    const key = [type, `${type}|line=0.5`, `${type}|line=0`, `${type}|line=0|score=0-0`]
      .concat([`${type}|start=0-1`, `${type}|goal=1`, `${type}|corner=1`, `${type}|card=1`])
      .concat([`${type}|to=3`, `${type}|from=0|to=15`, `${type}|player=lion-one`])
      .find((each) => basisOf(longTie(), marketKeyOf(each)) !== '');
    expect([type, key]).toEqual([type, expect.any(String)]);
  }
});
