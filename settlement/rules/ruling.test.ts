import { expect, test } from 'vitest';

import { KICK_OFF, MatchScript, playedMatch } from '../testing/match-script.ts';
import { readHistory } from './history.ts';
import { HOUSE_RULES } from '../house-rules/rule-book.ts';
import { ruleOn } from './ruling.ts';

const RULES = HOUSE_RULES[0].sports.football;
const rule = (match: MatchScript, nowMs: number) =>
  ruleOn(readHistory(match.fixture, match.events), RULES, nowMs);

const ONE_NIL = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 0 } };
const LATER = KICK_OFF + 3 * 3_600_000;

test('a match under way waits for the feed', () => {
  const match = new MatchScript().play({ home: 1, away: 0 }, { home: 0, away: 0 });
  expect(rule(match, LATER)).toEqual({ kind: 'wait', dueAt: null });
  expect(rule(match.phase('ended'), LATER)).toEqual({ kind: 'wait', dueAt: null });
});

test('a confirmed result is paid at once', () => {
  const match = playedMatch(ONE_NIL.firstHalf, ONE_NIL.secondHalf);
  expect(rule(match, KICK_OFF)).toEqual({
    kind: 'result',
    certainty: 'confirmed',
    ending: { kind: 'completed' },
  });
});

test('a live result is paid after the review hold, which starts anew with every change', () => {
  const match = new MatchScript()
    .play(ONE_NIL.firstHalf, ONE_NIL.secondHalf)
    .phase('ended')
    .at(LATER)
    .result('live', ONE_NIL);
  const dueAt = LATER + RULES.reviewHoldMinutes * 60_000;
  expect(rule(match, dueAt - 1)).toEqual({ kind: 'wait', dueAt });
  expect(rule(match, dueAt)).toMatchObject({ kind: 'result', certainty: 'live' });
  match.at(LATER + 1_000).add('corner', { side: 'home' });
  expect(rule(match, dueAt)).toMatchObject({ kind: 'result' });
  match.at(LATER + 2_000).result('live', ONE_NIL);
  expect(rule(match, dueAt)).toEqual({ kind: 'wait', dueAt: dueAt + 2_000 });
});

test('a result that the goals do not explain goes to review until the feed explains it', () => {
  const claim = { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 1, away: 0 } };
  const match = new MatchScript()
    .play(ONE_NIL.firstHalf, ONE_NIL.secondHalf)
    .phase('ended')
    .result('confirmed', claim);
  expect(rule(match, LATER)).toEqual({
    kind: 'review',
    reason: 'result says second half 1-0, the incidents say 0-0',
  });
  const again = new MatchScript()
    .play(ONE_NIL.firstHalf, claim.secondHalf)
    .phase('ended')
    .result('confirmed', ONE_NIL)
    .result('confirmed', claim);
  expect(rule(again, LATER)).toMatchObject({ kind: 'result' });
});

test('the official record overrules what the scouts claimed', () => {
  const match = new MatchScript()
    .play(ONE_NIL.firstHalf, ONE_NIL.secondHalf)
    .phase('ended')
    .result('live', { ...ONE_NIL, secondHalf: { home: 0, away: 1 } });
  expect(rule(match, LATER)).toMatchObject({ kind: 'review' });
  expect(rule(match.result('confirmed', ONE_NIL), LATER)).toMatchObject({ kind: 'result' });
});

test('a goal taken back after the result raises a doubt', () => {
  const match = new MatchScript().phase('first-half').goal('home', 10, 'g1');
  match.phase('half-time').phase('second-half').phase('ended').result('confirmed', ONE_NIL);
  expect(rule(match, LATER)).toMatchObject({ kind: 'result' });
  match.add('correction', { cancels: 'g1' });
  expect(rule(match, LATER)).toMatchObject({ kind: 'review' });
});

test('an impossible event is a doubt until a correction takes it out', () => {
  const match = new MatchScript().phase('first-half').phase('half-time');
  match.add('goal', { side: 'home', how: 'play' }, 'odd');
  match.phase('second-half').phase('ended');
  match.result('confirmed', { firstHalf: { home: 0, away: 0 }, secondHalf: { home: 0, away: 0 } });
  expect(rule(match, LATER)).toMatchObject({ kind: 'review', reason: 'goal during half-time' });
  expect(rule(match.add('correction', { cancels: 'odd' }), LATER)).toMatchObject({
    kind: 'result',
  });
});

test('missing events are a doubt', () => {
  const match = playedMatch(ONE_NIL.firstHalf, ONE_NIL.secondHalf);
  match.events.splice(2, 1);
  expect(rule(match, LATER)).toMatchObject({ kind: 'review' });
});

test('postponed: bets stand inside the window and are void beyond it', () => {
  const window = RULES.postponementHours * 3_600_000;
  const postponed = (startsAt?: number) =>
    new MatchScript().add('status', {
      status: 'postponed',
      ...(startsAt === undefined ? {} : { startsAt }),
    });
  const wait = { kind: 'wait', dueAt: KICK_OFF + window };
  const voided = { kind: 'result', certainty: 'confirmed', ending: { kind: 'void' } };
  expect(rule(postponed(), LATER)).toEqual(wait);
  expect(rule(postponed(), KICK_OFF + window)).toMatchObject(voided);
  expect(rule(postponed(KICK_OFF + window), LATER)).toEqual(wait);
  expect(rule(postponed(KICK_OFF + window + 1), LATER)).toMatchObject(voided);
});

test('a postponed match that is played inside the window counts', () => {
  const match = new MatchScript()
    .add('status', { status: 'postponed', startsAt: KICK_OFF + 86_400_000 })
    .play(ONE_NIL.firstHalf, ONE_NIL.secondHalf)
    .phase('ended')
    .result('confirmed', ONE_NIL);
  expect(rule(match, LATER)).toMatchObject({ kind: 'result', ending: { kind: 'completed' } });
});

test('cancelled is void at once, interrupted waits, abandoned is ruled after the hold', () => {
  const stopped = (status: 'cancelled' | 'interrupted' | 'abandoned') =>
    new MatchScript().phase('first-half').add('status', { status });
  expect(rule(stopped('cancelled'), KICK_OFF)).toMatchObject({ ending: { cause: 'cancelled' } });
  expect(rule(stopped('interrupted'), LATER)).toEqual({ kind: 'wait', dueAt: null });
  const dueAt = KICK_OFF + RULES.reviewHoldMinutes * 60_000;
  expect(rule(stopped('abandoned'), KICK_OFF)).toEqual({ kind: 'wait', dueAt });
  expect(rule(stopped('abandoned'), dueAt)).toMatchObject({ ending: { kind: 'abandoned' } });
});
