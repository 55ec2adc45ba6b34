/** A function and its slope at one point. */
export type Sloped = readonly [value: number, slope: number];

const MAX_ROUNDS = 100;

/** Where the root lies, and a Newton step so small that the next one would move the last bits only. */
export type Bracket = Readonly<{ low: number; high: number; enough?: number }>;

/**
 * The root of a decreasing function inside [low, high] by Newton's method, halving the bracket when a
 * step would leave it. A few rounds reach the last bits; the caller has checked that a root exists.
 */
export function decreasingRoot(
  f: (x: number) => Sloped,
  start: number,
  { low, high, enough = 0 }: Bracket,
): number {
  let from = low;
  let to = high;
  let x = start;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [value, slope] = f(x);
    if (value === 0) return x;
    if (value > 0) from = x;
    else to = x;
    const step = x - value / slope;
    const inside = step >= from && step <= to;
    const next = inside ? step : (from + to) / 2;
    const moved = Math.abs(next - x);
    if (moved <= 1e-16 * Math.max(1, Math.abs(x)) || (inside && moved <= enough)) return next;
    x = next;
  }
  return x;
}
