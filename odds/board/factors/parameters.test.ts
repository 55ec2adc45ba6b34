import { expect, test } from 'vitest';

import { fixtureId, marketKeyOf, parseMarketKey } from '#contracts/mod.ts';
import { emptyRecord, type MatchRecord } from '#markets/mod.ts';

import { factorParameters } from './parameters.ts';

const at = { phase: 'first-half', elapsedMs: 0, minute: 1 } as const;
const corner = (eventId: string, side: 'home' | 'away') => ({ ...at, eventId, side, player: null });
const RECORD: MatchRecord = {
  ...emptyRecord(fixtureId('f')),
  corners: [corner('1', 'home'), corner('2', 'away'), corner('3', 'home')],
  cards: [{ ...corner('4', 'away'), colour: 'yellow' }],
  players: [
    { id: 'p1', name: 'Nine', side: 'home', starts: true, goalShare: 0.31 },
    { id: 'p2', name: 'Ten', side: 'home', starts: false, goalShare: null },
  ],
  decider: 'extra-time',
};
const of = (key: string) => factorParameters(RECORD, parseMarketKey(marketKeyOf(key)));

test('corners and cards say what has been counted, and their law', () => {
  expect(of('total-corners|line=9.5')).toMatchObject({ corners: '2-1', meanCount: 10.04 });
  expect(of('total-cards|line=3.5')).toMatchObject({ yellowCards: '0-1', dismissals: '0-0' });
});

test('a player says whose share he is priced with', () => {
  expect(of('anytime-scorer|player=p1')).toMatchObject({
    player: 'Nine',
    played: 'from-start',
    goalShare: 0.31,
    goalShareFrom: 'feed',
  });
  expect(of('anytime-scorer|player=p2')).toMatchObject({
    played: 'not',
    goalShare: 0.09,
    goalShareFrom: 'league, position unknown',
  });
});

test('the end of a tie says how it is decided; a market on goals adds nothing', () => {
  expect(of('to-qualify')).toMatchObject({ decider: 'extra-time', fatigue: 0.98 });
  expect(of('match-result')).toEqual({});
});
