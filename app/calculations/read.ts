import { InputError, type InputCode } from '#contracts/mod.ts';
import { parseLine, parseRational, type LineQuarters, type Rational } from '#markets/mod.ts';

/** @throws InputError always: the field, what it holds and what it must hold. */
export function refuse(
  field: string,
  value: unknown,
  why: string,
  code: InputCode = 'FORMAT_INVALID',
): never {
  throw new InputError(code, field, value, why);
}

/** @throws InputError naming the field when the value is missing. */
export function present<T>(value: T | undefined, field: string): T {
  return value ?? refuse(field, value, 'must be given');
}

/** @throws InputError unless the text is a line, which its schema has checked where it has one. */
export const lineOf = (text: string): LineQuarters =>
  parseLine(text) ?? refuse('line', text, 'must be a line in quarters');

/** A number as JSON has it, or the text of one, exactly. */
export function rationalOf(value: string | number): Rational {
  // Only tiny and huge numbers are written with an exponent; twenty digits hold all of a tiny one that counts.
  const text = String(value).includes('e') ? Number(value).toFixed(20) : String(value);
  return parseRational(text) ?? refuse('input', value, 'must be an exact number');
}

/** Runs a formula and gives its refusals the names that its fields have here. */
function renaming<Result>(nameOf: (field: string) => string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.code, nameOf(error.field), error.value, whyOf(error));
  }
}

export const withFields = <Result>(
  names: Readonly<Record<string, string>>,
  run: () => Result,
): Result => renaming((field) => names[field] ?? field, run);

/** The same for the fields of a part of the input, as `legs[0]`. */
export const within = <Result>(place: string, run: () => Result): Result =>
  renaming((field) => `${place}.${field}`, run);

/** The reason in the message of a refusal, without the code, the field and the value around it. */
const whyOf = ({ code, field, message }: InputError): string =>
  message.slice(`${code}: ${field} `.length, message.lastIndexOf('; got '));
