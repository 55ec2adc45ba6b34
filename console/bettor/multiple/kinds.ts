import { MAX_LINES } from '#contracts/mod.ts';
import { betTypeName, lineCount, SYSTEMS } from '#markets/mod.ts';

/** A way to make one bet of several selections. */
export type Kind = Readonly<{
  /** The sizes of the lines, joined by commas. */
  id: string;
  /** "Treble", "Yankee", "2 of 5", "2 of 4 with 1 banker". */
  name: string;
  /** Sizes of the lines among the legs that are no bankers, ascending. */
  folds: readonly number[];
  lines: number;
}>;

/**
 * Every bet that so many selections can make, the accumulator first, then the full-cover systems, then the
 * lines of one size. Without those that have more lines than a bet may have.
 */
export function kindsOf(freeLegs: number, bankers: number): readonly Kind[] {
  if (freeLegs < 1 || freeLegs + bankers < 2) return [];
  const systems = Object.values(SYSTEMS).filter(({ legs }) => legs === freeLegs);
  // Lines of one leg are singles, unless a banker stands in each of them.
  const least = bankers > 0 ? 1 : 2;
  const sizes = Array.from({ length: Math.max(0, freeLegs - least) }, (_, at) => [at + least]);
  return [[freeLegs], ...systems.map(({ folds }) => folds), ...sizes]
    .map((folds) => ({
      id: folds.join(),
      name: betTypeName(freeLegs, bankers, folds),
      folds,
      lines: lineCount(freeLegs, folds),
    }))
    .filter(({ lines }) => lines <= MAX_LINES);
}
