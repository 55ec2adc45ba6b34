import { describe, expect, test } from 'vitest';

import { extraTime, redCards, scoreOf, shootOut } from '#markets/mod.ts';

import { recordOfScript } from '../script-record.ts';
import { loadRecordings, readRecording, RecordingError } from './mod.ts';
import { placeOf } from './minutes.ts';

const score = (home: number, away: number): unknown => ({ home, away });

describe('our own recordings', () => {
  const scripts = loadRecordings();
  const recordOf = (id: string) => {
    const script = scripts.find((candidate) => candidate.id === id);
    if (script === undefined) throw new Error(`no recording ${id}`);
    return recordOfScript(script);
  };

  test.each([
    ['milan-liverpool-2005', [score(3, 0), score(3, 3), score(0, 0), score(2, 3)]],
    ['brazil-germany-2014', [score(0, 5), score(1, 7), null, null]],
    ['brazil-croatia-2014', [score(1, 1), score(3, 1), null, null]],
    ['italy-france-2006', [score(1, 1), score(1, 1), score(0, 0), score(5, 3)]],
    ['argentina-france-2022', [score(2, 0), score(2, 2), score(1, 1), score(4, 2)]],
    ['england-algeria-2010', [score(0, 0), score(0, 0), null, null]],
    ['netherlands-spain-2010', [score(0, 0), score(0, 0), score(0, 1), null]],
    ['manchester-city-qpr-2012', [score(1, 0), score(3, 2), null, null]],
    ['liverpool-barcelona-2019', [score(1, 0), score(4, 0), null, null]],
    ['manchester-united-bayern-1999', [score(0, 1), score(2, 1), null, null]],
  ])('%s: half time, full time, extra time, penalties', (id, scores) => {
    const { record, contradictions } = recordOf(id);
    expect(contradictions).toEqual([]);
    const { firstHalf, fullTime } = scoreOf(record);
    expect([firstHalf, fullTime, extraTime(record), shootOut(record)]).toEqual(scores);
    expect(record.phase).toBe('ended');
  });

  test('an own goal is credited to the opponent, and red cards count', () => {
    const [first] = recordOf('brazil-croatia-2014').record.goals;
    expect(first).toMatchObject({ side: 'away', how: 'own-goal', player: 'Marcelo', minute: 11 });
    expect(redCards(recordOf('italy-france-2006').record)).toEqual(score(0, 1));
    expect(redCards(recordOf('netherlands-spain-2010').record)).toEqual(score(1, 0));
  });

  test('a postponed match is postponed', () => {
    const { record } = recordOf('burnley-tottenham-2021');
    expect([record.status, record.phase]).toEqual(['postponed', 'not-started']);
  });

  test('all are listed here', () => {
    expect(scripts).toHaveLength(11);
    for (const { title, problems } of scripts) expect([title, problems]).toEqual([title, []]);
  });
});

describe('readRecording', () => {
  const good = {
    id: 'reds-blues',
    competition: 'Cup',
    home: 'Reds',
    away: 'Blues',
    kickOff: '2020-01-01T15:00:00Z',
    expectation: { totalGoals: 2.5, supremacy: 0 },
    incidents: [[10, 'goal', 'home', 'Ann']],
    result: { halfTime: [1, 0], fullTime: [1, 0] },
  };
  const problemsOf = (change: Record<string, unknown>): readonly string[] => {
    try {
      readRecording(JSON.stringify({ ...good, ...change }), 'cup.json');
    } catch (error) {
      if (error instanceof RecordingError) return error.problems;
      throw error;
    }
    return [];
  };

  test('takes a sound recording', () => {
    expect(problemsOf({})).toEqual([]);
  });

  test('names every bad line with what it should be', () => {
    const problems = problemsOf({
      incidents: [
        [10, 'gol', 'home'],
        ['46+1', 'goal', 'home'],
        [12, 'goal', 'home', 'A', 'B'],
        [12, 'corner', 'away'],
      ],
      shootOut: [['home', 'scored']],
    });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/^incidents line 1: \[10,"gol","home"\] should be \[minute/);
    expect(problems[1]).toMatch(/^incidents line 2/);
    expect(problems[3]).toMatch(/^shootOut line 1: .* scored or missed, player\]$/);
  });

  test('refuses incidents that do not make the result', () => {
    expect(problemsOf({ result: { halfTime: [0, 0], fullTime: [1, 0] } })).toEqual([
      'reds-blues: result says first half 0-0, the incidents say 1-0',
    ]);
    expect(problemsOf({ result: { halfTime: [1, 0], fullTime: [0, 0] } })).toHaveLength(1);
  });

  test('refuses extra time that was not played, unknown fields and text that is not JSON', () => {
    expect(problemsOf({ incidents: [[95, 'yellow', 'home']] })).toEqual([
      'incidents line 1: there was no extra time',
    ]);
    expect(problemsOf({ weather: 'snow' })[0]).toMatch(/^\/weather/);
    expect(() => readRecording('{', 'cup.json')).toThrow(/^cup.json is not a recording/);
  });
});

test('minutes are placed in the half that a report means', () => {
  const place = (minute: number | string): unknown => Object.values(placeOf(minute));
  expect(place(1)).toEqual(['first-half', 30_000]);
  expect(place(45)).toEqual(['first-half', 44.5 * 60_000]);
  expect(place('45+2')).toEqual(['first-half', 46.5 * 60_000]);
  expect(place(46)).toEqual(['second-half', 30_000]);
  expect(place('90+4')).toEqual(['second-half', 48.5 * 60_000]);
  expect(place(105)).toEqual(['extra-first', 14.5 * 60_000]);
  expect(place('120+1')).toEqual(['extra-second', 15.5 * 60_000]);
});
