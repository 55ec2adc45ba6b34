import { Type, type Static } from 'typebox';

import { closed, SIDES, words } from '#contracts/mod.ts';

/**
 * A match written by hand: facts to the minute, as reports give them. `home` of a final is the side named
 * first. Stoppage is only as long as its incidents need unless `stoppageMinutes` says more, and the
 * expectation is an estimate of our own, so neither is a fact about the match.
 */
export const INCIDENT_KINDS = [
  'goal',
  'own-goal',
  'penalty',
  'penalty-missed',
  'yellow',
  'second-yellow',
  'red',
  'corner',
] as const;

/** Minutes as a report writes them: 45 is the last minute of the half, "45+2" its stoppage time. */
export const MinuteSchema = Type.Union([
  Type.Integer({ minimum: 1, maximum: 120 }),
  Type.String({ pattern: '^(45|90|105|120)\\+[1-9][0-9]?$' }),
]);
export type Minute = Static<typeof MinuteSchema>;

const PlayerSchema = Type.String({ minLength: 1, maxLength: 80 });
const SideSchema = words(SIDES);

/** `[minute, kind, side, player]`; the side of an own goal is the one credited. */
export const IncidentLineSchema = Type.Union([
  Type.Tuple([MinuteSchema, words(INCIDENT_KINDS), SideSchema, PlayerSchema]),
  Type.Tuple([MinuteSchema, words(INCIDENT_KINDS), SideSchema]),
]);
export type IncidentLine = Static<typeof IncidentLineSchema>;

/** `[side, scored or missed, player]`, in the order of the kicks. */
export const KickLineSchema = Type.Tuple([SideSchema, words(['scored', 'missed']), PlayerSchema]);
export type KickLine = Static<typeof KickLineSchema>;

const GoalsSchema = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]);
const StoppageSchema = Type.Integer({ minimum: 0, maximum: 30 });

const head = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,47}$' }),
  competition: Type.String({ minLength: 1, maxLength: 80 }),
  home: Type.String({ minLength: 1 }),
  away: Type.String({ minLength: 1 }),
  kickOff: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:00Z$' }),
  /** A tie that extra time and penalties decide when it is level. */
  knockout: Type.Optional(Type.Literal(true)),
  expectation: closed({
    totalGoals: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
    supremacy: Type.Number({ minimum: -6, maximum: 6 }),
  }),
};

export const PlayedSchema = closed({
  ...head,
  stoppageMinutes: Type.Optional(
    Type.Partial(
      closed({
        'first-half': StoppageSchema,
        'second-half': StoppageSchema,
        'extra-first': StoppageSchema,
        'extra-second': StoppageSchema,
      }),
    ),
  ),
  /** Lines are checked one by one, so that each bad one is named. */
  incidents: Type.Array(Type.Unknown()),
  shootOut: Type.Optional(Type.Array(Type.Unknown())),
  /** Cumulative, as reports give them. */
  result: closed({
    halfTime: GoalsSchema,
    fullTime: GoalsSchema,
    afterExtraTime: Type.Optional(GoalsSchema),
    shootOut: Type.Optional(GoalsSchema),
  }),
});
export type Played = Static<typeof PlayedSchema>;

export const PostponedSchema = closed({
  ...head,
  postponedMinutesBefore: Type.Integer({ minimum: 1, maximum: 1440 }),
});
export type Postponed = Static<typeof PostponedSchema>;
