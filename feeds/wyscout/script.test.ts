import { describe, expect, test } from 'vitest';

import { scoreOf } from '#markets/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { recordOfScript } from '../script-record.ts';
import type { MatchScript } from '../script.ts';
import type { WyscoutEvent } from './match-events.ts';
import { decodeName } from './names.ts';
import { officialOf, type OfficialMatch } from './official.ts';
import type { MatchRecord, WyscoutPeriod } from './schema.ts';
import { wyscoutScript } from './script.ts';

const HOME = 10;
const AWAY = 20;

type Row = readonly [
  period: WyscoutPeriod,
  sec: number,
  teamId: number,
  eventName: string,
  subEventName: string,
  tags: readonly number[],
];

const eventsOf = (rows: readonly Row[]): readonly WyscoutEvent[] =>
  rows.map(([period, sec, teamId, eventName, subEventName, tags], index) => ({
    id: 1000 - index,
    period,
    sec,
    teamId,
    playerId: index + 1,
    eventName,
    subEventName,
    tags,
  }));

const record = (
  scores: Partial<Record<'home' | 'away', Partial<MatchRecord['teamsData'][string]>>> = {},
  duration: MatchRecord['duration'] = 'Regular',
): MatchRecord => {
  const zero = { scoreHT: 0, score: 0, scoreET: 0, scoreP: 0 };
  return {
    wyId: 77,
    label: 'Reds - Blues',
    dateutc: '2018-06-14 15:00:00',
    duration,
    teamsData: {
      [HOME]: { teamId: HOME, side: 'home', ...zero, ...scores.home },
      [AWAY]: { teamId: AWAY, side: 'away', ...zero, ...scores.away },
    },
  };
};

function scriptOf(
  rows: readonly Row[],
  official: OfficialMatch = officialOf(record()),
): MatchScript {
  const events = eventsOf(rows);
  const lastSec: Partial<Record<WyscoutPeriod, number>> = { '1H': 2760, '2H': 2880 };
  for (const { period, sec } of events) lastSec[period] = Math.max(lastSec[period] ?? 0, sec);
  return wyscoutScript({
    match: { matchId: 77, lastSec, events },
    official,
    competition: 'Cup',
    expectation: { totalGoals: 2.5, supremacy: 0 },
    teamName: (id) => (id === HOME ? 'Reds' : 'Blues'),
    playerName: (id) => `Player ${id}`,
  });
}

const factsOf = (script: MatchScript): readonly unknown[] =>
  script.events
    .filter(
      ({ body }) => !['fixture', 'expectation', 'clock', 'phase', 'result'].includes(body.kind),
    )
    .map(({ clock, body }) => ({ at: clock.elapsedMs / 1000, ...body }));

