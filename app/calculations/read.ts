import { parseLine, parseRational, type LineQuarters, type Rational } from '#markets/mod.ts';

/** @throws Error naming the field when the value is missing. */
export function present<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new Error(`${field}: missing`);
  return value;
}

export function lineOf(text: string): LineQuarters {
  const line = parseLine(text);
  if (line === undefined) throw new Error(`"${text}" is not a line in quarters`);
  return line;
}

export function rationalOf(text: string): Rational {
  const value = parseRational(text);
  if (value === undefined) throw new Error(`"${text}" is not an exact number`);
  return value;
}
