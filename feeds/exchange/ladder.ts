import type { Levelled, Priced } from './message.ts';

/** Which way the keys of a ladder run: 1 from the lowest, -1 from the highest. Best prices come first. */
export type LadderOrder = 1 | -1;

/**
 * A ladder after changes: entries are keyed by their first number (price or level) and hold absolute sizes;
 * size 0 takes an entry away, an unknown key included. The given ladder stays as it is.
 */
export function applyDeltas<Entry extends Priced | Levelled>(
  ladder: readonly Entry[],
  deltas: readonly Entry[],
  order: LadderOrder,
): readonly Entry[] {
  const next = [...ladder];
  for (const delta of deltas) {
    const at = placeOf(next, delta[0], order);
    const known = next[at]?.[0] === delta[0] ? 1 : 0;
    if (delta.at(-1) === 0) next.splice(at, known);
    else next.splice(at, known, delta);
  }
  return next;
}

/** Where the key is, or where it belongs. */
function placeOf(ladder: readonly (Priced | Levelled)[], key: number, order: LadderOrder): number {
  let [low, high] = [0, ladder.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ladder[middle]?.[0] ?? key;
    if ((other - key) * order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
