import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LEAGUE_PRIOR, WORLD_CUP_PRIOR, type ExpectationPrior } from './expectation.ts';
import { zipEntryNames } from './zip.ts';

/** What the recordings call a competition in the names of their files: `England`, `World_Cup`. */
export type WyscoutCompetition = string;

type Known = Readonly<{ title: string; prior: ExpectationPrior }>;

/** All competitions of the published data set; one that is not here keeps its name and counts as a league. */
const KNOWN: Readonly<Record<string, Known>> = {
  England: { title: 'Premier League 2017/18', prior: LEAGUE_PRIOR },
  France: { title: 'Ligue 1 2017/18', prior: LEAGUE_PRIOR },
  Germany: { title: 'Bundesliga 2017/18', prior: LEAGUE_PRIOR },
  Italy: { title: 'Serie A 2017/18', prior: LEAGUE_PRIOR },
  Spain: { title: 'La Liga 2017/18', prior: LEAGUE_PRIOR },
  European_Championship: { title: 'European Championship 2016', prior: WORLD_CUP_PRIOR },
  World_Cup: { title: 'World Cup 2018', prior: WORLD_CUP_PRIOR },
};

const LEAN = /^lean-(.+)\.jsonl(?:\.gz)?$/u;
const RECORDS = /(?:^|\/)matches_([^/]+)\.json$/u;

export const knownCompetition = (name: WyscoutCompetition): Known =>
  (Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined) ?? {
    title: name.replaceAll('_', ' ').slice(0, 80),
    prior: LEAGUE_PRIOR,
  };

/** The lean file of a competition, packed or not; undefined when there is none. */
export const leanFile = (dir: string, name: WyscoutCompetition): string | undefined =>
  [`lean-${name}.jsonl.gz`, `lean-${name}.jsonl`].find((file) => existsSync(join(dir, file)));

/** Which competition a file holds the events of; undefined when it is no lean file. */
export const competitionOfLean = (file: string): WyscoutCompetition | undefined =>
  LEAN.exec(file)?.[1];

/** Competitions with a lean file, in order of their names. */
export const leanCompetitions = (dir: string): readonly WyscoutCompetition[] =>
  unique(readdirSync(dir).map(competitionOfLean));

/** Competitions with official records, and where these are in `matches.zip`. */
export function recordEntries(dir: string): ReadonlyMap<WyscoutCompetition, string> {
  const names = zipEntryNames(readFileSync(join(dir, 'matches.zip')));
  const entries = names.flatMap((name): [string, string][] => {
    const [, competition] = RECORDS.exec(name) ?? [];
    // An archive that was packed on a Mac has a shadow of each file.
    return competition === undefined || competition.startsWith('.') ? [] : [[competition, name]];
  });
  return new Map(entries.filter(([, name]) => !name.includes('__MACOSX')).sort());
}

const unique = (names: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(names.filter((name) => name !== undefined))].sort();
