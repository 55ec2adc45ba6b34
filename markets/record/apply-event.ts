import type { FixtureEvent, FixtureEventOf, MatchClock } from '#contracts/mod.ts';

import {
  emptyRecord,
  type FeedStatus,
  type Incident,
  type KeptEvent,
  type MatchRecord,
  type Moment,
  type Player,
} from './match-record.ts';
import { comparePlayingOrder, isPlay, nominalMinute } from './phases.ts';

type Part = Partial<MatchRecord>;

const momentOf = ({ clock: { phase, elapsedMs } }: FixtureEvent): Moment => ({
  phase,
  elapsedMs,
  minute: nominalMinute(phase, elapsedMs),
});

const incidentOf = (event: FixtureEventOf<'goal' | 'card' | 'corner'>): Incident => ({
  eventId: event.eventId,
  side: event.side,
  player: 'player' in event ? (event.player ?? null) : null,
  ...momentOf(event),
});

const withLineup = (record: MatchRecord, { side, players }: FixtureEventOf<'lineup'>) => [
  ...record.players.filter((player) => player.side !== side),
  ...players.map(({ goalShare = null, ...player }): Player => ({ ...player, side, goalShare })),
];

/** A late report takes its place in playing order: the third goal stays the third goal. */
const inOrder = <Item extends Incident>(items: readonly Item[], item: Item): readonly Item[] =>
  [...items, item].sort(comparePlayingOrder);

function statusAfter(record: MatchRecord, event: FixtureEventOf<'status'>): Part {
  const status: FeedStatus | null = event.status === 'resumed' ? null : event.status;
  const { info } = record;
  if (info === null || event.startsAt === undefined) return { status };
  return { status, info: { ...info, startsAt: event.startsAt } };
}

/** A kick-off shows that a postponed or interrupted match is on again, whatever the feed forgot to say. */
function enterPhase(record: MatchRecord, { phase }: MatchClock): Part {
  const waiting = record.status === 'postponed' || record.status === 'interrupted';
  return {
    phase,
    phases: [...record.phases, phase],
    announcedStoppageMs: null,
    status: waiting && isPlay(phase) ? null : record.status,
  };
}

function resultAfter(record: MatchRecord, event: FixtureEventOf<'result'>): Part {
  const { certainty, firstHalf, secondHalf, extraTime = null, shootOut = null } = event;
  const claimed = { firstHalf, secondHalf, extraTime, shootOut };
  return { results: { ...record.results, [certainty]: claimed } };
}

/** What one event changes, its clock and version apart. */
function effectOf(record: MatchRecord, event: KeptEvent): Part {
  switch (event.kind) {
    case 'fixture': {
      const { sport, competition, startsAt, attribution = null } = event;
      const { decider = null, covers = [] } = event;
      const info = { sport, competition, startsAt, home: event.home.name, away: event.away.name };
      return { info, attribution, decider, covers };
    }
    case 'expectation':
      return { expectation: { totalGoals: event.totalGoals, supremacy: event.supremacy } };
    case 'lineup':
      return { players: withLineup(record, event) };
    case 'substitution': {
      const { eventId, side, on, off } = event;
      const change = { eventId, side, on, off, ...momentOf(event) };
      return { substitutions: [...record.substitutions, change] };
    }
    case 'phase':
      return enterPhase(record, event.clock);
    case 'goal':
      return { goals: inOrder(record.goals, { ...incidentOf(event), how: event.how }) };
    case 'card':
      return { cards: inOrder(record.cards, { ...incidentOf(event), colour: event.colour }) };
    case 'corner':
      return { corners: inOrder(record.corners, incidentOf(event)) };
    case 'penalty-missed':
      return {};
    case 'shoot-out-kick': {
      const { eventId, side, scored } = event;
      return { shootOutKicks: [...record.shootOutKicks, { eventId, side, scored }] };
    }
    case 'bet-stop':
      return { betStop: event.reason };
    case 'bet-start':
      return { betStop: null };
    case 'status':
      return statusAfter(record, event);
    case 'result':
      return resultAfter(record, event);
  }
}

/** An event reported late carries an older clock, and only a tick or a new phase may turn the clock back. */
function clockAfter(record: MatchRecord, event: FixtureEvent): MatchClock {
  if (event.clock.phase !== record.phase) return record.clock;
  const exact = event.kind === 'clock' || event.kind === 'phase';
  if (exact || record.clock.phase !== record.phase) return event.clock;
  return event.clock.elapsedMs > record.clock.elapsedMs ? event.clock : record.clock;
}

function withKept(record: MatchRecord, event: KeptEvent): MatchRecord {
  const next = { ...record, ...effectOf(record, event), kept: [...record.kept, event] };
  return { ...next, clock: clockAfter(next, event) };
}

function withCorrection(record: MatchRecord, event: FixtureEventOf<'correction'>): MatchRecord {
  const kept = record.kept.filter(({ eventId }) => eventId !== event.cancels);
  const rebuilt = kept.reduce(withKept, emptyRecord(record.fixtureId));
  const samePhase = rebuilt.phase === record.phase;
  const next = {
    ...rebuilt,
    cancelled: [...record.cancelled, event.cancels],
    clock: samePhase ? record.clock : rebuilt.clock,
    announcedStoppageMs: samePhase ? record.announcedStoppageMs : null,
  };
  return { ...next, clock: clockAfter(next, event) };
}

const isKnown = (record: MatchRecord, event: FixtureEvent): boolean =>
  record.cancelled.includes(event.eventId) ||
  record.kept.some(({ eventId }) => eventId === event.eventId);

/**
 * The record after one canonical event. Pure. A version that is not newer changes nothing; the same
 * provider event under a new version counts once. A gap in the versions is applied as it comes: ask
 * `contradiction` first, and refetch.
 */
export function applyFixtureEvent(record: MatchRecord, event: FixtureEvent): MatchRecord {
  if (event.version <= record.version) return record;
  const { version } = event;
  switch (event.kind) {
    case 'clock': {
      const announcedStoppageMs = event.announcedStoppageMs ?? record.announcedStoppageMs;
      return { ...record, version, announcedStoppageMs, clock: clockAfter(record, event) };
    }
    case 'correction':
      return { ...withCorrection(record, event), version };
    default:
      return isKnown(record, event)
        ? { ...record, version }
        : { ...withKept(record, event), version };
  }
}
