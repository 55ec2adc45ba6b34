import { openWyscout, type MatchScript, type ScriptEvent } from '#feeds/mod.ts';
import type { FootballState } from '#odds/models/mod.ts';

import { matchTeamNames } from './team-names.ts';
import type { League, LeagueMatch } from './league-files.ts';

type LeagueRecording = 'England' | 'Germany';
export const RECORDED: Readonly<Record<LeagueRecording, League>> = {
  England: 'premier-league',
  Germany: 'bundesliga',
};
export const RECORDINGS = Object.keys(RECORDED) as readonly LeagueRecording[];
const RECORDED_SEASON = '2017/18';

/** A match with its official result, and what happened in it minute by minute. */
export type RecordedMatch = Readonly<{ match: LeagueMatch; events: readonly ScriptEvent[] }>;

export type Recordings = Readonly<{
  matches: readonly RecordedMatch[];
  /** Matches whose recorded goals do not give the official result: their scores in play are wrong. */
  leftOut: readonly string[];
}>;

/**
 * Pairs the recordings of a league with the results of their season.
 * @throws Error for a malformed recording, a team or a match without its partner.
 */
export function pairRecordings(
  dir: string,
  recording: LeagueRecording,
  results: readonly LeagueMatch[],
): Recordings {
  const season = results.filter((match) => match.season === RECORDED_SEASON);
  const refuse = (bad: unknown): never => {
    throw new Error(`a recording cannot be read: ${JSON.stringify(bad)}`);
  };
  const scripts = [...openWyscout(dir).scripts(recording, refuse)];
  const teams = matchTeamNames(
    [...new Set(scripts.map((script) => teamsOf(script).home))],
    [...new Set(season.map(({ home }) => home))],
  );
  const leftOut: string[] = [];
  const matches = scripts.flatMap(({ title, events }, at) => {
    const script = scripts[at];
    const { home, away } = script === undefined ? { home: '', away: '' } : teamsOf(script);
    const match = season.find(
      (candidate) => candidate.home === teams.get(home) && candidate.away === teams.get(away),
    );
    if (match === undefined) throw new Error(`there is no result for ${title}`);
    const { firstHalf, secondHalf } = stateAt(events, Infinity);
    const agrees =
      firstHalf.home + secondHalf.home === match.homeGoals &&
      firstHalf.away + secondHalf.away === match.awayGoals;
    if (!agrees) leftOut.push(title);
    return agrees ? [{ match, events }] : [];
  });
  return { matches, leftOut };
}

function teamsOf({ title, events }: MatchScript): Readonly<{ home: string; away: string }> {
  for (const { body } of events) {
    if (body.kind === 'fixture') return { home: body.home.name, away: body.away.name };
  }
  throw new Error(`the recording of ${title} names no teams`);
}

const HALF_MINUTES = 45;
const MINUTE_MS = 60_000;

/**
 * The match as it stood at a minute of the nominal clock: 0 is before the kick-off and 45 is half-time, with all
 * of the first half's stoppage played.
 */
export function stateAt(events: readonly ScriptEvent[], minute: number): FootballState {
  const isPast = ({ clock: { phase, elapsedMs } }: ScriptEvent): boolean => {
    const played = elapsedMs / MINUTE_MS;
    if (phase === 'first-half') return minute >= HALF_MINUTES || played <= minute;
    return phase === 'second-half' && minute > HALF_MINUTES && played <= minute - HALF_MINUTES;
  };
  const past = events.filter(isPast);
  const sides = (counts: (event: ScriptEvent) => boolean) => {
    const of = past.filter(counts).map(({ body }) => ('side' in body ? body.side : undefined));
    const home = of.filter((side) => side === 'home').length;
    return { home, away: of.length - home };
  };
  const goals = (half: 'first-half' | 'second-half') =>
    sides(({ body, clock }) => body.kind === 'goal' && clock.phase === half);
  return {
    phase: phaseAt(minute),
    elapsedMinutes: minute,
    firstHalf: goals('first-half'),
    secondHalf: goals('second-half'),
    redCards: sides(({ body }) => body.kind === 'card' && body.colour !== 'yellow'),
  };
}

function phaseAt(minute: number): FootballState['phase'] {
  if (minute === 0) return 'not-started';
  if (minute === HALF_MINUTES) return 'half-time';
  return minute < HALF_MINUTES ? 'first-half' : 'second-half';
}
