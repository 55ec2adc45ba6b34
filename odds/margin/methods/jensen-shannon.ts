import { findRoot } from '../../models/numeric/root.ts';
import { bothWays, SLACK, sumOf, type Method } from './method.ts';

/**
 * (m + δ) ln((m + δ)/m) + (m − δ) ln((m − δ)/m), in a form that keeps its digits when δ is small:
 * what is left is of the order of δ².
 */
function spread(m: number, delta: number): number {
  const x = delta / m;
  if (Math.abs(x) >= 1) return 2 * m * Math.LN2;
  return m * Math.log1p(-x * x) + 2 * delta * Math.atanh(x);
}

/** Jensen-Shannon distance (root of the divergence, natural log) of (p, 1−p) from (q, 1−q). */
function binaryDistance(p: number, q: number): number {
  const middle = (p + q) / 2;
  const delta = (p - q) / 2;
  const divergence = (spread(middle, delta) + spread(1 - middle, delta)) / 2;
  return Math.sqrt(Math.max(0, divergence));
}

/** The probability at a distance from `q`, below or above it; undefined when 0 or 1 comes first. */
function atDistance(q: number, distance: number, below: boolean): number | undefined {
  if (distance === 0) return q;
  const miss = (p: number): number => binaryDistance(p, q) - distance;
  return below ? findRoot(miss, 0, q) : findRoot(miss, q, 1);
}

function equalDistance(values: readonly number[], target: number): readonly number[] | undefined {
  if (values.some((value) => value <= 0 || value >= 1)) return undefined;
  const excess = sumOf(values) - target;
  if (Math.abs(excess) <= SLACK) return values;
  const below = excess > 0;
  const at = (distance: number): readonly number[] =>
    values.map((q) => atDistance(q, distance, below) ?? (below ? 0 : 1));
  const reach = Math.min(...values.map((q) => binaryDistance(below ? 0 : 1, q)));
  const distance = findRoot((d) => sumOf(at(d)) - target, 0, reach);
  return distance === undefined ? undefined : at(distance);
}

/**
 * Every fair probability at the same Jensen-Shannon distance from its price; the distance is symmetric,
 * so the way back is the same. No solution when some outcome reaches 0 or 1 first.
 */
export const JENSEN_SHANNON: Method = bothWays((values, target) => {
  const moved = equalDistance(values, target);
  return moved && { values: moved };
});
