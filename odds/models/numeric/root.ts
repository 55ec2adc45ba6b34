const MAX_ROUNDS = 200;

/**
 * A root of `f` in [low, high], where f changes sign, to the last bits of a double. False position
 * with the Illinois correction, and a halving of the bracket whenever that is slow.
 * Undefined when f has the same sign at both ends.
 */
export function findRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-15,
): number | undefined {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  const rising = fb > 0;
  if (fa > 0 === rising) return undefined;
  let side = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const width = b - a;
    const crossing = b - (fb * width) / (fb - fa);
    const x = round % 3 === 2 || !(crossing > a && crossing < b) ? a + width / 2 : crossing;
    const fx = f(x);
    if (fx === 0 || width <= tolerance * (Math.abs(a) + Math.abs(b))) return x;
    if (fx > 0 === rising) {
      [b, fb] = [x, fx];
      if (side === 1) fa /= 2;
      side = 1;
    } else {
      [a, fa] = [x, fx];
      if (side === -1) fb /= 2;
      side = -1;
    }
  }
  return a + (b - a) / 2;
}
