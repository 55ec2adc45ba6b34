import { InvalidMessageError } from '#platform/mod.ts';

import type { MatchScript } from '../script.ts';
import {
  knownCompetition,
  leanCompetitions,
  leanFile,
  recordEntries,
  type WyscoutCompetition,
} from './competitions.ts';
import { expectationFor } from './expectation.ts';
import {
  readFullMatch,
  readLeanFile,
  readLeanMatch,
  readOfficial,
  readPlayerNames,
  readTeamNames,
  type BadLine,
  type OfficialRecords,
} from './files.ts';
import type { WyscoutMatch } from './match-events.ts';
import type { OfficialMatch } from './official.ts';
import { wyscoutScript, wyscoutScriptId } from './script.ts';

export type WyscoutListing = Readonly<{
  id: string;
  title: string;
  competition: string;
  startsAt: number;
}>;

/** A folder of Wyscout recordings; files are read when they are first needed and then kept. */
export type WyscoutArchive = Readonly<{
  /** Competitions with a lean file, in order of their names. */
  competitions: readonly WyscoutCompetition[];
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
  const official = new Map<WyscoutCompetition, OfficialRecords>();
  const officialFor = (competition: WyscoutCompetition): OfficialRecords => {
    const records = official.get(competition) ?? readOfficial(dir, competition);
    official.set(competition, records);
    return records;
  };
  const recorded = [...recordEntries(dir).keys()];
  const teamNames = lazy(() => readTeamNames(dir));
  const playerNames = lazy(() => readPlayerNames(dir));

  const toScript = (match: WyscoutMatch, competition: WyscoutCompetition): MatchScript => {
    const found = officialFor(competition).get(match.matchId) ?? 'no official record';
    if (typeof found === 'string') throw new InvalidMessageError(found);
    const { title, prior } = knownCompetition(competition);
    const teams = teamNames();
    const players = playerNames();
    return wyscoutScript({
      match,
      official: found,
      competition: title,
      expectation: expectationFor(
        found,
        played(officialFor(competition)).filter(({ calledOff }) => calledOff === null),
        prior,
      ),
      teamName: (id) => teams.get(id) ?? `Team ${id}`,
      playerName: (id) => players.get(id),
    });
  };
  const competitionOf = (matchId: number): WyscoutCompetition | undefined =>
    recorded.find((competition) => officialFor(competition).has(matchId));

  return {
    competitions: leanCompetitions(dir),
    list: () =>
      recorded.flatMap((competition) =>
        [...played(officialFor(competition))]
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
          onBadLine({
            file: leanFile(dir, competition) ?? '',
            line: String(match.matchId),
            reason: script,
          });
      }
    },
  };
}

const played = (records: OfficialRecords): readonly OfficialMatch[] =>
  [...records.values()].filter((record) => typeof record !== 'string');

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
    competition: knownCompetition(competition).title,
    startsAt: official.startsAt,
  };
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
