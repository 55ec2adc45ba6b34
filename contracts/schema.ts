import { Type, type Static, type TSchema } from 'typebox';

import { CURRENCIES, type Currency } from './currencies.ts';
import type { AccountId, BetId, FixtureId, MarketKey, OutcomeId } from './ids.ts';

import type { Odds } from './odds.ts';

/** Building blocks of every message: one schema gives the type, the edge validation and the documents. */
export const FixtureIdSchema = Type.Unsafe<FixtureId>(
  Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$', description: 'Fixture id' }),
);
export const MarketKeySchema = Type.Unsafe<MarketKey>(
  Type.String({ pattern: '^[a-z][a-z0-9-]*(\\|[a-z]+=[^|]+)*$', maxLength: 120 }),
);
export const OutcomeIdSchema = Type.Unsafe<OutcomeId>(
  // Answers to two questions at once name both: `home/draw`, `home&over`.
  Type.String({ pattern: '^[a-z0-9][a-z0-9/&-]*$', maxLength: 40 }),
);
export const AccountIdSchema = Type.Unsafe<AccountId>(Type.String({ format: 'uuid' }));
export const BetIdSchema = Type.Unsafe<BetId>(Type.String({ format: 'uuid' }));
export const OddsSchema = Type.Unsafe<Odds>(
  Type.Integer({ minimum: 10_100, maximum: 10_000_000, description: 'Decimal odds x 10,000' }),
);
export const CurrencySchema = Type.Unsafe<Currency>(Type.String({ enum: [...CURRENCIES] }));
/** bigint minor units as a decimal integer string, because JSON has no 64-bit integers. */
export const MinorSchema = Type.String({ pattern: '^-?[0-9]{1,18}$' });
/** UTC milliseconds. */
export const TimeSchema = Type.Integer({ minimum: 0 });
export const CountSchema = Type.Integer({ minimum: 0 });

/** A closed list of words as one schema whose static type is the union of them. */
export const words = <const Words extends readonly string[]>(values: Words) =>
  Type.Unsafe<Words[number]>(Type.String({ enum: [...values] }));

/** Objects of messages are closed: an unknown field is a mistake and not an extension. */
export const closed = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

export type { Static };
