import { expect, test } from 'vitest';

import { marketKey, outcomeId, type MarketKey } from '#contracts/mod.ts';

import { KICK_OFF, MatchScript } from '../testing/match-script.ts';
import { decidingIncidents } from './past-posting.ts';

const minute = (count: number): number => KICK_OFF + count * 60_000;
const total = (line: string): MarketKey => marketKey('total-goals', { line });

/** 1-1 by goals in the minutes 10 and 60; the second half starts at minute 60 of the clock on the wall. */
const match = (): MatchScript =>
  new MatchScript()
    .phase('first-half')
    .at(minute(10))
    .goal('home', 10)
    .at(minute(45))
    .phase('half-time')
    .at(minute(60))
    .phase('second-half')
    .at(minute(75))
    .goal('away', 15, 'level')
    .at(minute(106))
    .phase('ended')
    .at(minute(120))
    .result('confirmed', { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 0, away: 1 } });

const found = (played: MatchScript, market: MarketKey, outcome: string) =>
  decidingIncidents(played.events)(market, outcomeId(outcome));

test.each<[MarketKey, string, number, string]>([
  [total('0.5'), 'over', 10, 'home goal in minute 10'],
  [total('0.5'), 'under', 10, 'home goal in minute 10'],
  [total('1.5'), 'over', 75, 'away goal in minute 60'],
  [total('2.5'), 'over', 106, 'ended'],
  [marketKey('half-time-result'), 'home', 45, 'half-time'],
  [marketKey('match-result'), 'draw', 106, 'ended'],
  [marketKey('correct-score'), '0-0', 10, 'home goal in minute 10'],
  [marketKey('correct-score'), '1-0', 75, 'away goal in minute 60'],
  [marketKey('both-teams-to-score'), 'yes', 75, 'away goal in minute 60'],
])('%s %s was decided at minute %i by: %s', (market, outcome, at, incident) => {
  expect(found(match(), market, outcome)).toEqual({ at: minute(at), incident });
});

test('what is reported late counts from when it happened', () => {
  const played = match().at(minute(5)).lateGoal('away', 'first-half', 5, 'unseen');
  expect(found(played, total('0.5'), 'over')?.at).toBe(minute(5));
  expect(found(played, total('1.5'), 'over')?.at).toBe(minute(10));
});

test('what was taken back decides nothing', () => {
  const played = match().at(minute(80)).add('correction', { cancels: 'level' });
  expect(found(played, total('1.5'), 'over')?.incident).toBe('ended');
});

test('without incidents, or in a match that never ended, nothing is decided', () => {
  expect(decidingIncidents([])(total('0.5'), outcomeId('over'))).toBeUndefined();
  expect(found(new MatchScript(), total('0.5'), 'over')).toBeUndefined();
  const open = new MatchScript().phase('first-half').at(minute(3)).goal('home', 3);
  expect(found(open, marketKey('match-result'), 'home')).toBeUndefined();
  expect(found(open, total('0.5'), 'over')?.at).toBe(minute(3));
});

test('a market that does not exist is decided by nothing', () => {
  expect(found(match(), 'no-such-market' as MarketKey, 'home')).toBeUndefined();
  expect(found(match(), marketKey('match-result'), 'nobody')).toBeUndefined();
});
