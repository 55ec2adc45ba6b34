import { Type, type Static } from 'typebox';

import { closed, CountSchema, MinorSchema } from './schema.ts';

/**
 * Terminology. A *selection* is one thing that is backed: an outcome of a market. A *leg* is a selection
 * of a bet of several. A *line* is one accumulator of some of the legs; its *fold* is their number. A
 * *banker* stands in every line. A bet stakes the same, the unit stake, on each of its lines.
 */
export const MAX_SELECTIONS = 63;

/** More lines than any field book takes; what a bet may owe and pays is found without listing them. */
export const MAX_LINES = 100_000;

/** Full-cover systems by the names of the field. */
export const SYSTEM_NAMES = [
  'Trixie',
  'Patent',
  'Yankee',
  'Lucky 15',
  'Canadian',
  'Lucky 31',
  'Heinz',
  'Lucky 63',
  'Super Heinz',
  'Goliath',
] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

/** How the selections of a bet make up its lines; a single has none. */
export const TermsSchema = closed({
  /** Sizes of the lines among the legs that are no bankers, ascending. */
  folds: Type.Array(CountSchema, { minItems: 1, maxItems: MAX_SELECTIONS }),
  lines: Type.Integer({ minimum: 1, maximum: MAX_LINES }),
  unitStakeMinor: MinorSchema,
  /** Every line twice: once on the win parts of its legs, once on their place parts. `lines` counts both. */
  eachWay: Type.Optional(Type.Literal(true)),
});
export type Terms = Static<typeof TermsSchema>;

/**
 * What a bet of several lines can come to for the fixture of one leg, per billionth of its stake: it
 * returns `rest + onLeg × f` when the leg pays the factor f. `most` assumes that everything else wins,
 * `typical` that the other legs return what they cost, as fair prices do on average.
 */
const AffineSchema = closed({ rest: MinorSchema, onLeg: MinorSchema });
export const LegShareSchema = closed({ most: AffineSchema, typical: AffineSchema });
export type LegShare = Static<typeof LegShareSchema>;
export const SHARE_SCALE = 1_000_000_000n;
