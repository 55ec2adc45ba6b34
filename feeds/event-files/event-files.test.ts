import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { corners, extraTime, fixtureStatus, scoreOf, shootOut } from '#markets/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { defaultDataDir } from '../find-match.ts';
import { recordOfScript } from '../script-record.ts';
import { FUZZ_RUNS, mutatedText } from '../testing/mutations.ts';
import { dayOf, detectDateFormat } from './dates.ts';
import { mappingOf, readResults, statsbombScript } from './mod.ts';

const CSV = `Date,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG
2024-08-17,Rovers,United,2,1,1,0
2024-08-18,City,Town,0,0,0,0
`;

describe('results as CSV', () => {
  test.each([
    ['the usual columns', CSV],
    [
      'renamed columns, semicolons and days first',
      'Datum;Heim;Gast;Score;Half Time\n17.08.2024;Rovers;United;2:1;1:0\n18.08.24;City;Town;0-0;0–0\n',
    ],
    [
      'American days and tabs',
      'match_date\thome_team\taway_team\thome_score\taway_score\tHTHG\tHTAG\n8/17/2024\tRovers\tUnited\t2\t1\t1\t0\n08/18/2024\tCity\tTown\t0\t0\t0\t0\n',
    ],
    [
      'named months and a byte order mark',
      '\uFEFFDay|Team 1|Team 2|FT|HT\nSat 17 Aug 2024|Rovers|United|2-1|1-0\n18-Aug-24|City|Town|0-0|0-0\n',
    ],
  ])('%s', (_, text) => {
    const { rows, errors } = readResults(text);
    expect(errors).toEqual([]);
    expect(rows.map(({ row: _row, ...rest }) => rest)).toEqual([
      {
        day: Date.UTC(2024, 7, 17),
        home: 'Rovers',
        away: 'United',
        fullTime: { home: 2, away: 1 },
        halfTime: { home: 1, away: 0 },
      },
      {
        day: Date.UTC(2024, 7, 18),
        home: 'City',
        away: 'Town',
        fullTime: { home: 0, away: 0 },
        halfTime: { home: 0, away: 0 },
      },
    ]);
    expect(rows.map(({ row }) => row)).toEqual([2, 3]);
  });

  test('what cannot be read is told with its row and column, and the rest stays', () => {
    const text = `${CSV}2024-02-31,A,B,1,1,0,0\n2024-08-19,A,,1,1,0,0\n2024-08-20,A,B,x,1,0,0\n2024-08-21,A,B,1,1,2,0\n`;
    const { rows, errors } = readResults(text);
    expect(rows).toHaveLength(2);
    expect(errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '4 Date',
      '5 AwayTeam',
      '6 FTHG',
      '7 HTHG',
    ]);
  });

  test.each([
    ['', 'must have a header'],
    ['a,b,c\n1,2,3\n', 'columns.date'],
    ['Date,Home,Away\n2024-08-17,A,B\n', 'columns.score'],
    ['Date,Home,Away,Score\n1/2/2024,A,B,1-0\n', 'could be day-month-year or month-day-year'],
    ['Date,Home,Away,Score\nsoon,A,B,1-0\n', 'must be a day such as'],
    ['Date,Home,Away,Score\n"2024-08-17,A,B,1-0\n', 'must be CSV'],
  ])('%j is refused', (text, why) => {
    expect(() => readResults(text)).toThrow(why);
    expect(() => readResults(text)).toThrow(InputError);
  });

  test('an ambiguous day is read as it is told, and columns can be named', () => {
    const text = 'When,A,B,Score\n1/2/2024,X,Y,1-0\n';
    const columns = { date: 'When', home: 'A', away: 'B' };
    const { rows } = readResults(text, { dateFormat: 'month-day-year', columns });
    expect(rows[0]?.day).toBe(Date.UTC(2024, 0, 2));
    expect(() => readResults(text, { columns: { date: 'Nope' } })).toThrow(
      'must be one of When, A, B, Score',
    );
  });

  property.prop([
    fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true }),
  ])('every day is read back from every format that can write it', (date) => {
    const [year, month, day] = date.toISOString().slice(0, 10).split('-') as [
      string,
      string,
      string,
    ];
    const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
    expect(dayOf(`${year}-${month}-${day}`, 'iso')).toBe(at);
    expect(dayOf(`${day}/${month}/${year.slice(2)}`, 'day-month-year')).toBe(at);
    expect(dayOf(`${month}/${day}/${year}`, 'month-day-year')).toBe(at);
    if (Number(day) > 12)
      expect(detectDateFormat([`${day}.${month}.${year}`])).toBe('day-month-year');
  });

  const folder = join(defaultDataDir(), 'football-results');
  test.skipIf(!existsSync(folder))(
    'every league file of the open results is read whole (skipped: ../shared/data is absent)',
    () => {
      let rows = 0;
      for (const league of ['premier-league', 'la-liga', 'bundesliga', 'serie-a', 'ligue-1'])
        for (const file of readdirSync(join(folder, league))) {
          const read = readResults(readFileSync(join(folder, league, file), 'utf8'));
          expect([file, read.errors]).toEqual([file, []]);
          rows += read.rows.length;
        }
      expect(rows).toBe(38_023);
    },
  );

  property.prop([mutatedText([CSV])], { numRuns: FUZZ_RUNS })(
    'no file makes it fail otherwise than by an InputError',
    (text) => {
      try {
        for (const { fullTime } of readResults(text).rows)
          expect(Number.isInteger(fullTime.home) && Number.isInteger(fullTime.away)).toBe(true);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    },
  );
});

