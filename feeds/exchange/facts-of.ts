import type { MarketBook } from './book.ts';

const LADDERS = ['atb', 'atl', 'trd', 'spb', 'spl', 'batb', 'batl', 'bdatb', 'bdatl'] as const;
const VALUES = ['ltp', 'tv', 'spn', 'spf'] as const;

/** A book as the dictionary of `SlowBooks`. */
export function factsOf({ runners, tv }: MarketBook): Map<string, string> {
  const facts = new Map<string, string>();
  if (tv !== null) facts.set('tv', String(tv));
  for (const runner of runners.values()) {
    const name = `${runner.id}/${String(runner.hc)}`;
    for (const ladder of LADDERS)
      for (const [key, ...rest] of runner[ladder])
        facts.set(`${name} ${ladder} ${key}`, rest.join(' '));
    for (const value of VALUES) {
      const held = runner[value];
      if (held !== null) facts.set(`${name} ${value}`, String(held));
    }
  }
  return facts;
}

export const sameFacts = (
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string> | undefined,
): boolean =>
  left.size === right?.size && [...left].every(([key, value]) => right.get(key) === value);
