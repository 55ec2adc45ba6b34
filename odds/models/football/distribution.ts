/**
 * A distribution over whole counts from `first` on, with prefix sums: `below[k]` is the chance of a
 * count under `first + k`, so every line is two lookups.
 */
export type Distribution = Readonly<{
  first: number;
  mass: Float64Array;
  below: Float64Array;
}>;

export function distribution(first: number, mass: Float64Array): Distribution {
  const below = new Float64Array(mass.length + 1);
  for (let at = 0; at < mass.length; at += 1) below[at + 1] = (below[at] ?? 0) + (mass[at] ?? 0);
  return { first, mass, below };
}

/** P(count = value). */
export const chanceAt = (of: Distribution, value: number): number => of.mass[value - of.first] ?? 0;

/** P(count < value). */
export function chanceBelow(of: Distribution, value: number): number {
  const at = Math.max(0, Math.min(value - of.first, of.mass.length));
  return of.below[at] ?? 0;
}

/** P(count > value). */
export function chanceAbove(of: Distribution, value: number): number {
  const from = Math.max(0, value + 1 - of.first);
  if (from >= of.mass.length) return 0;
  return (of.below[of.mass.length] ?? 0) - (of.below[from] ?? 0);
}

export function meanOf(of: Distribution): number {
  let sum = 0;
  of.mass.forEach((chance, at) => (sum += chance * (of.first + at)));
  return sum;
}
