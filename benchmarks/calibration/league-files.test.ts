import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { LEAGUE_NAMES, readLeague, resultsDir } from './league-files.ts';

const data = mkdtempSync(join(tmpdir(), 'overround-leagues-'));
const folder = join(data, 'football-results');
afterAll(() => rmSync(data, { recursive: true }));

describe('the files of results', () => {
  test('are absent until every league is there', () => {
    expect(resultsDir(data)).toBeUndefined();
    for (const league of LEAGUE_NAMES) mkdirSync(join(folder, league), { recursive: true });
    expect(resultsDir(data)).toBe(folder);
  });

  test('are read by their header, season by season, in the order of the days', () => {
    const league = join(folder, 'serie-a');
    writeFileSync(join(league, 'notes.txt'), 'not a season');
    writeFileSync(
      join(league, 'season-1314.csv'),
      'Date,HomeTeam,AwayTeam,FTHG,FTAG\n2013-08-24,Verona,Milan,2,1\n2013-08-24,Sampdoria,Juventus,0,1\n',
    );
    writeFileSync(
      join(league, 'season-1213.csv'),
      'Date,AwayTeam,HomeTeam,FTAG,FTHG\r\n2013-05-19,Milan,Siena,2,1\r\n',
    );
    const matches = readLeague(folder, 'serie-a');
    expect(matches.map(({ season, home }) => `${season} ${home}`)).toEqual([
      '2012/13 Siena',
      '2013/14 Verona',
      '2013/14 Sampdoria',
    ]);
    expect(matches[0]).toMatchObject({ away: 'Milan', homeGoals: 1, awayGoals: 2, day: 15_844 });
    expect(matches[1]).toMatchObject({ home: 'Verona', homeGoals: 2, awayGoals: 1, day: 15_941 });
  });
});