const MATCH = {
  match_id: 9,
  match_date: '2024-08-17',
  kick_off: '15:00:00.000',
  competition: { competition_name: 'Cup' },
  home_team: { home_team_id: 1, home_team_name: 'Rovers' },
  away_team: { away_team_id: 2, away_team_name: 'United' },
  home_score: 2,
  away_score: 2,
};
let index = 0;
const event = (period: number, timestamp: string, teamId: number, more: object) => {
  index += 1;
  return {
    id: `e${index}`,
    index,
    period,
    timestamp,
    type: { name: 'Shot' },
    team: { id: teamId },
    ...more,
  };
};
const shot = (outcome: string, type = 'Open Play') => ({
  shot: { outcome: { name: outcome }, type: { name: type } },
  player: { name: 'Ann' },
});
const EVENTS = [
  event(1, '00:10:00.500', 1, shot('Goal')),
  event(1, '00:20:00.000', 2, { type: { name: 'Pass' }, pass: { type: { name: 'Corner' } } }),
  event(2, '00:05:00.000', 2, shot('Goal', 'Penalty')),
  event(2, '00:47:00.000', 1, {
    type: { name: 'Foul Committed' },
    foul_committed: { card: { name: 'Yellow Card' } },
  }),
  event(3, '00:03:00.000', 1, { type: { name: 'Own Goal For' } }),
  event(4, '00:15:10.000', 2, shot('Goal')),
  event(5, '00:01:00.000', 1, shot('Goal', 'Penalty')),
  event(5, '00:02:00.000', 2, shot('Saved', 'Penalty')),
];

describe("events in StatsBomb's shape", () => {
  test('a match with extra time and penalties, whatever the order of the file', () => {
    for (const events of [EVENTS, EVENTS.toReversed()]) {
      const script = statsbombScript(events, MATCH);
      expect(script.problems).toEqual([]);
      const { record } = recordOfScript(script);
      expect(scoreOf(record)).toMatchObject({
        firstHalf: { home: 1, away: 0 },
        fullTime: { home: 1, away: 1 },
      });
      expect(extraTime(record)).toEqual({ home: 1, away: 1 });
      expect(shootOut(record)).toEqual({ home: 1, away: 0 });
      expect(corners(record)).toEqual({ home: 0, away: 1 });
      expect(fixtureStatus(record)).toBe('closed');
      expect(script.events.filter(({ body }) => body.kind === 'bet-stop')).toHaveLength(1);
    }
  });

  test('a score that the events do not explain is told', () => {
    expect(statsbombScript(EVENTS, { ...MATCH, home_score: 3 }).problems.join()).toContain(
      'second half',
    );
    expect(statsbombScript(EVENTS, { ...MATCH, home_score: 0 }).problems.join()).toContain(
      'below the goals',
    );
  });

  test.each([
    ['no events', [], MATCH],
    ['an event of a third team', [event(1, '00:00:01.000', 3, {})], MATCH],
    ['a time that is none', [event(1, '10:99', 1, {})], MATCH],
    ['no match', EVENTS, {}],
  ])('%s is refused', (_, events, match) => {
    expect(() => statsbombScript(events, match)).toThrow(InvalidMessageError);
  });

  property.prop([mutatedText([JSON.stringify({ events: EVENTS, match: MATCH })])], {
    numRuns: FUZZ_RUNS,
  })('no file makes it fail otherwise than by an InvalidMessageError', (text) => {
    let given: { events?: unknown; match?: unknown } | null;
    try {
      given = JSON.parse(text) as typeof given;
    } catch {
      return;
    }
    try {
      statsbombScript(given?.events, given?.match);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
    }
  });
});

