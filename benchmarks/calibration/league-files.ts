import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PlayedMatch } from '#odds/ratings/mod.ts';

/** A match of the results files; `season` as `2017/18`. */
export type LeagueMatch = PlayedMatch & Readonly<{ season: string }>;

export const LEAGUES = {
  'premier-league': 'Premier League',
  'la-liga': 'La Liga',
  bundesliga: 'Bundesliga',
  'serie-a': 'Serie A',
  'ligue-1': 'Ligue 1',
} as const;
export type League = keyof typeof LEAGUES;
export const LEAGUE_NAMES = Object.keys(LEAGUES) as readonly League[];

const DAY_MS = 86_400_000;

/** The folder of the results inside a data folder; undefined when a league is not there. */
export function resultsDir(dataDir: string): string | undefined {
  const dir = join(dataDir, 'football-results');
  return LEAGUE_NAMES.every((league) => existsSync(join(dir, league))) ? dir : undefined;
}

/** All seasons of a league in the order of the days. */
export const readLeague = (dir: string, league: League): readonly LeagueMatch[] =>
  readdirSync(join(dir, league))
    .flatMap((file) => {
      const [, first, second] = /^season-(\d\d)(\d\d)\.csv$/.exec(file) ?? [];
      if (first === undefined || second === undefined) return [];
      return readSeason(join(dir, league, file), `20${first}/${second}`);
    })
    .sort((left, right) => left.day - right.day);

function readSeason(path: string, season: string): readonly LeagueMatch[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line): LeagueMatch => {
    const values = line.split(',');
    const field = (name: string): string => values[columns.indexOf(name)] ?? '';
    return {
      season,
      day: Date.parse(field('Date')) / DAY_MS,
      home: field('HomeTeam'),
      away: field('AwayTeam'),
      homeGoals: Number(field('FTHG')),
      awayGoals: Number(field('FTAG')),
    };
  });
}
