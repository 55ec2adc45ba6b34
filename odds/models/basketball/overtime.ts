import { forEachScore, normalised, widthFor, sideMoments, type PointsLaw } from './points-law.ts';

/**
 * How many points a side has from the overtimes that end level, any number of them: their law sums a
 * geometric number of level periods, which a renewal equation gives without an end to the periods.
 */
function levelPoints({ width, mass }: PointsLaw, count: number): Float64Array {
  const level = Float64Array.from({ length: width }, (_, at) => mass[at * width + at] ?? 0);
  const sums = new Float64Array(count);
  for (let points = 0; points < count; points += 1) {
    let sum = points === 0 ? 1 : 0;
    for (let last = 1; last <= points && last < width; last += 1) {
      sum += (level[last] ?? 0) * (sums[points - last] ?? 0);
    }
    sums[points] = sum / (1 - (level[0] ?? 0));
  }
  return sums;
}

/** Enough level overtimes that a further one has a chance below 1e-15. */
function enoughPeriods({ width, mass }: PointsLaw): number {
  let level = 0;
  for (let at = 0; at < width; at += 1) level += mass[at * width + at] ?? 0;
  return Math.max(1, Math.ceil(Math.log(1e-15) / Math.log(level)));
}

/** Points of all overtimes of a level game, played until one is decided; `period` is the law of one. */
export function overtimeLaw(period: PointsLaw): PointsLaw {
  const { home, away } = sideMoments(period);
  const side = home.mean > away.mean ? home : away;
  const periods = enoughPeriods(period);
  const most = widthFor(periods * side.mean, periods * side.variance);
  const level = levelPoints(period, Math.min(most, periods * period.width));
  const width = level.length + period.width;
  const mass = new Float64Array(width * width);
  forEachScore(period, (h, a, chance) => {
    if (h === a) return;
    level.forEach((before, points) => {
      if (before * chance > 1e-18) {
        const at = (h + points) * width + a + points;
        mass[at] = (mass[at] ?? 0) + before * chance;
      }
    });
  });
  return trimmed(normalised(width, mass));
}

/** The same law without the rows and columns at the end that hold nothing. */
function trimmed(law: PointsLaw): PointsLaw {
  let most = 0;
  forEachScore(law, (home, away) => (most = Math.max(most, home, away)));
  const width = most + 1;
  const mass = new Float64Array(width * width);
  forEachScore(law, (home, away, chance) => (mass[home * width + away] = chance));
  return { width, mass };
}

/**
 * The law of a game with overtime: decided scores stand, level ones take what overtime brings. `lead` is
 * the home lead before the stretch of play that `law` is about.
 */
export function withOvertime(law: PointsLaw, overtime: PointsLaw, lead: number): PointsLaw {
  const width = law.width + overtime.width - 1;
  const mass = new Float64Array(width * width);
  // The cells of overtime, by their distance from the cell of the level score.
  const distances: number[] = [];
  const shares: number[] = [];
  forEachScore(overtime, (home, away, share) => {
    distances.push(home * width + away);
    shares.push(share);
  });
  forEachScore(law, (home, away, chance) => {
    const at = home * width + away;
    if (lead + home !== away) {
      mass[at] = (mass[at] ?? 0) + chance;
      return;
    }
    for (let cell = 0; cell < distances.length; cell += 1) {
      const after = at + (distances[cell] ?? 0);
      mass[after] = (mass[after] ?? 0) + chance * (shares[cell] ?? 0);
    }
  });
  return trimmed(normalised(width, mass));
}
