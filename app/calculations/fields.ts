import { Type } from 'typebox';

/**
 * The forms of fields. `description` is what a refusal says of a value that does not fit, and `code` its
 * code where the form alone does not tell.
 */
const MOST = 1e15;

const numberFrom = (minimum: number, maximum: number) =>
  Type.Number({ minimum, maximum, description: `must be a number from ${minimum} to ${maximum}` });
export const wholeFrom = (minimum: number, maximum: number) =>
  Type.Integer({
    minimum,
    maximum,
    description: `must be a whole number from ${minimum} to ${maximum}`,
  });
const textLike = (pattern: string, description: string, code = 'FORMAT_INVALID') =>
  Type.String({ pattern, maxLength: 40, description, code });

export const optional = Type.Optional;
export const record = Type.Record;
export const tuple = Type.Tuple;
/** One of several forms, which a refusal describes as one. */
export const anyOf = <Forms extends Type.TSchema[]>(
  forms: readonly [...Forms],
  description: string,
) => Type.Union([...forms], { description });
export const oneOf = <Words extends string[]>(words: readonly [...Words]) => Type.Enum(words);
export const flag = Type.Boolean({ description: 'must be true or false' });
export const text = Type.String({ minLength: 1, maxLength: 100, description: 'must be a name' });

const MOST_ITEMS = 1000;
type Count = Readonly<{ least?: number; most?: number }>;
export const list = <Item extends Type.TSchema>(
  item: Item,
  { least = 1, most = MOST_ITEMS }: Count = {},
) =>
  Type.Array(item, {
    minItems: least,
    maxItems: most,
    description: `must be a list of ${least} to ${most}`,
  });

export const number = Type.Number({
  minimum: -MOST,
  maximum: MOST,
  description: 'must be a number',
});
export const positive = Type.Number({
  exclusiveMinimum: 0,
  maximum: MOST,
  description: 'must be a number above 0',
});
export const notNegative = numberFrom(0, MOST);
export const chance = numberFrom(0, 1);
/** A chance of something that may happen and may fail to. */
export const openChance = Type.Number({
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
  description: 'must be a number between 0 and 1, without the ends',
});
/** A part of something that leaves the rest. */
export const share = Type.Number({
  minimum: 0,
  exclusiveMaximum: 1,
  description: 'must be a number from 0 to below 1',
});
export const aboveMinusOne = Type.Number({
  exclusiveMinimum: -1,
  maximum: 1000,
  description: 'must be a number above -1',
});
/** Goals of a match which two teams share. */
export const totalGoals = Type.Number({
  exclusiveMinimum: 0,
  maximum: 30,
  description: 'must be a number above 0, and 30 at most',
});
/** What multiplies a rate. */
export const factor = numberFrom(0, 20);
/** Goals per match, or per what is left of one. */
export const rate = numberFrom(0, 20);

/** The dependence of low scores where the rates, and so its bounds, are not known yet. */
export const rho = numberFrom(-0.999, 0.999);

export const count = wholeFrom(0, 10_000_000);
export const positiveCount = wholeFrom(1, 10_000_000);
export const expectedCount = numberFrom(0, 10_000_000);
export const whole = wholeFrom(-10_000, 10_000);
/** Size of a grid of goals. */
export const size = wholeFrom(0, 100);
export const minor = wholeFrom(0, Number.MAX_SAFE_INTEGER);
export const signedMinor = wholeFrom(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const pairOf = (most: number) =>
  Type.Tuple([wholeFrom(0, most), wholeFrom(0, most)], {
    description: 'must be two counts, as [1, 0]',
  });
export const score = pairOf(100);
/** Points, games or sets of A and of B. */
export const counts = pairOf(1000);
export const minute = numberFrom(0, 90);
/** Players sent off. */
export const reds = wholeFrom(0, 11);

export const odds = textLike(
  '^0*(?:1\\.\\d*[1-9]\\d*|(?:[2-9]|[1-9]\\d+)(?:\\.\\d+)?)$',
  'must be decimal odds above 1, as "2.05"',
  'ODDS_INVALID',
);
/** Odds at which a bet was struck; a price of 1 returns the stake. */
export const struckOdds = textLike(
  '^0*[1-9]\\d*(?:\\.\\d+)?$',
  'must be decimal odds of 1 or more, as "2.05"',
  'ODDS_INVALID',
);
export const price = textLike('^\\d+(?:\\.\\d+)?$', 'must be a decimal text, as "2.05"');
export const points = textLike('^[+-]?\\d{1,6}(?:\\.\\d+)?$', 'must be a decimal text, as "-5.5"');
export const line = textLike(
  '^[+-]?\\d{1,4}(?:\\.(?:00?|25|50?|75))?$',
  'must be a line in quarters, as "-0.75"',
);
/** An exact number of 0 or more: a decimal text or a fraction. */
export const exact = textLike(
  '^\\d+(?:\\.\\d+|/0*[1-9]\\d*)?$',
  'must be a decimal or a fraction, as "0.5" or "1/3"',
);
const percentText = textLike('^(?:\\d{1,2}(?:\\.\\d+)?|100(?:\\.0+)?)$', 'must be a percentage');
export const percent = anyOf([numberFrom(0, 100), percentText], 'must be a percentage, 0 to 100');
/** What is added to something, at most eleven times over. */
export const percentAbove = Type.Number({
  minimum: 0.01,
  maximum: 1_000,
  description: 'must be a percentage, 0.01 to 1000',
});
