import { SIDES, type FixtureEventOf, type MatchPhase, type Side } from '#contracts/mod.ts';

import {
  ANNOUNCED,
  isHalf,
  NOMINAL_MS,
  type EventBody,
  type MatchScript,
  type ScriptEvent,
  type Teams,
} from './script.ts';

const MINUTE_MS = 60_000;

/** Something that happens `elapsedMs` after the kick-off of its period. */
export type Incident = Readonly<{ eventId: string; elapsedMs: number; body: EventBody }>;
export type PlayedPhase =
  'first-half' | 'second-half' | 'extra-first' | 'extra-second' | 'penalties';
export type Period = Readonly<{
  phase: PlayedPhase;
  lengthMs: number;
  incidents: readonly Incident[];
}>;
export type Result = Pick<
  FixtureEventOf<'result'>,
  'firstHalf' | 'secondHalf' | 'extraTime' | 'shootOut'
>;

export type ScriptParts = Readonly<{
  id: string;
  competition: string;
  teams: Teams;
  startsAt: number;
  attribution?: string;
  /** How the tie is decided when it is level after 90 minutes; a draw stands without it. */
  decider?: NonNullable<FixtureEventOf<'fixture'>['decider']>;
  /** What the source reports beside goals. */
  covers?: NonNullable<FixtureEventOf<'fixture'>['covers']>;
  lineups?: Readonly<Record<Side, FixtureEventOf<'lineup'>['players']>>;
  expectation: Readonly<{ totalGoals: number; supremacy: number }>;
  periods: readonly Period[];
  result: Result;
  problems?: readonly string[];
}>;

/** The pause that comes before a period, by the Laws of the Game and custom. */
const BREAK_BEFORE: Readonly<Partial<Record<PlayedPhase, [MatchPhase, lengthMs: number]>>> = {
  'second-half': ['half-time', 15 * MINUTE_MS],
  'extra-first': ['full-time', 5 * MINUTE_MS],
  'extra-second': ['extra-break', 1 * MINUTE_MS],
  penalties: ['extra-end', 3 * MINUTE_MS],
};
/** The official record follows the final whistle after this time. */
const CONFIRMATION_MS = 2 * MINUTE_MS;

/** Lays periods, breaks, clocks and the confirmed result on one time line. */
export function buildScript(parts: ScriptParts): MatchScript {
  const events: ScriptEvent[] = [...announcement(parts)];
  let atMs = 0;
  for (const period of parts.periods) {
    const pause = BREAK_BEFORE[period.phase];
    if (pause !== undefined && atMs > 0) {
      events.push(phaseEvent(pause[0], atMs));
      atMs += pause[1];
    }
    const lengthMs = lengthOf(period);
    events.push(...periodEvents(period, lengthMs, atMs));
    atMs += lengthMs;
  }
  events.push(phaseEvent('ended', atMs), resultEvent(parts.result, atMs + CONFIRMATION_MS));
  return scriptOf(parts, events);
}

/** A penalty kick as bettors meet it: bets stop when it is given and start again after the kick. */
export const penaltyStops = (eventId: string, stopMs: number, startMs: number): Incident[] => [
  { eventId: `${eventId}-stop`, elapsedMs: stopMs, body: { kind: 'bet-stop', reason: 'penalty' } },
  { eventId: `${eventId}-start`, elapsedMs: startMs, body: { kind: 'bet-start' } },
];

/** A script of a match that is called off: announced, priced, and postponed `beforeMs` before kick-off. */
export function buildPostponed(
  parts: Omit<ScriptParts, 'periods' | 'result'>,
  beforeMs: number,
): MatchScript {
  return scriptOf(parts, [
    ...announcement(parts),
    {
      eventId: 'postponed',
      atMs: -beforeMs,
      clock: { phase: 'not-started', elapsedMs: 0 },
      body: { kind: 'status', status: 'postponed' },
    },
  ]);
}

type Head = Omit<ScriptParts, 'periods' | 'result'>;

const scriptOf = (parts: Head, events: readonly ScriptEvent[]): MatchScript => ({
  id: parts.id,
  title: `${parts.teams.home.name} – ${parts.teams.away.name}`,
  competition: parts.competition,
  startsAt: parts.startsAt,
  events,
  problems: parts.problems ?? [],
});

function announcement(parts: Head): readonly ScriptEvent[] {
  const clock = { phase: 'not-started', elapsedMs: 0 } as const;
  const fixture: EventBody = {
    kind: 'fixture',
    sport: 'football',
    competition: parts.competition,
    home: parts.teams.home,
    away: parts.teams.away,
    startsAt: parts.startsAt,
    ...(parts.attribution === undefined ? {} : { attribution: parts.attribution }),
    ...(parts.decider === undefined ? {} : { decider: parts.decider }),
    ...(parts.covers === undefined ? {} : { covers: [...parts.covers] }),
  };
  const { lineups } = parts;
  const named = lineups === undefined ? [] : SIDES;
  return [
    { eventId: 'fixture', atMs: ANNOUNCED, clock, body: fixture },
    ...named.map((side): ScriptEvent => {
      const players = lineups?.[side] ?? [];
      return {
        eventId: `lineup-${side}`,
        atMs: ANNOUNCED,
        clock,
        body: { kind: 'lineup', side, players },
      };
    }),
    {
      eventId: 'expectation',
      atMs: ANNOUNCED,
      clock,
      body: { kind: 'expectation', ...parts.expectation },
    },
  ];
}

const phaseEvent = (phase: MatchPhase, atMs: number): ScriptEvent => ({
  eventId: `phase-${phase}`,
  atMs,
  clock: { phase, elapsedMs: 0 },
  body: { kind: 'phase' },
});

const resultEvent = (result: Result, atMs: number): ScriptEvent => ({
  eventId: 'result',
  atMs,
  clock: { phase: 'ended', elapsedMs: 0 },
  body: { kind: 'result', certainty: 'confirmed', ...result },
});

/** A period cannot end before its last incident, whatever the source says. */
const lengthOf = ({ lengthMs, incidents }: Period): number =>
  Math.round(incidents.reduce((longest, { elapsedMs }) => Math.max(longest, elapsedMs), lengthMs));

function periodEvents(period: Period, lengthMs: number, startMs: number): readonly ScriptEvent[] {
  const timed = [...clockIncidents(period.phase, lengthMs), ...period.incidents].sort(
    (left, right) => left.elapsedMs - right.elapsedMs,
  );
  return [
    phaseEvent(period.phase, startMs),
    ...timed.map(({ eventId, elapsedMs, body }) => ({
      eventId,
      atMs: startMs + Math.round(elapsedMs),
      clock: { phase: period.phase, elapsedMs: Math.round(elapsedMs) },
      body,
    })),
  ];
}

/** One clock a minute; the one at the nominal end announces the stoppage, rounded as the board does. */
function clockIncidents(phase: PlayedPhase, lengthMs: number): readonly Incident[] {
  if (!isHalf(phase)) return [];
  const nominalMs = NOMINAL_MS[phase];
  const announcedStoppageMs =
    Math.max(1, Math.round((lengthMs - nominalMs) / MINUTE_MS)) * MINUTE_MS;
  const minutes = Math.max(0, Math.ceil(lengthMs / MINUTE_MS) - 1);
  return Array.from({ length: minutes }, (_, index) => {
    const elapsedMs = (index + 1) * MINUTE_MS;
    return {
      eventId: `clock-${phase}-${index + 1}`,
      elapsedMs,
      body: { kind: 'clock', ...(elapsedMs === nominalMs ? { announcedStoppageMs } : {}) },
    };
  });
}
