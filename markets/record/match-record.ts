import type {
  FixtureEvent,
  FixtureEventOf,
  FixtureId,
  FixtureInfo,
  MatchClock,
  MatchPhase,
  Score,
  Side,
} from '#contracts/mod.ts';

/** Where in the match something happened. `minute` is the nominal one: 1..45, 46..90, 91..120. */
export type Moment = Readonly<{ phase: MatchPhase; elapsedMs: number; minute: number }>;
export type Incident = Moment & Readonly<{ eventId: string; side: Side; player: string | null }>;
export type Goal = Incident & Readonly<{ how: FixtureEventOf<'goal'>['how'] }>;
export type Card = Incident & Readonly<{ colour: FixtureEventOf<'card'>['colour'] }>;
export type Player = Readonly<{
  id: string;
  name: string;
  side: Side;
  starts: boolean;
  goalShare: number | null;
}>;
export type Substitution = Moment &
  Readonly<{ eventId: string; side: Side; on: string; off: string }>;
export type ShootOutKick = Readonly<{ eventId: string; side: Side; scored: boolean }>;

export type Certainty = FixtureEventOf<'result'>['certainty'];
/** A result as its event claims it: the score of each period by itself. */
export type ClaimedResult = Readonly<{
  firstHalf: Score;
  secondHalf: Score;
  extraTime: Score | null;
  shootOut: Score | null;
}>;
export type FeedStatus = Exclude<FixtureEventOf<'status'>['status'], 'resumed'>;
export type BetStopReason = FixtureEventOf<'bet-stop'>['reason'];
/** Expected goals of the 90 minutes: their total, and home minus away. */
export type Expectation = Readonly<{ totalGoals: number; supremacy: number }>;
/** Events that a correction can cancel: all but the ticks of the clock and corrections themselves. */
export type KeptEvent = Exclude<FixtureEvent, { kind: 'clock' | 'correction' }>;

/**
 * Everything that is known of one match, as the fold of its canonical events. It is immutable; `kept`
 * holds the events it rests on, so that a correction takes an event out wherever it counted.
 */
export type MatchRecord = Readonly<{
  fixtureId: FixtureId;
  /** Of the last event applied; 0 before the first. */
  version: number;
  info: FixtureInfo | null;
  attribution: string | null;
  /** How a level tie is decided; null when a draw stands. */
  decider: NonNullable<FixtureEventOf<'fixture'>['decider']> | null;
  /** What the provider reports beside goals: markets on anything else are not offered. */
  covers: NonNullable<FixtureEventOf<'fixture'>['covers']>;
  players: readonly Player[];
  substitutions: readonly Substitution[];
  expectation: Expectation | null;
  phase: MatchPhase;
  /** Phases entered, `not-started` first. */
  phases: readonly MatchPhase[];
  clock: MatchClock;
  announcedStoppageMs: number | null;
  /** Of all phases of play, in playing order. */
  goals: readonly Goal[];
  cards: readonly Card[];
  corners: readonly Incident[];
  shootOutKicks: readonly ShootOutKick[];
  /** Why bets are stopped by the provider; null while they may flow. */
  betStop: BetStopReason | null;
  status: FeedStatus | null;
  results: Readonly<Record<Certainty, ClaimedResult | null>>;
  kept: readonly KeptEvent[];
  cancelled: readonly string[];
}>;

export const emptyRecord = (fixtureId: FixtureId): MatchRecord => ({
  fixtureId,
  version: 0,
  info: null,
  attribution: null,
  decider: null,
  covers: [],
  players: [],
  substitutions: [],
  expectation: null,
  phase: 'not-started',
  phases: ['not-started'],
  clock: { phase: 'not-started', elapsedMs: 0 },
  announcedStoppageMs: null,
  goals: [],
  cards: [],
  corners: [],
  shootOutKicks: [],
  betStop: null,
  status: null,
  results: { live: null, confirmed: null },
  kept: [],
  cancelled: [],
});