describe('wyscoutScript', () => {
  test('counts goals once and credits own goals to the opponent', () => {
    const script = scriptOf(
      [
        ['1H', 600, HOME, 'Shot', 'Shot', [101, 1801]],
        ['1H', 601, AWAY, 'Save attempt', 'Reflexes', [101, 1802]],
        ['1H', 1200, HOME, 'Others on the ball', 'Clearance', [102]],
        ['2H', 60, AWAY, 'Free Kick', 'Free kick shot', [101]],
        ['2H', 90, AWAY, 'Shot', 'Shot', [1802]],
      ],
      officialOf(record({ home: { scoreHT: 1, score: 1 }, away: { scoreHT: 1, score: 2 } })),
    );
    expect(factsOf(script)).toEqual([
      { at: 600, kind: 'goal', side: 'home', how: 'play', player: 'Player 1' },
      { at: 1200, kind: 'goal', side: 'away', how: 'own-goal', player: 'Player 3' },
      { at: 60, kind: 'goal', side: 'away', how: 'play', player: 'Player 4' },
    ]);
    expect(script.problems).toEqual([]);
    expect(scoreOf(recordOfScript(script).record).firstHalf).toEqual({ home: 1, away: 1 });
  });

  test('reads cards and corners', () => {
    const script = scriptOf([
      ['1H', 10, HOME, 'Free Kick', 'Corner', [801]],
      ['1H', 20, AWAY, 'Foul', 'Foul', [1702]],
      ['1H', 30, AWAY, 'Foul', 'Protest', [1703]],
      ['1H', 40, HOME, 'Foul', 'Violent Foul', [1701]],
      ['1H', 50, HOME, 'Foul', 'Foul', []],
    ]);
    expect(factsOf(script)).toEqual([
      { at: 10, kind: 'corner', side: 'home' },
      { at: 20, kind: 'card', side: 'away', colour: 'yellow', player: 'Player 2' },
      { at: 30, kind: 'card', side: 'away', colour: 'second-yellow', player: 'Player 3' },
      { at: 40, kind: 'card', side: 'home', colour: 'red', player: 'Player 4' },
    ]);
  });

  test('bets stop from the foul to the penalty kick, and a rebound is a goal of its own', () => {
    const script = scriptOf([
      ['1H', 700, HOME, 'Foul', 'Foul', []],
      ['1H', 790, AWAY, 'Free Kick', 'Penalty', [1802]],
      ['1H', 793, AWAY, 'Shot', 'Shot', [101]],
      ['2H', 500, HOME, 'Free Kick', 'Penalty', [101]],
    ]);
    expect(factsOf(script)).toEqual([
      { at: 700, kind: 'bet-stop', reason: 'penalty' },
      { at: 790, kind: 'penalty-missed', side: 'away', player: 'Player 2' },
      { at: 793, kind: 'goal', side: 'away', how: 'play', player: 'Player 3' },
      { at: 800, kind: 'bet-start' },
      { at: 455, kind: 'bet-stop', reason: 'penalty' },
      { at: 500, kind: 'goal', side: 'home', how: 'penalty', player: 'Player 4' },
      { at: 510, kind: 'bet-start' },
    ]);
  });

  test('a stop never reaches back over the goal before it', () => {
    const script = scriptOf([
      ['1H', 690, HOME, 'Foul', 'Foul', []],
      ['1H', 700, AWAY, 'Shot', 'Shot', [101]],
      ['1H', 720, AWAY, 'Free Kick', 'Penalty', [101]],
    ]);
    expect(factsOf(script)).toMatchObject([
      { at: 700, kind: 'goal' },
      { at: 700, kind: 'bet-stop' },
      { at: 720, kind: 'goal' },
      { at: 730, kind: 'bet-start' },
    ]);
  });

  test('a shoot-out is kicks, not goals, and extra time is apart', () => {
    const script = scriptOf(
      [
        ['E2', 100, HOME, 'Shot', 'Shot', [101]],
        ['E1', 50, AWAY, 'Shot', 'Shot', [101]],
        ['P', 20, HOME, 'Free Kick', 'Penalty', [101]],
        ['P', 60, AWAY, 'Free Kick', 'Penalty', [1802]],
      ],
      officialOf(record({ home: { scoreET: 1, scoreP: 1 }, away: { scoreET: 1 } }, 'Penalties')),
    );
    expect(factsOf(script).slice(2)).toEqual([
      { at: 20, kind: 'shoot-out-kick', side: 'home', scored: true, player: 'Player 3' },
      { at: 60, kind: 'shoot-out-kick', side: 'away', scored: false, player: 'Player 4' },
    ]);
    expect(script.problems).toEqual([]);
    const fullTime = scoreOf(recordOfScript(script).record).fullTime;
    expect(fullTime).toEqual({ home: 0, away: 0 });
  });

  test('a record that the events do not explain stays in the script and is reported', () => {
    const script = scriptOf([], officialOf(record({ away: { score: 1 } })));
    expect(script.problems).toEqual([
      'wyscout-77: result says second half 0-1, the incidents say 0-0',
    ]);
    expect(script.events.at(-1)?.body).toMatchObject({ secondHalf: { home: 0, away: 1 } });
  });

  test('refuses an event of a team that does not play and a score that falls', () => {
    expect(() => scriptOf([['1H', 1, 99, 'Shot', 'Shot', [101]]])).toThrow(InvalidMessageError);
    expect(() => officialOf(record({ home: { scoreHT: 2, score: 1 } }))).toThrow(
      'score that falls',
    );
  });
});

test('names with unicode escapes as text become readable', () => {
  expect(decodeName(String.raw`D. Vida\u010d `)).toBe('D. Vidač');
  expect(decodeName('Müller')).toBe('Müller');
});
