import type { Side } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { buildScript, type Period, type PlayedPhase } from '../script-builder.ts';
import { recordOfScript } from '../script-record.ts';
import type { MatchScript, Teams } from '../script.ts';
import type { Expectation } from './expectation.ts';
import { incidentsOf } from './incidents.ts';
import type { WyscoutMatch } from './match-events.ts';
import type { OfficialMatch } from './official.ts';
import { PERIODS, type WyscoutPeriod } from './schema.ts';

/** Must be shown wherever the recordings, or what is derived from them, are shown. */
export const WYSCOUT_ATTRIBUTION =
  'Match data: Pappalardo, Massucco (2019), Soccer match event dataset, figshare, CC BY 4.0, collected by Wyscout; changed.';

const PHASE_OF: Readonly<Record<WyscoutPeriod, PlayedPhase>> = {
  '1H': 'first-half',
  '2H': 'second-half',
  E1: 'extra-first',
  E2: 'extra-second',
  P: 'penalties',
};

export type WyscoutScriptInput = Readonly<{
  match: WyscoutMatch;
  official: OfficialMatch;
  competition: string;
  expectation: Expectation;
  teamName: (teamId: number) => string;
  playerName: (playerId: number) => string | undefined;
}>;

/** A match as a script. `problems` says where the events do not explain the official record. */
export function wyscoutScript(input: WyscoutScriptInput): MatchScript {
  const { match, official } = input;
  const script = buildScript({
    id: wyscoutScriptId(match.matchId),
    competition: input.competition,
    teams: teamsOf(input),
    startsAt: official.startsAt,
    attribution: WYSCOUT_ATTRIBUTION,
    covers: ['corners', 'cards'],
    expectation: input.expectation,
    periods: periodsOf(input),
    result: official.result,
  });
  const { calledOff } = official;
  if (calledOff !== null) return withoutResult(script, calledOff);
  return { ...script, problems: recordOfScript(script).contradictions };
}

/** A match that was not played to its end has no result, whatever its record has for scores. */
function withoutResult(
  script: MatchScript,
  status: 'abandoned' | 'postponed' | 'cancelled',
): MatchScript {
  const why = `${script.id}: the official record says ${status}`;
  const events = script.events
    .filter(({ clock }) => clock.phase !== 'ended')
    .filter(({ clock }) => status === 'abandoned' || clock.phase === 'not-started');
  const last = events.at(-1);
  const { clock = { phase: 'not-started' as const, elapsedMs: 0 }, atMs = 0 } = last ?? {};
  const off = { eventId: 'called-off', atMs, clock, body: { kind: 'status' as const, status } };
  return { ...script, events: [...events, off], problems: [why] };
}

export const wyscoutScriptId = (matchId: number): string => `wyscout-${matchId}`;

function teamsOf({ official, teamName }: WyscoutScriptInput): Teams {
  const team = (side: Side): Teams['home'] => {
    const id = official.teamIds[side];
    return { id: `wyscout:team:${id}`, name: teamName(id) };
  };
  return { home: team('home'), away: team('away') };
}

function periodsOf({ match, official, playerName }: WyscoutScriptInput): readonly Period[] {
  const sideOf = (teamId: number): Side => {
    if (teamId === official.teamIds.home) return 'home';
    if (teamId === official.teamIds.away) return 'away';
    throw new InvalidMessageError(`event of team ${teamId}, which does not play`);
  };
  return PERIODS.flatMap((period) => {
    const lastSec = match.lastSec[period];
    if (lastSec === undefined) return [];
    const events = match.events.filter((event) => event.period === period);
    return {
      phase: PHASE_OF[period],
      lengthMs: Math.max(lastSec, ...events.map(({ sec }) => sec)) * 1000,
      incidents: incidentsOf(events, { sideOf, playerName }),
    };
  });
}
