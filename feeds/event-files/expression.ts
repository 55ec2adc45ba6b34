import jsonata from 'jsonata';

import { InputError } from '#contracts/mod.ts';

/** What one expression may cost at most: it is written by people, and read for every message. */
const LIMITS = { timeout: 250, stack: 200, sequence: 100_000 } as const;
const LONGEST_EXPRESSION = 20_000;
/** These would make the same message different things, run code from data, or fill the memory. */
const REFUSED = ['now', 'millis', 'random', 'shuffle', 'eval', 'pad'];

export type Expression = (input: unknown) => Promise<unknown>;

/**
 * A JSONata expression of a configuration with limits of time, depth and length. Regular expressions are refused,
 * for a bad one cannot be stopped. @throws InputError when it cannot be read or uses what is refused
 */
export function expressionOf(text: string, field: string): Expression {
  if (text.length > LONGEST_EXPRESSION)
    throw new InputError(
      'FORMAT_INVALID',
      field,
      text.length,
      `must have at most ${LONGEST_EXPRESSION} characters`,
    );
  let compiled: ReturnType<typeof jsonata>;
  try {
    compiled = jsonata(text, LIMITS);
  } catch (error) {
    throw new InputError(
      'FORMAT_INVALID',
      field,
      text.slice(0, 80),
      `must be JSONata: ${whyOf(error)}`,
    );
  }
  const refused = refusedIn(compiled.ast());
  if (refused !== undefined)
    throw new InputError('FORMAT_INVALID', field, text.slice(0, 80), `must not use ${refused}`);
  return async (input) => {
    try {
      const result: unknown = await compiled.evaluate(input);
      // Sequences of the language carry marks of their own, which are not data.
      return result === undefined ? undefined : (JSON.parse(JSON.stringify(result)) as unknown);
    } catch (error) {
      throw new InputError('FORMAT_INVALID', field, text.slice(0, 80), `failed: ${whyOf(error)}`);
    }
  };
}

/** The first thing in a syntax tree that is refused. */
function refusedIn(root: unknown): string | undefined {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, value } = node as { type?: unknown; value?: unknown };
    if (type === 'regex') return 'regular expressions';
    if (type === 'variable' && typeof value === 'string' && REFUSED.includes(value))
      return `$${value}`;
    waiting.push(...(Object.values(node) as unknown[]));
  }
  return undefined;
}

/** Errors of the language are plain objects with a message and a place. */
function whyOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const { message } = error;
  const at = 'position' in error ? ` at character ${String(error.position)}` : '';
  return `${String(message)}${at}`;
}
