import type { Score } from '#contracts/mod.ts';

import { penaltyStops, type Incident, type Period, type Result } from '../script-builder.ts';
import { HALVES, NOMINAL_MS, type EventBody, type Half } from '../script.ts';
import { placeOf } from './minutes.ts';
import type { IncidentLine, KickLine, Played } from './schema.ts';

const MINUTE_MS = 60_000;
/** Reports give minutes only; incidents of the same minute follow each other at this distance. */
const SAME_MINUTE_GAP_MS = 4_000;
const PENALTY_WAIT_MS = 60_000;
const KICK_TO_RESTART_MS = 10_000;
const SHOOT_OUT_KICK_MS = 45_000;
const USUAL_STOPPAGE_MINUTES: Readonly<Record<Half, number>> = {
  'first-half': 1,
  'second-half': 3,
  'extra-first': 1,
  'extra-second': 1,
};

export type PlayedLines = Readonly<{
  recording: Played;
  incidents: readonly IncidentLine[];
  kicks: readonly KickLine[];
}>;

/** The halves that were played, with their incidents in the order of the file. */
export function playedPeriods({ recording, incidents }: PlayedLines): readonly Period[] {
  const placed = incidents.map((line, index) => placeLine(line, index, incidents));
  return halvesOf(recording).map((half) => {
    const stoppage = recording.stoppageMinutes?.[half] ?? USUAL_STOPPAGE_MINUTES[half];
    return {
      phase: half,
      lengthMs: NOMINAL_MS[half] + stoppage * MINUTE_MS,
      incidents: placed.filter((line) => line.half === half).flatMap((line) => line.incidents),
    };
  });
}

/** False for an incident of extra time in a match that had none. */
export const wasPlayed = (recording: Played, [minute]: IncidentLine): boolean =>
  halvesOf(recording).includes(placeOf(minute).half);

const halvesOf = ({ result }: Played): readonly Half[] =>
  result.afterExtraTime === undefined ? HALVES.slice(0, 2) : HALVES;

type Placed = Readonly<{ half: Half; incidents: readonly Incident[] }>;

function placeLine(line: IncidentLine, index: number, all: readonly IncidentLine[]): Placed {
  const { half, elapsedMs: middleMs } = placeOf(line[0]);
  const earlier = all.slice(0, index).filter(([minute]) => minute === line[0]).length;
  const elapsedMs = middleMs + earlier * SAME_MINUTE_GAP_MS;
  const eventId = `incident-${index + 1}`;
  const incident = { eventId, elapsedMs, body: bodyOf(line) };
  const isPenalty = line[1] === 'penalty' || line[1] === 'penalty-missed';
  const stopMs = Math.max(0, elapsedMs - PENALTY_WAIT_MS);
  const stops = isPenalty ? penaltyStops(eventId, stopMs, elapsedMs + KICK_TO_RESTART_MS) : [];
  return { half, incidents: [...stops, incident] };
}

function bodyOf([, kind, side, name]: IncidentLine): EventBody {
  const player = name === undefined ? {} : { player: name };
  switch (kind) {
    case 'goal':
      return { kind: 'goal', side, how: 'play', ...player };
    case 'own-goal':
    case 'penalty':
      return { kind: 'goal', side, how: kind, ...player };
    case 'penalty-missed':
      return { kind, side, ...player };
    case 'yellow':
    case 'second-yellow':
    case 'red':
      return { kind: 'card', side, colour: kind, ...player };
    case 'corner':
      return { kind, side };
  }
}

export const kicksOf = (kicks: readonly KickLine[]): readonly Incident[] =>
  kicks.map(([side, outcome, player], index) => ({
    eventId: `kick-${index + 1}`,
    elapsedMs: (index + 1) * SHOOT_OUT_KICK_MS,
    body: { kind: 'shoot-out-kick', side, scored: outcome === 'scored', player },
  }));

/** From cumulative scores, as reports give them, to scores of each period. */
export function resultOf(result: Played['result']): Result {
  const { halfTime, fullTime, afterExtraTime, shootOut } = result;
  return {
    firstHalf: difference(halfTime, [0, 0]),
    secondHalf: difference(fullTime, halfTime),
    ...(afterExtraTime === undefined ? {} : { extraTime: difference(afterExtraTime, fullTime) }),
    ...(shootOut === undefined ? {} : { shootOut: difference(shootOut, [0, 0]) }),
  };
}

type Goals = readonly [home: number, away: number];
const difference = (later: Goals, earlier: Goals): Score => ({
  home: later[0] - earlier[0],
  away: later[1] - earlier[1],
});
