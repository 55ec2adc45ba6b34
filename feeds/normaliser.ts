import { FixtureEventSchema } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf } from '#platform/mod.ts';

import { DeadLetters, type DeadLettersOptions } from './dead-letters.ts';
import type { EventDraft } from './script.ts';

const MAX_LINE_BYTES = 65_536;
const parseEvent = parserOf(FixtureEventSchema);

export type NormaliserOptions = DeadLettersOptions & Readonly<{ producer: string }>;

/**
 * Reads lines of a provider that speaks the canonical form: a FixtureEvent as JSON without `version`,
 * `receivedAt` and `publishedAt`, which are ours to give. A line that does not fit is counted, logged and
 * kept in the dead-letter stream with its reason; it never throws and is never silently dropped.
 */
export function makeNormaliser(options: NormaliserOptions): {
  read(line: string): EventDraft | undefined;
  /** Puts a line aside that was found wrong elsewhere, by an adapter for instance. */
  reject(line: string, reason: string): void;
} {
  const { producer, clock } = options;
  const letters = new DeadLetters(options);
  const reject = (line: string, reason: string): void => {
    letters.add({ producer, reason, line: line.slice(0, MAX_LINE_BYTES), receivedAt: clock.now() });
  };
  return {
    reject,
    read: (line) => {
      try {
        return readFeedLine(line, producer, clock.now());
      } catch (error) {
        reject(line, error instanceof InvalidMessageError ? error.reason : String(error));
        return undefined;
      }
    },
  };
}

/** One line as an event. @throws InvalidMessageError */
export function readFeedLine(line: string, producer: string, receivedAt: number): EventDraft {
  if (Buffer.byteLength(line) > MAX_LINE_BYTES)
    throw new InvalidMessageError(`the line is longer than ${MAX_LINE_BYTES} bytes`);
  // PostgreSQL has no place for this character in its texts.
  if (line.includes('\\u0000')) throw new InvalidMessageError('the line has a null character');
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidMessageError('the line is not a JSON object');
  for (const field of ['version', 'receivedAt', 'publishedAt'])
    if (field in value) throw new InvalidMessageError(`/${field} is not the provider's to give`);
  const stamps = { version: 1, receivedAt, publishedAt: receivedAt };
  const {
    version: _version,
    publishedAt: _publishedAt,
    ...draft
  } = parseEvent({
    ...value,
    ...stamps,
  });
  if (draft.producer !== producer)
    throw new InvalidMessageError(`/producer is not ${producer}, whose line this is`);
  return draft;
}

/** Digits, or an exponent, that a number beyond the safe integers must have. */
const MAYBE_LARGE = /\d{16}|\de\+?\d\d/iu;

/** PostgreSQL takes no such number for a time, and would not take the events behind it either. */
function refuseLarge(key: string, value: unknown): unknown {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new InvalidMessageError(`${key} is beyond the safe integers`);
  return value;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line, MAYBE_LARGE.test(line) ? refuseLarge : undefined);
  } catch (error) {
    if (error instanceof InvalidMessageError) throw error;
    throw new InvalidMessageError(error instanceof Error ? error.message : 'not JSON');
  }
}
