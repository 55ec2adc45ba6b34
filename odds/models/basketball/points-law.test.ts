import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { overtimeLaw, withOvertime } from './overtime.ts';
import {
  forEachScore,
  NO_POINTS,
  normalised,
  pointsLaw,
  sideMoments,
  type PointsLaw,
} from './points-law.ts';
import { sumOfLaws } from './sum-of-laws.ts';

const total = ({ mass }: PointsLaw): number => mass.reduce((sum, chance) => sum + chance, 0);
const at = ({ width, mass }: PointsLaw, home: number, away: number): number =>
  home < width && away < width ? (mass[home * width + away] ?? 0) : 0;

/** Every pair of scores of two laws, the slow way. */
function slowSum(left: PointsLaw, right: PointsLaw): PointsLaw {
  const width = left.width + right.width - 1;
  const mass = new Float64Array(width * width);
  forEachScore(left, (h, a, chance) =>
    forEachScore(right, (home, away, other) => {
      const cell = (h + home) * width + a + away;
      mass[cell] = (mass[cell] ?? 0) + chance * other;
    }),
  );
  return { width, mass };
}

function expectEqual(fast: PointsLaw, slow: PointsLaw): void {
  for (let home = 0; home < slow.width; home += 1) {
    for (let away = 0; away < slow.width; away += 1) {
      expect(Math.abs(at(fast, home, away) - at(slow, home, away))).toBeLessThan(1e-13);
    }
  }
}

const smallLaw = fc
  .integer({ min: 1, max: 6 })
  .chain((width) =>
    fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
        minLength: width * width,
        maxLength: width * width,
      })
      .map((mass) => normalised(width, Float64Array.from(mass))),
  )
  .map((law) => {
    const sum = total(law);
    return { width: law.width, mass: law.mass.map((chance) => chance / sum) };
  });

type Stretch = Readonly<Record<'minutes' | 'mu' | 'sigma' | 'mean' | 'sd', number>>;
const stretch: fc.Arbitrary<Stretch> = fc.record({
  minutes: fc.double({ min: 0.01, max: 48, noNaN: true }),
  mu: fc.double({ min: -20, max: 20, noNaN: true }),
  sigma: fc.double({ min: 6, max: 20, noNaN: true }),
  mean: fc.double({ min: 130, max: 260, noNaN: true }),
  sd: fc.double({ min: 8, max: 25, noNaN: true }),
});
const momentsOf = ({ minutes, mu, sigma, mean, sd }: Stretch) => {
  const share = minutes / 48;
  return {
    margin: { mean: share * mu, variance: share * sigma ** 2 },
    total: { mean: share * mean, variance: share * sd ** 2 },
  };
};

describe('points of a stretch of play', () => {
  property.prop([stretch])('have chances that sum to 1, however short the stretch', (of) => {
    expect(total(pointsLaw(momentsOf(of)))).toBeCloseTo(1, 12);
  });

  // With fewer points a quarter what lies below nought, and is left out, begins to count.
  const quarterOfMany = stretch.filter(
    ({ mean, sd, sigma, mu }) => mean > 200 && sd < 20 && sigma < 15 && Math.abs(mu) < 10,
  );
  property.prop([quarterOfMany])('have the moments asked for', (of) => {
    const asked = momentsOf({ ...of, minutes: 12 });
    const { home, away } = sideMoments(pointsLaw(asked));
    const variance = (asked.margin.variance + asked.total.variance) / 4;
    expect(home.mean + away.mean).toBeCloseTo(asked.total.mean, 1);
    expect(home.mean - away.mean).toBeCloseTo(asked.margin.mean, 1);
    expect(home.variance / variance).toBeCloseTo(1, 1);
    expect(away.variance / variance).toBeCloseTo(1, 1);
  });

  test('of an average quarter are those of the normal law', () => {
    const { home, away } = sideMoments(
      pointsLaw({ margin: { mean: 1, variance: 39 }, total: { mean: 56, variance: 81 } }),
    );
    expect(home.mean).toBeCloseTo(28.5, 4);
    expect(away.mean).toBeCloseTo(27.5, 4);
    expect(home.variance).toBeCloseTo(30, 3);
  });

  test('nobody scores in no time', () => {
    const nothing = { mean: 0, variance: 0 };
    const law = pointsLaw({ margin: nothing, total: nothing });
    expect(at(law, 0, 0)).toBeCloseTo(1, 5);
  });
});

describe('the sum of stretches', () => {
  property.prop([smallLaw, smallLaw, smallLaw])('is the slow convolution', (a, b, c) => {
    expectEqual(sumOfLaws([a, b]), slowSum(a, b));
    expectEqual(sumOfLaws([a, b, c, b]), slowSum(slowSum(slowSum(a, b), c), b));
  });

  test('of quarters is that of the slow convolution, where the transform is cut short too', () => {
    const quarter = pointsLaw({
      margin: { mean: 1, variance: 39 },
      total: { mean: 56, variance: 81 },
    });
    expectEqual(sumOfLaws([quarter, quarter]), slowSum(quarter, quarter));
  });

  test('with nothing is the law itself', () => {
    const law = pointsLaw({ margin: { mean: 0, variance: 20 }, total: { mean: 30, variance: 40 } });
    expect(sumOfLaws([law, NO_POINTS])).toBe(law);
    expect(sumOfLaws([NO_POINTS, NO_POINTS])).toBe(NO_POINTS);
  });
});

describe('overtime', () => {
  const period = pointsLaw({
    margin: { mean: 0.5, variance: 16 },
    total: { mean: 23, variance: 34 },
  });

  test('is played until it is decided: the slow way, period by period', () => {
    let before: PointsLaw = NO_POINTS;
    const width = 200;
    const mass = new Float64Array(width * width);
    for (let round = 0; round < 25; round += 1) {
      const after = slowSum(before, period);
      const level = new Float64Array(after.width ** 2);
      forEachScore(after, (home, away, chance) => {
        if (home === away) level[home * after.width + away] = chance;
        else if (home < width && away < width) {
          mass[home * width + away] = (mass[home * width + away] ?? 0) + chance;
        }
      });
      // Cut off where nothing is left, or the periods would grow without end.
      const kept = Math.min(after.width, 150);
      before = { width: kept, mass: new Float64Array(kept * kept) };
      for (let points = 0; points < kept; points += 1) {
        before.mass[points * kept + points] = level[points * after.width + points] ?? 0;
      }
    }
    const law = overtimeLaw(period);
    expect(total(law)).toBeCloseTo(1, 12);
    expectEqual(law, { width, mass });
  });

  test('changes level scores alone', () => {
    const game = pointsLaw({
      margin: { mean: 0, variance: 20 },
      total: { mean: 20, variance: 30 },
    });
    const law = withOvertime(game, overtimeLaw(period), 0);
    expect(total(law)).toBeCloseTo(1, 12);
    forEachScore(law, (home, away) => expect(home).not.toBe(away));
    const ahead = withOvertime(game, overtimeLaw(period), 100);
    forEachScore(game, (home, away, chance) =>
      expect(Math.abs(at(ahead, home, away) - chance)).toBeLessThan(1e-12),
    );
  });
});
