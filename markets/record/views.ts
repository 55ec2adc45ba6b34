import type {
  FixtureState,
  FixtureStatus,
  MatchPhase,
  Score,
  Side,
  SuspensionReason,
} from '#contracts/mod.ts';

import { oncePer } from '../once-per.ts';
import type { MatchRecord } from './match-record.ts';
import { hasReached, isExtraTime, phaseOrder } from './phases.ts';

export type ScoreByHalf = Readonly<{ firstHalf: Score; secondHalf: Score; fullTime: Score }>;

const countSides = (items: readonly Readonly<{ side: Side }>[]): Score => {
  const home = items.filter(({ side }) => side === 'home').length;
  return { home, away: items.length - home };
};
const goalsIn = (record: MatchRecord, phase: MatchPhase): Score =>
  countSides(record.goals.filter((goal) => goal.phase === phase));

/** Goals of the 90 minutes, in all and by half; extra time and shoot-outs do not count. */
export const scoreOf = oncePer((record: MatchRecord): ScoreByHalf => {
  const firstHalf = goalsIn(record, 'first-half');
  const secondHalf = goalsIn(record, 'second-half');
  const fullTime = {
    home: firstHalf.home + secondHalf.home,
    away: firstHalf.away + secondHalf.away,
  };
  return { firstHalf, secondHalf, fullTime };
});

/** Teams that scored in the 90 minutes, in playing order. */
export const scorersOf = (record: MatchRecord): readonly Side[] =>
  record.goals
    .filter(({ phase }) => phase === 'first-half' || phase === 'second-half')
    .map(({ side }) => side);

const hasEntered = (record: MatchRecord, phase: MatchPhase): boolean =>
  record.phases.includes(phase);

/** Goals of extra time alone; null when there was none. */
export function extraTime(record: MatchRecord): Score | null {
  const goals = record.goals.filter(({ phase }) => isExtraTime(phase));
  return goals.length > 0 || hasEntered(record, 'extra-first') ? countSides(goals) : null;
}

/** Kicks scored in the shoot-out; null when there was none. */
export function shootOut(record: MatchRecord): Score | null {
  const kicks = record.shootOutKicks;
  if (kicks.length === 0 && !hasEntered(record, 'penalties')) return null;
  return countSides(kicks.filter(({ scored }) => scored));
}

/** Players sent off, by a red or a second yellow card. */
export const redCards = (record: MatchRecord): Score =>
  countSides(record.cards.filter(({ colour }) => colour !== 'yellow'));

export const corners = (record: MatchRecord): Score => countSides(record.corners);

/** The latest phase in playing order that the match has been in. */
const furthest = oncePer((record: MatchRecord): MatchPhase =>
  record.phases.reduce((far, phase) => (phaseOrder(phase) > phaseOrder(far) ? phase : far)),
);

export const firstHalfOver = (record: MatchRecord): boolean =>
  hasReached(furthest(record), 'half-time');
/** The 90 minutes are played: what 90-minute markets rest on is complete. */
export const regularTimeOver = (record: MatchRecord): boolean =>
  hasReached(furthest(record), 'full-time');

/** `ended` until the official result is in, then `closed`. */
export function fixtureStatus(record: MatchRecord): FixtureStatus {
  if (record.status !== null) return record.status;
  if (record.phase === 'not-started') return 'not-started';
  if (record.phase !== 'ended') return 'in-play';
  return record.results.confirmed === null ? 'ended' : 'closed';
}

/** The match as it is published. `suspended` are the reasons that hold for the whole fixture. */
export function fixtureState(
  record: MatchRecord,
  suspended: readonly SuspensionReason[] = [],
): FixtureState {
  const { firstHalf, fullTime } = scoreOf(record);
  return {
    status: fixtureStatus(record),
    phase: record.phase,
    clock: record.clock,
    score: fullTime,
    halfTime: firstHalfOver(record) ? firstHalf : null,
    extraTime: extraTime(record),
    shootOut: shootOut(record),
    redCards: redCards(record),
    corners: corners(record),
    suspended: [...suspended],
  };
}
