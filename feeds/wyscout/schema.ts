import { Type, type Static } from 'typebox';

/**
 * The parts of the Wyscout recordings that are read; other fields are ignored. Pappalardo et al., Sci Data
 * 6, 236 (2019), https://doi.org/10.1038/s41597-019-0247-7.
 */
export const PERIODS = ['1H', '2H', 'E1', 'E2', 'P'] as const;
export type WyscoutPeriod = (typeof PERIODS)[number];
const PeriodSchema = Type.Unsafe<WyscoutPeriod>(Type.String({ enum: [...PERIODS] }));
const IdSchema = Type.Integer({ minimum: 0 });
const SecondSchema = Type.Number({ minimum: 0, maximum: 7200 });

const LeanEventSchema = Type.Tuple([
  IdSchema,
  PeriodSchema,
  SecondSchema,
  IdSchema,
  IdSchema,
  Type.String(),
  Type.String(),
  Type.Array(Type.Integer()),
  Type.Array(Type.Unknown()),
]);

/** One line of a `lean-*.jsonl.gz` file: the betting-relevant events of a match. */
export const LeanMatchSchema = Type.Object({
  matchId: IdSchema,
  lastSec: Type.Partial(
    Type.Object({
      '1H': SecondSchema,
      '2H': SecondSchema,
      E1: SecondSchema,
      E2: SecondSchema,
      P: SecondSchema,
    }),
  ),
  events: Type.Array(LeanEventSchema),
});
export type LeanMatch = Static<typeof LeanMatchSchema>;

/** A `full/<matchId>.json.gz` file: every touch of the ball. */
export const FullMatchSchema = Type.Object({
  events: Type.Array(
    Type.Object({
      id: IdSchema,
      matchId: IdSchema,
      teamId: IdSchema,
      playerId: IdSchema,
      matchPeriod: PeriodSchema,
      eventSec: SecondSchema,
      eventName: Type.String(),
      subEventName: Type.String(),
      tags: Type.Array(Type.Object({ id: Type.Integer() })),
    }),
    { minItems: 1 },
  ),
});
export type FullMatch = Static<typeof FullMatchSchema>;

const GoalsSchema = Type.Integer({ minimum: 0 });

/** The official record of a match. `score` is that of 90 minutes, `scoreET` cumulative, `scoreP` apart. */
export const MatchRecordSchema = Type.Object({
  wyId: IdSchema,
  label: Type.String(),
  /** `Played` in all published records. */
  status: Type.Optional(Type.String()),
  dateutc: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' }),
  duration: Type.Unsafe<'Regular' | 'ExtraTime' | 'Penalties'>(
    Type.String({ enum: ['Regular', 'ExtraTime', 'Penalties'] }),
  ),
  teamsData: Type.Record(
    Type.String(),
    Type.Object({
      teamId: IdSchema,
      side: Type.Unsafe<'home' | 'away'>(Type.String({ enum: ['home', 'away'] })),
      scoreHT: GoalsSchema,
      score: GoalsSchema,
      scoreET: GoalsSchema,
      scoreP: GoalsSchema,
    }),
  ),
});
export type MatchRecord = Static<typeof MatchRecordSchema>;

export const TeamListSchema = Type.Array(Type.Object({ wyId: IdSchema, name: Type.String() }));
export const PlayerListSchema = Type.Array(
  Type.Object({ wyId: IdSchema, shortName: Type.String() }),
);
