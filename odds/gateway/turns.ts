/** Who comes first has the news earlier, so everybody is first in turn, and in the next turn somebody far off. */
export function inTurn<T>(all: Iterable<T>, turn: number): readonly T[] {
  const list = [...all];
  const first = list.length < 2 ? 0 : (turn * strideOf(list.length)) % list.length;
  return first === 0 ? list : list.slice(first).concat(list.slice(0, first));
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** About so much of a circle, and with no factor in common with it: steps of this length meet every place once. */
function strideOf(places: number): number {
  let stride = Math.max(1, Math.round(GOLDEN * places));
  while (commonFactor(stride, places) > 1) stride += 1;
  return stride;
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));