const MAPPING = {
  format: 'overround-mapping-1',
  producer: 'acme',
  items: 'actions',
  event: `{
    "fixtureId": "acme-" & $string(game),
    "eventId": $string(no),
    "occurredAt": $toMillis(at),
    "clock": { "phase": half = 1 ? "first-half" : "second-half", "elapsedMs": second * 1000 },
    "kind": what = "G" ? "goal" : "corner",
    "side": team = "H" ? "home" : "away",
    "how": what = "G" ? "play"
  }`,
};
const MESSAGE = {
  actions: [
    { game: 7, no: 1, at: '2024-08-17T15:10:00Z', half: 1, second: 600, what: 'G', team: 'H' },
    { game: 7, no: 2, at: '2024-08-17T15:11:00Z', half: 1, second: 660, what: 'C', team: 'A' },
    { game: 7, no: 3, at: '2024-08-17T15:12:00Z', half: 1, second: -1, what: 'C', team: 'A' },
  ],
};

describe('a provider by configuration alone', () => {
  test('its messages become canonical events, and what does not fit has its reason', async () => {
    const found = await mappingOf(MAPPING).read(MESSAGE, 5);
    expect(found).toMatchObject([
      {
        draft: {
          fixtureId: 'acme-7',
          eventId: '1',
          kind: 'goal',
          side: 'home',
          producer: 'acme',
          receivedAt: 5,
        },
      },
      { draft: { eventId: '2', kind: 'corner', side: 'away' } },
      { index: 2, reason: expect.stringContaining('elapsedMs') as unknown },
    ]);
    expect(await mappingOf(MAPPING).read({}, 5)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no configuration', null, 'mapping'],
    ['an unknown field', { ...MAPPING, extra: 1 }, 'mapping'],
    ['a producer with spaces', { ...MAPPING, producer: 'A C' }, '/producer'],
    [
      'an expression that is none',
      { ...MAPPING, event: '{ "a": ' },
      'mapping.event must be JSONata',
    ],
    [
      'a regular expression',
      { ...MAPPING, event: '$match(x, /(a+)+b/)' },
      'must not use regular expressions',
    ],
    ['code from data', { ...MAPPING, items: '$eval(x)' }, 'must not use $eval'],
    ['chance', { ...MAPPING, items: '[$random()]' }, 'must not use $random'],
    ['a long expression', { ...MAPPING, event: `"${'x'.repeat(30_000)}"` }, 'at most 20000'],
  ])('%s is refused', (_, config, why) => {
    expect(() => mappingOf(config)).toThrow(why);
    expect(() => mappingOf(config)).toThrow(InputError);
  });

  test.each([
    ['a loop without end', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['recursion without end', '($f := function($n) { 1 + $f($n + 1) }; $f(1))'],
    ['a list of a million', '[1..1000000]'],
    ['a function that is none', '$nothing(1)'],
  ])('%s ends with a reason', async (_, items) => {
    const found = await mappingOf({ ...MAPPING, items }).read(MESSAGE, 5);
    expect(found).toMatchObject([{ reason: expect.stringContaining('mapping.items') as unknown }]);
  });

  property.prop([mutatedText([JSON.stringify(MAPPING)])], { numRuns: Math.ceil(FUZZ_RUNS / 4) })(
    'no configuration makes it fail otherwise than by an InputError, and no message at all',
    async (text) => {
      let config: unknown;
      try {
        config = JSON.parse(text);
      } catch {
        return;
      }
      try {
        await mappingOf(config).read(MESSAGE, 5);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    },
  );
});
