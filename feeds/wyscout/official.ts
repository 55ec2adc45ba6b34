import type { Score, Side } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import type { Result } from '../script-builder.ts';
import type { MatchRecord } from './schema.ts';

export type OfficialMatch = Readonly<{
  matchId: number;
  startsAt: number;
  teamIds: Readonly<Record<Side, number>>;
  halfTime: Score;
  /** After 90 minutes. */
  fullTime: Score;
  result: Result;
  /** Why there is no result, although the record has scores; null for a match that was played to its end. */
  calledOff: 'abandoned' | 'postponed' | 'cancelled' | null;
}>;

/** Reads the official record; throws InvalidMessageError when it lacks a side or its scores fall. */
export function officialOf(record: MatchRecord): OfficialMatch {
  const home = rowOf(record, 'home');
  const away = rowOf(record, 'away');
  const score = (of: (row: Row) => number): Score => ({ home: of(home), away: of(away) });
  const hasExtraTime = record.duration !== 'Regular';
  const result = {
    firstHalf: score((row) => row.scoreHT),
    secondHalf: score((row) => row.score - row.scoreHT),
    ...(hasExtraTime ? { extraTime: score((row) => row.scoreET - row.score) } : {}),
    ...(record.duration === 'Penalties' ? { shootOut: score((row) => row.scoreP) } : {}),
  };
  const { secondHalf, extraTime = { home: 0, away: 0 } } = result;
  if (Math.min(secondHalf.home, secondHalf.away, extraTime.home, extraTime.away) < 0)
    throw new InvalidMessageError(`the record of match ${record.wyId} has a score that falls`);
  return {
    matchId: record.wyId,
    startsAt: Date.parse(`${record.dateutc.replace(' ', 'T')}Z`),
    teamIds: { home: home.teamId, away: away.teamId },
    halfTime: result.firstHalf,
    fullTime: score((row) => row.score),
    result,
    calledOff: calledOffBy(record.status ?? 'Played'),
  };
}

const CALLED_OFF: readonly (readonly [RegExp, NonNullable<OfficialMatch['calledOff']>])[] = [
  [/abandon|suspend|interrupt/iu, 'abandoned'],
  [/postpon|delay|scheduled|fixture/iu, 'postponed'],
  [/cancel|walkover|award/iu, 'cancelled'],
];

const calledOffBy = (status: string): OfficialMatch['calledOff'] =>
  CALLED_OFF.find(([pattern]) => pattern.test(status))?.[1] ?? null;

type Row = MatchRecord['teamsData'][string];

function rowOf(record: MatchRecord, side: Side): Row {
  const row = Object.values(record.teamsData).find((candidate) => candidate.side === side);
  if (row === undefined)
    throw new InvalidMessageError(`the record of match ${record.wyId} lacks the ${side} side`);
  return row;
}
