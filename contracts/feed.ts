import { Type, type Static, type TSchema } from 'typebox';

import { closed, CountSchema, FixtureIdSchema, TimeSchema, words } from './schema.ts';

/**
 * Canonical fixture events: what every provider's messages become. Per fixture, `version` counts from 1
 * without gaps, so a consumer that sees a gap refetches the missing events from PostgreSQL. `eventId` is
 * the provider's own stable id, so that the same fact that arrives twice is one event.
 */
export const SIDES = ['home', 'away'] as const;
export type Side = (typeof SIDES)[number];

/** Phases in playing order. `full-time` is the pause after 90 minutes when extra time follows. */
export const MATCH_PHASES = [
  'not-started',
  'first-half',
  'half-time',
  'second-half',
  'full-time',
  'extra-first',
  'extra-break',
  'extra-second',
  'extra-end',
  'penalties',
  'ended',
] as const;
export type MatchPhase = (typeof MATCH_PHASES)[number];

export const FEED_STATUSES = [
  'postponed',
  'interrupted',
  'resumed',
  'abandoned',
  'cancelled',
] as const;

/** How a tie that is level after 90 minutes is decided, and what a provider reports beside goals. */
export const DECIDERS = ['extra-time', 'penalties'] as const;
export const COVERAGE = ['corners', 'cards', 'players'] as const;

const SideSchema = words(SIDES);
export const ScoreSchema = closed({ home: CountSchema, away: CountSchema });
export type Score = Static<typeof ScoreSchema>;
/** Time since the kick-off of the phase; beyond 45 minutes it is stoppage time. */
export const MatchClockSchema = closed({ phase: words(MATCH_PHASES), elapsedMs: CountSchema });
export type MatchClock = Static<typeof MatchClockSchema>;

const envelope = {
  fixtureId: FixtureIdSchema,
  version: Type.Integer({ minimum: 1 }),
  eventId: Type.String({ minLength: 1, maxLength: 80 }),
  producer: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
  /** The provider's time of the fact, our receipt, our publication. */
  occurredAt: TimeSchema,
  receivedAt: TimeSchema,
  publishedAt: TimeSchema,
  clock: MatchClockSchema,
};
const TeamSchema = closed({
  id: Type.String({ minLength: 1 }),
  name: Type.String({ minLength: 1 }),
});
/** Short enough and plain enough to be a specifier: `player=messi`. */
const PlayerIdSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' });
const PlayerSchema = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }));
const event = <Kind extends string, Fields extends Record<string, TSchema>>(
  kind: Kind,
  fields: Fields,
) => closed({ ...envelope, kind: Type.Literal(kind), ...fields });

export const FixtureEventSchema = Type.Union([
  event('fixture', {
    sport: Type.Literal('football'),
    competition: Type.String({ minLength: 1, maxLength: 80 }),
    home: TeamSchema,
    away: TeamSchema,
    startsAt: TimeSchema,
    decider: Type.Optional(words(DECIDERS)),
    covers: Type.Optional(Type.Array(words(COVERAGE))),
    attribution: Type.Optional(Type.String()),
  }),
  /** Expected goals of the 90 minutes: their total and home minus away. The pricing model starts here. */
  event('expectation', {
    totalGoals: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
    supremacy: Type.Number({ minimum: -6, maximum: 6 }),
  }),
  /** The players of one side; replaces what was said of the side before. */
  event('lineup', {
    side: SideSchema,
    players: Type.Array(
      closed({
        id: PlayerIdSchema,
        name: Type.String({ minLength: 1, maxLength: 80 }),
        starts: Type.Boolean(),
        /** Expected share of the team's goals while on the field; the model's default when absent. */
        goalShare: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      }),
      { maxItems: 40 },
    ),
  }),
  event('substitution', { side: SideSchema, on: PlayerIdSchema, off: PlayerIdSchema }),
  /** The match enters the phase that `clock` names. */
  event('phase', {}),
  /** The match clock of a quiet match, so that prices decay. */
  event('clock', { announcedStoppageMs: Type.Optional(CountSchema) }),
  /** `side` is credited, own goals included. */
  event('goal', {
    side: SideSchema,
    how: words(['play', 'own-goal', 'penalty']),
    player: PlayerSchema,
  }),
  event('card', {
    side: SideSchema,
    colour: words(['yellow', 'second-yellow', 'red']),
    player: PlayerSchema,
  }),
  event('corner', { side: SideSchema }),
  event('penalty-missed', { side: SideSchema, player: PlayerSchema }),
  event('shoot-out-kick', { side: SideSchema, scored: Type.Boolean(), player: PlayerSchema }),
  /**
   * Bets stop at once, for danger, VAR or a penalty, or because a source of the provider is down (`feed`), until the
   * matching `bet-start`.
   */
  event('bet-stop', { reason: words(['danger', 'penalty', 'var', 'injury', 'feed']) }),
  event('bet-start', {}),
  /** The event with that id did not happen (VAR, scouting error). */
  event('correction', { cancels: Type.String({ minLength: 1, maxLength: 80 }) }),
  event('status', { status: words(FEED_STATUSES), startsAt: Type.Optional(TimeSchema) }),
  /** Certainty 1 is scouted live, 2 is the official record. Scores of their own period, not cumulative. */
  event('result', {
    certainty: words(['live', 'confirmed']),
    firstHalf: ScoreSchema,
    secondHalf: ScoreSchema,
    extraTime: Type.Optional(ScoreSchema),
    shootOut: Type.Optional(ScoreSchema),
  }),
]);
export type FixtureEvent = Static<typeof FixtureEventSchema>;
export type FixtureEventKind = FixtureEvent['kind'];
export type FixtureEventOf<Kind extends FixtureEventKind> = Extract<FixtureEvent, { kind: Kind }>;

/** Proof of life of a producer, once a second: silence of over five seconds suspends what it feeds. */
export const AliveSchema = closed({
  producer: Type.String(),
  at: TimeSchema,
  fixtures: Type.Array(closed({ fixtureId: FixtureIdSchema, version: CountSchema })),
});
export type Alive = Static<typeof AliveSchema>;
