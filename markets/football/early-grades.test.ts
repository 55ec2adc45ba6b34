import { describe, expect, test } from 'vitest';

import { marketKeyOf } from '#contracts/mod.ts';

import { gradeMarket } from '../catalogue.ts';
import {
  at,
  fixtureEvent,
  goalEvent,
  kickEvent,
  phaseEvent,
  recordOf,
  scoredBy,
  type Draft,
} from '../testing/events.ts';
import { lineupEvent } from '../testing/squads.ts';
import type { Grade } from './grade.ts';

const START = [lineupEvent('home'), lineupEvent('away'), phaseEvent('first-half')];
const grades = (key: string, ...drafts: Draft[]): Record<string, Grade> =>
  Object.fromEntries(gradeMarket(recordOf(...START, ...drafts), marketKeyOf(key)) ?? []);
const open = (...outcomes: string[]): Record<string, Grade> =>
  Object.fromEntries(outcomes.map((outcome) => [outcome, 'undecided']));
const times = (count: number, draft: Draft): Draft[] => Array.from({ length: count }, () => draft);
const tick = (minute: number): Draft => ({ kind: 'clock', ...at('first-half', minute) });
const tie = (decider: 'extra-time' | 'penalties'): Draft => ({ ...fixtureEvent, decider });
const change = (
  on: string,
  off: string,
  phase: 'half-time' | 'first-half' | 'extra-first',
): Draft => ({
  kind: 'substitution',
  side: 'home',
  on,
  off,
  ...at(phase, 20),
});
const lionGoal = (player: string | undefined, minute: number, how?: 'own-goal') =>
  scoredBy(goalEvent('home', 'first-half', minute), player, how);

describe('far ahead', () => {
  const rout = times(9, goalEvent('home', 'first-half', 3));

  test('a half can still be drawn or lost', () => {
    const all = ['home', 'draw', 'away'];
    expect(grades('half-time-full-time', ...rout)).toEqual(
      open(...all.flatMap((first) => all.map((second) => `${first}/${second}`))),
    );
    expect(grades('away-win-both-halves', ...rout)).toEqual(open('yes', 'no'));
    const half = [...rout, phaseEvent('half-time')];
    expect(grades('half-time-full-time', ...half)).toMatchObject({
      'home/away': 'undecided',
      'draw/away': 'lost',
    });
    expect(grades('away-win-both-halves', ...half)).toEqual({ yes: 'lost', no: 'won' });
  });

  test('a far head start can still be made up', () => {
    const key = 'asian-handicap|line=20|score=0-60';
    expect(grades(key, ...rout)).toEqual(open('home', 'away'));
    expect(grades('total-goals|line=30', ...rout)).toEqual(open('over', 'under'));
    expect(grades('interval-result|from=0|to=15', ...rout)).toEqual(open('home', 'draw', 'away'));
  });
});

describe('minutes', () => {
  test('are over with their last second, and the last of a half with the whistle', () => {
    const key = 'goal-in-interval|from=15|to=30';
    expect(grades(key, tick(29.99))).toEqual(open('yes', 'no'));
    expect(grades(key, tick(30))).toEqual({ yes: 'lost', no: 'won' });
    expect(grades(key, goalEvent('home', 'first-half', 15))).toEqual({ yes: 'won', no: 'lost' });
    const last = 'goal-in-interval|from=30|to=45';
    expect(grades(last, tick(47))).toEqual(open('yes', 'no'));
    expect(grades(last, tick(47), phaseEvent('half-time'))).toEqual({ yes: 'lost', no: 'won' });
    expect(grades('first-goal-time', tick(31))).toMatchObject({
      '16-30': 'lost',
      '31-45': 'undecided',
      none: 'undecided',
    });
  });
});

