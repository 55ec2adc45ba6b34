import { parseArgs } from 'node:util';

export type StormOptions = Readonly<{
  /** How many clients. */
  count: number;
  /** Price changes of all fixtures together. */
  updatesPerS: number;
}>;

/** Throws RangeError when an option is not a whole number from 1. */
export function stormOptions(args: readonly string[]): StormOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      clients: { type: 'string', default: '5000' },
      updates: { type: 'string', default: '4' },
    },
  });
  return { count: whole('clients', values.clients), updatesPerS: whole('updates', values.updates) };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(`--${name} must be a whole number from 1: ${text}`);
}
