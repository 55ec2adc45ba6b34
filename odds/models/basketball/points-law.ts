import { normalCdf } from '../numeric/normal.ts';

/** Chances of the points of both sides in a stretch of play: `mass[home × width + away]`; they sum to 1. */
export type PointsLaw = Readonly<{ width: number; mass: Float64Array }>;

export type Moments = Readonly<{ mean: number; variance: number }>;
/** The moments of the home margin and of the total in a stretch of play. */
export type PointsMoments = Readonly<{ margin: Moments; total: Moments }>;

/** Below it a cell is left out: transforms round at about 1e-17, and nothing is priced so finely. */
const LEAST_CHANCE = 1e-15;
/** Standard deviations beyond which a side's points are left out. */
const REACH = 8.3;

/** Nobody scores. */
export const NO_POINTS: PointsLaw = { width: 1, mass: Float64Array.of(1) };

/**
 * Rounding to whole points adds 1/12 to a variance, which is taken off first (Sheppard), so that the
 * whole game has the variance asked for. In the last seconds there is not so much to take off.
 */
const LEAST_VARIANCE = 0.01;
const beforeRounding = (variance: number): number =>
  Math.max(variance - 1 / 12, variance / 2, LEAST_VARIANCE);

/** P(a ≤ Z ≤ b) without loss of digits in the upper tail. */
const between = (a: number, b: number): number =>
  a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);

/** Chances of the whole numbers from `first` on: the normal law half a point about each. */
function rounded({ mean, variance }: Moments, first: number, count: number): Float64Array {
  const deviation = Math.sqrt(beforeRounding(variance));
  const at = (edge: number): number => (edge - mean) / deviation;
  return Float64Array.from({ length: count }, (_, index) => {
    const value = first + index;
    return between(at(value - 0.5), at(value + 0.5));
  });
}

/** The law with the given masses, negligible cells left out, divided by their sum. */
export function normalised(width: number, mass: Float64Array): PointsLaw {
  let sum = 0;
  for (const chance of mass) if (chance >= LEAST_CHANCE) sum += chance;
  return { width, mass: mass.map((chance) => (chance >= LEAST_CHANCE ? chance / sum : 0)) };
}

/** Points of a side up to which the law is held. */
export const widthFor = (mean: number, variance: number): number =>
  Math.max(2, Math.ceil(mean + REACH * Math.sqrt(variance) + 2));

/**
 * The points of both sides in one stretch of play: margin and total are independent normal variables,
 * each rounded to whole points, given that home = (total + margin)/2 and away = (total − margin)/2 are
 * whole numbers from 0 on.
 */
export function pointsLaw({ margin, total }: PointsMoments): PointsLaw {
  const variance = (margin.variance + total.variance) / 4;
  const width = widthFor((total.mean + Math.abs(margin.mean)) / 2, variance);
  const byMargin = rounded(margin, 1 - width, 2 * width - 1);
  const byTotal = rounded(total, 0, 2 * width - 1);
  const mass = new Float64Array(width * width);
  let sum = 0;
  for (let home = 0; home < width; home += 1) {
    for (let away = 0; away < width; away += 1) {
      const chance = (byMargin[home - away + width - 1] ?? 0) * (byTotal[home + away] ?? 0);
      mass[home * width + away] = chance;
      sum += chance;
    }
  }
  return normalised(
    width,
    mass.map((chance) => chance / sum),
  );
}

/** Calls `visit` with every score that has a chance. */
export function forEachScore(
  { width, mass }: PointsLaw,
  visit: (home: number, away: number, chance: number) => void,
): void {
  for (let home = 0; home < width; home += 1) {
    for (let away = 0; away < width; away += 1) {
      const chance = mass[home * width + away] ?? 0;
      if (chance > 0) visit(home, away, chance);
    }
  }
}

/** Mean and variance of the points of each side. */
export function sideMoments(law: PointsLaw): Readonly<{ home: Moments; away: Moments }> {
  const sums = { home: 0, away: 0, homeSquare: 0, awaySquare: 0 };
  forEachScore(law, (home, away, chance) => {
    sums.home += chance * home;
    sums.away += chance * away;
    sums.homeSquare += chance * home * home;
    sums.awaySquare += chance * away * away;
  });
  const moments = (mean: number, square: number): Moments => ({
    mean,
    variance: Math.max(0, square - mean * mean),
  });
  return {
    home: moments(sums.home, sums.homeSquare),
    away: moments(sums.away, sums.awaySquare),
  };
}
