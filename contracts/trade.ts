import { Type, type Static, type TSchema } from 'typebox';

import type { ErrorCode } from './errors.ts';
import { MARKET_TYPES } from './market.ts';
import {
  closed,
  FixtureIdSchema,
  MarketKeySchema,
  MinorSchema,
  OutcomeIdSchema,
  TimeSchema,
  words,
} from './schema.ts';

/**
 * What a trader asks of a fixture. Stored in PostgreSQL in order (`commandSeq` per fixture), sent to the
 * host on `command.<shard>`. A suspension is sent before it is stored; everything else after.
 */
const command = <Kind extends string, Fields extends Record<string, TSchema>>(
  kind: Kind,
  fields: Fields,
) =>
  closed({
    commandId: Type.String({ format: 'uuid' }),
    fixtureId: FixtureIdSchema,
    actor: Type.String({ minLength: 1 }),
    at: TimeSchema,
    kind: Type.Literal(kind),
    ...fields,
  });

/**
 * How open bets move the prices of a market: with the whole match, by its own net liability, or not at all. `robust`: the
 * prices start from those of other books instead of the model and follow its own bets, with a bounded loss.
 */
export const SKEW_MODES = ['tilt', 'ladder', 'off', 'robust'] as const;
export type SkewMode = (typeof SKEW_MODES)[number];

/** Every market of the type, or one; `until` an end (UTC milliseconds), after which what stood before stands again. */
const overrideFields = {
  marketType: words(MARKET_TYPES),
  marketKey: Type.Optional(MarketKeySchema),
  until: Type.Optional(TimeSchema),
};

/** What a trader may set for a market or a type; the margin in basis points of the book above 100 %. */
export const SETTINGS = {
  margin: { ...overrideFields, marginBps: Type.Integer({ minimum: 0, maximum: 3000 }) },
  'skew-mode': { ...overrideFields, mode: words(SKEW_MODES) },
};

/**
 * Starting chances of a market that neither a model nor other books price, of two or three outcomes, together 1; none:
 * they are taken back. They hold until then, until the match changes materially, or for good.
 */
export const OPENING = {
  marketKey: MarketKeySchema,
  chances: Type.Array(
    closed({
      outcomeId: OutcomeIdSchema,
      chance: Type.Number({ minimum: 0.001, maximum: 0.999 }),
    }),
    { maxItems: 3 },
  ),
  until: Type.Optional(TimeSchema),
};

/** Without `marketKey` the whole fixture. */
const scope = { marketKey: Type.Optional(MarketKeySchema) };

export const TraderCommandSchema = Type.Union([
  command('suspend', scope),
  command('resume', scope),
  command('margin', SETTINGS.margin),
  command('skew-mode', SETTINGS['skew-mode']),
  command('opening', OPENING),
  command('skew', { enabled: Type.Boolean() }),
  command('worst-case-limit', { limitMinor: MinorSchema }),
]);
export type TraderCommand = Static<typeof TraderCommandSchema>;
export type CommandReply =
  Readonly<{ ok: true; inputSeq: number }> | Readonly<{ ok: false; code: ErrorCode }>;
