import { fc } from '@fast-check/vitest';

type Refusal = abstract new (...args: never[]) => Error;

/** A parser under fuzzing: what it is fed, and what must hold of each input. */
export type Fuzzed = Readonly<{
  name: string;
  property: fc.IAsyncProperty<[unknown]>;
}>;

/** A finding: what was read breaks a promise of the reader. */
export class FindingError extends Error {
  override readonly name = 'FindingError';
}

/** Errors that no input may bring about. */
const BUGS: readonly Refusal[] = [
  ...[TypeError, RangeError, ReferenceError, SyntaxError, FindingError],
];

/**
 * A parser that reads an input, or refuses it by one of the errors that it documents; any other error is a finding.
 * Without documented errors every error is a refusal but those that only a mistake in the program throws.
 */
export function fuzzed<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  refusals: readonly Refusal[],
  read: (input: Input) => void | Promise<void>,
): Fuzzed {
  const isRefusal = (error: unknown): boolean =>
    refusals.length > 0
      ? refusals.some((refusal) => error instanceof refusal)
      : error instanceof Error && !BUGS.some((bug) => error instanceof bug);
  const property = fc.asyncProperty(inputs, async (input) => {
    try {
      await read(input);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  });
  return { name, property: property };
}

/** @throws FindingError */
export function must(isSo: boolean, what: string): void {
  if (!isSo) throw new FindingError(what);
}
