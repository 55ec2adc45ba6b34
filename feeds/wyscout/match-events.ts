import type { FullMatch, LeanMatch, WyscoutPeriod } from './schema.ts';

/** One provider event in the form that lean lines and full files share. */
export type WyscoutEvent = Readonly<{
  id: number;
  period: WyscoutPeriod;
  sec: number;
  teamId: number;
  playerId: number;
  eventName: string;
  subEventName: string;
  tags: readonly number[];
}>;

/** The events of a match in playing order and how long each period lasted, in seconds. */
export type WyscoutMatch = Readonly<{
  matchId: number;
  lastSec: Readonly<Partial<Record<WyscoutPeriod, number>>>;
  events: readonly WyscoutEvent[];
}>;

export const fromLean = (line: LeanMatch): WyscoutMatch => ({
  matchId: line.matchId,
  lastSec: line.lastSec,
  events: line.events.map(([id, period, sec, teamId, playerId, eventName, subEventName, tags]) => ({
    id,
    period,
    sec,
    teamId,
    playerId,
    eventName,
    subEventName,
    tags,
  })),
});

export function fromFull(file: FullMatch): WyscoutMatch {
  const lastSec: Partial<Record<WyscoutPeriod, number>> = {};
  const events = file.events.map((event) => {
    const { matchPeriod: period, eventSec: sec } = event;
    lastSec[period] = Math.max(lastSec[period] ?? 0, sec);
    return {
      id: event.id,
      period,
      sec,
      teamId: event.teamId,
      playerId: event.playerId,
      eventName: event.eventName,
      subEventName: event.subEventName,
      tags: event.tags.map(({ id }) => id),
    };
  });
  return { matchId: file.events[0]?.matchId ?? 0, lastSec, events };
}