describe('a player', () => {
  test('who comes on at half time comes on after the goals of the first half', () => {
    const first = 'first-scorer|player=lion-four';
    const half = [phaseEvent('half-time'), change('lion-four', 'lion-one', 'half-time')];
    expect(grades(first, lionGoal('Lion Two', 9), ...half)).toEqual({ yes: 'void', no: 'void' });
    expect(grades(first, ...half)).toEqual(open('yes', 'no'));
    expect(grades('anytime-scorer|player=lion-four', ...half)).toEqual(open('yes', 'no'));
  });

  test('who has left scores no more', () => {
    const off = change('lion-four', 'lion-one', 'first-half');
    const key = 'anytime-scorer|player=lion-one';
    expect(grades(key)).toEqual(open('yes', 'no'));
    expect(grades(key, off)).toEqual({ yes: 'lost', no: 'won' });
    expect(grades('last-scorer|player=lion-one', lionGoal('Lion One', 9), off)).toEqual(
      open('yes', 'no'),
    );
    const red: Draft = {
      kind: 'card',
      side: 'home',
      colour: 'red',
      player: 'Lion One',
      ...at('first-half', 30),
    };
    expect(grades(key, red)).toEqual({ yes: 'lost', no: 'won' });
  });

  test('of extra time only has not played the 90 minutes', () => {
    const after = [
      phaseEvent('second-half'),
      phaseEvent('full-time'),
      phaseEvent('extra-first'),
      change('lion-four', 'lion-one', 'extra-first'),
    ];
    const key = 'anytime-scorer|player=lion-four';
    expect(grades(key, ...after)).toEqual({ yes: 'void', no: 'void' });
  });

  test('may have scored a goal that has no name yet, if he was on the field', () => {
    const unnamed = [lionGoal(undefined, 9), phaseEvent('ended')];
    expect(grades('anytime-scorer|player=lion-one', ...unnamed)).toEqual(open('yes', 'no'));
    expect(grades('anytime-scorer|player=tiger-one', ...unnamed)).toEqual({
      yes: 'lost',
      no: 'won',
    });
    expect(grades('two-or-more-goals|player=lion-one', ...unnamed)).toEqual({
      yes: 'lost',
      no: 'won',
    });
    expect(grades('anytime-scorer|player=lion-four', ...unnamed)).toEqual({
      yes: 'void',
      no: 'void',
    });
  });

  test('who came on later did not score it', () => {
    const came = [
      lionGoal(undefined, 9),
      phaseEvent('half-time'),
      change('lion-four', 'lion-one', 'half-time'),
      phaseEvent('ended'),
    ];
    expect(grades('anytime-scorer|player=lion-four', ...came)).toEqual({ yes: 'lost', no: 'won' });
    expect(grades('anytime-scorer|player=lion-one', ...came)).toEqual(open('yes', 'no'));
  });

  test('of the bench who is sent off there will not play', () => {
    const red: Draft = {
      kind: 'card',
      side: 'home',
      colour: 'red',
      player: 'Lion Four',
      ...at('first-half', 30),
    };
    const key = 'anytime-scorer|player=lion-four';
    expect(grades(key)).toEqual(open('yes', 'no'));
    expect(grades(key, red)).toEqual({ yes: 'void', no: 'void' });
  });

  test('has no part in the goal of a namesake, nor in an own goal', () => {
    const drafts = [lionGoal('Silva', 9), phaseEvent('ended')];
    expect(grades('anytime-scorer|player=lion-silva', ...drafts)['yes']).toBe('won');
    expect(grades('anytime-scorer|player=tiger-silva', ...drafts)['yes']).toBe('lost');
    const own = [lionGoal('Tiger One', 9, 'own-goal'), lionGoal('Lion One', 30)];
    expect(grades('first-scorer|player=lion-one', ...own)['yes']).toBe('won');
    expect(grades('anytime-scorer|player=tiger-one', ...own, phaseEvent('ended'))['yes']).toBe(
      'lost',
    );
  });
});

describe('a tie', () => {
  const extra = [phaseEvent('second-half'), phaseEvent('full-time'), phaseEvent('extra-first')];

  test('that goes to penalties at once has no extra time', () => {
    expect(grades('extra-time-played', tie('penalties'))).toEqual({ yes: 'lost', no: 'won' });
    expect(grades('extra-time-result', tie('penalties'))).toEqual({
      home: 'void',
      draw: 'void',
      away: 'void',
    });
    expect(grades('extra-time-played', tie('extra-time'))).toEqual(open('yes', 'no'));
  });

  test('can still be level after a goal in extra time', () => {
    const ahead = [tie('extra-time'), ...extra, goalEvent('home', 'extra-first', 5)];
    expect(grades('extra-time-result', ...ahead)).toEqual(open('home', 'draw', 'away'));
    expect(grades('shoot-out-played', ...ahead)).toEqual(open('yes', 'no'));
    expect(grades('extra-time-total-goals|line=0.5', ...ahead)).toEqual({
      over: 'won',
      under: 'lost',
    });
    const over = [...ahead, phaseEvent('extra-second'), phaseEvent('extra-end')];
    expect(grades('extra-time-result', ...over)).toEqual({
      home: 'won',
      draw: 'lost',
      away: 'lost',
    });
    expect(grades('shoot-out-played', ...over)).toEqual({ yes: 'lost', no: 'won' });
    expect(grades('extra-time-total-goals|line=1.5', ...over)).toEqual({
      over: 'lost',
      under: 'won',
    });
  });

  test('is open while kicks are taken, and after an end that names no winner', () => {
    const kicks = [
      tie('extra-time'),
      ...extra,
      phaseEvent('extra-end'),
      phaseEvent('penalties'),
      kickEvent('home', true),
    ];
    expect(grades('to-qualify', ...kicks)).toEqual(open('home', 'away'));
    expect(grades('method-of-victory', ...kicks)).toMatchObject({
      'home-penalties': 'undecided',
      'home-extra-time': 'lost',
    });
    const level = [tie('extra-time'), phaseEvent('second-half'), phaseEvent('ended')];
    expect(grades('to-qualify', ...level)).toEqual(open('home', 'away'));
    expect(grades('match-result', ...level)['draw']).toBe('won');
  });
});
