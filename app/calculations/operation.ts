import { Type, type Static, type TProperties } from 'typebox';
import { Value } from 'typebox/value';

import { InputError } from '#contracts/mod.ts';

import { refusalOf } from './refusal.ts';

/** Named results of one calculation; values are numbers, decimal strings, booleans and nested forms. */
export type Output = Readonly<Record<string, unknown>>;

export type Operation = Readonly<{
  fields: readonly string[];
  /** @throws InputError when the input has other fields or forms than declared, or no finite answer. */
  run: (input: unknown) => Output;
}>;

/** The calculations of one kind of file, by `input.op`. */
export type Kind = Readonly<Record<string, Operation>>;

/** An object that holds the given fields and no others. */
export const exactly = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false, description: 'must be an object' });

/** Declares the fields of a calculation; anything else in an input is an error. */
export function operation<P extends TProperties>(
  properties: P,
  run: (input: Static<ReturnType<typeof exactly<P>>>) => Output,
): Operation {
  const schema = exactly(properties);
  return {
    fields: Object.keys(properties),
    run: (input) => {
      if (!Value.Check(schema, input)) throw refusalOf(schema, input, 'input');
      const output = answered(input, () => run(input));
      if (isFinite(output)) return output;
      throw new InputError('NO_SOLUTION', 'input', input, 'has no finite answer');
    },
  };
}

/** The formulas beneath refuse with a RangeError what no field shows by itself. */
function answered(input: unknown, run: () => Output): Output {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError('FORMAT_INVALID', 'input', input, `is refused: ${error.message}`);
  }
}

/** No number of an answer is NaN or infinite, nor the text of one. */
function isFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !/^-?(?:NaN|Infinity)$/u.test(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFinite);
}

/** Decimal strings at the edges, with enough digits for every tolerance. */
export const decimalText = (value: number, digits = 10): string => value.toFixed(digits);

/** Leaves out what a calculation does not define, so that it cannot match by accident. */
export const defined = (output: Output): Output =>
  Object.fromEntries(Object.entries(output).filter(([, value]) => value !== undefined));

/** A whole number, as text where no number of JSON holds it exactly. */
export const wholeOutput = (value: bigint): number | string =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
