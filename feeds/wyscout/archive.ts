import { InvalidMessageError } from '#platform/mod.ts';

import type { MatchScript } from '../script.ts';
import { expectationFor, LEAGUE_PRIOR, WORLD_CUP_PRIOR } from './expectation.ts';
import {
  leanFile,
  readFullMatch,
  readLeanFile,
  readLeanMatch,
  readOfficial,
  readPlayerNames,
  readTeamNames,
  WYSCOUT_COMPETITIONS,
  type BadLine,
  type WyscoutCompetition,
} from './files.ts';
import type { WyscoutMatch } from './match-events.ts';
import type { OfficialMatch } from './official.ts';
import { wyscoutScript, wyscoutScriptId } from './script.ts';

const COMPETITION_NAMES: Readonly<Record<WyscoutCompetition, string>> = {
  England: 'Premier League 2017/18',
  Germany: 'Bundesliga 2017/18',
  World_Cup: 'World Cup 2018',
};

export type WyscoutListing = Readonly<{
  id: string;
  title: string;
  competition: string;
  startsAt: number;
}>;

/** A folder of Wyscout recordings; files are read when they are first needed and then kept. */
export type WyscoutArchive = Readonly<{
  list(): readonly WyscoutListing[];
  /** The script of one match, from its full file where there is one; undefined when it is not recorded. */
  script(matchId: number): MatchScript | undefined;
  /** The scripts of a lean file in its order; malformed lines are told and skipped. */
  scripts(
    competition: WyscoutCompetition,
    onBadLine: (bad: BadLine) => void,
  ): Generator<MatchScript>;
}>;

export function openWyscout(dir: string): WyscoutArchive {
  const official = new Map<WyscoutCompetition, ReadonlyMap<number, OfficialMatch>>();
  const officialFor = (competition: WyscoutCompetition): ReadonlyMap<number, OfficialMatch> => {
    const records = official.get(competition) ?? readOfficial(dir, competition);
    official.set(competition, records);
    return records;
  };
  const teamNames = lazy(() => readTeamNames(dir));
  const playerNames = lazy(() => readPlayerNames(dir));

  const toScript = (match: WyscoutMatch, competition: WyscoutCompetition): MatchScript => {
    const records = officialFor(competition);
    const found = records.get(match.matchId);
    if (found === undefined) throw new InvalidMessageError('no official record');
    const teams = teamNames();
    const players = playerNames();
    const prior = competition === 'World_Cup' ? WORLD_CUP_PRIOR : LEAGUE_PRIOR;
    return wyscoutScript({
      match,
      official: found,
      competition: COMPETITION_NAMES[competition],
      expectation: expectationFor(found, [...records.values()], prior),
      teamName: (id) => teams.get(id) ?? `Team ${id}`,
      playerName: (id) => players.get(id),
    });
  };
  const competitionOf = (matchId: number): WyscoutCompetition | undefined =>
    WYSCOUT_COMPETITIONS.find((competition) => officialFor(competition).has(matchId));

  return {
    list: () =>
      WYSCOUT_COMPETITIONS.flatMap((competition) =>
        [...officialFor(competition).values()]
          .sort((left, right) => left.startsAt - right.startsAt)
          .map((match) => listing(match, competition, teamNames())),
      ),
    script: (matchId) => {
      const competition = competitionOf(matchId);
      if (competition === undefined) return undefined;
      const match = readFullMatch(dir, matchId) ?? readLeanMatch(dir, competition, matchId);
      return match === undefined ? undefined : toScript(match, competition);
    },
    *scripts(competition, onBadLine) {
      for (const match of readLeanFile(dir, competition, onBadLine)) {
        const script = orReason(() => toScript(match, competition));
        if (typeof script !== 'string') yield script;
        else
          onBadLine({ file: leanFile(competition), line: String(match.matchId), reason: script });
      }
    },
  };
}

/** What does not fit its schema becomes the reason; any other failure is ours and goes up. */
function orReason<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidMessageError) return error.reason;
    throw error;
  }
}

function listing(
  official: OfficialMatch,
  competition: WyscoutCompetition,
  teams: ReadonlyMap<number, string>,
): WyscoutListing {
  const { home, away } = official.teamIds;
  return {
    id: wyscoutScriptId(official.matchId),
    title: `${teams.get(home) ?? String(home)} – ${teams.get(away) ?? String(away)}`,
    competition: COMPETITION_NAMES[competition],
    startsAt: official.startsAt,
  };
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
