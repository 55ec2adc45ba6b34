import type { TSchema, Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Turns untrusted JSON into a value of type T, or throws InvalidMessageError. */
export type Parse<T> = (value: unknown) => T;

/** A message that does not fit its schema; `reason` names the first few places. */
export class InvalidMessageError extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`invalid message: ${reason}`);
    this.name = 'InvalidMessageError';
    this.reason = reason;
  }
}

/** A parser from a TypeBox schema, compiled once: keep it, do not make one per message. */
export function parserOf<S extends TSchema>(schema: S): Parse<Static<S>> {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return value;
    const problems = validator
      .Errors(value)
      .slice(0, 3)
      .map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
    throw new InvalidMessageError(problems.join('; ') || 'does not fit its schema');
  };
}

/** Accepts anything: for messages of our own making that are checked at the edges already. */
export const trusted =
  <T>(): Parse<T> =>
  (value) =>
    value as T;

/** JSON text of a message. bigint has no JSON form: send it as a decimal string. */
export const encodeJson = (value: unknown): string => JSON.stringify(value);

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Parses UTF-8 JSON bytes; anything wrong is an InvalidMessageError. */
export function decodeJson<T>(data: Uint8Array, parse: Parse<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(data));
  } catch (error) {
    throw new InvalidMessageError(error instanceof Error ? error.message : 'not JSON');
  }
  return parse(value);
}
