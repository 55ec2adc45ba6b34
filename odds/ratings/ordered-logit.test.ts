import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { seededRandom } from '#platform/mod.ts';

import {
  fitOrderedLogit,
  orderedLogitObjective,
  resultFromDifference,
  type LinkSample,
  type OrderedLogit,
} from './ordered-logit.ts';

const RESULTS = ['home', 'draw', 'away'] as const;
const difference = fc.double({ min: -4, max: 4, noNaN: true });
const samples: fc.Arbitrary<readonly LinkSample[]> = fc.array(
  fc.record({ difference, result: fc.constantFrom(...RESULTS) }),
  { maxLength: 20 },
);
const link: fc.Arbitrary<OrderedLogit> = fc
  .record({
    slope: fc.double({ min: -1, max: 3, noNaN: true }),
    awayCut: fc.double({ min: -2, max: 1, noNaN: true }),
    gap: fc.double({ min: 0.1, max: 3, noNaN: true }),
  })
  .map(({ slope, awayCut, gap }) => ({ slope, awayCut, homeCut: awayCut + gap }));
const vectorOf = ({ slope, awayCut, homeCut }: OrderedLogit): Float64Array =>
  Float64Array.of(slope, awayCut, homeCut);

describe('the ordered logit', () => {
  property.prop([link, difference])('gives the chances of its definition', (of, x) => {
    const { home, draw, away } = resultFromDifference(of, x);
    const below = (cut: number): number => 1 / (1 + Math.exp(of.slope * x - cut));
    expect(away).toBeCloseTo(below(of.awayCut), 12);
    expect(draw).toBeCloseTo(below(of.homeCut) - below(of.awayCut), 12);
    expect(home + draw + away).toBeCloseTo(1, 12);
  });

  test.each([-60, 60])('keeps every chance above 0 at a difference of %d', (x) => {
    const chances = resultFromDifference({ slope: 2, awayCut: -0.6, homeCut: 0.6 }, x);
    RESULTS.forEach((result) => expect(chances[result]).toBeGreaterThan(0));
  });

  property.prop([samples, link])('has the slopes of finite differences', (of, drawn) => {
    const { value, curvature } = orderedLogitObjective(of);
    const at = vectorOf(drawn);
    const { gradient, information } = curvature(at);
    const step = 1e-5;
    for (let row = 0; row < 3; row += 1) {
      const [up, down] = [step, -step].map((by) => at.with(row, (at[row] ?? 0) + by));
      if (up === undefined || down === undefined) throw new Error('two sides');
      const slope = (value(up) - value(down)) / (2 * step);
      expect(Math.abs((gradient[row] ?? 0) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      for (let column = 0; column < row; column += 1) {
        const [high, low] = [curvature(up).gradient, curvature(down).gradient];
        const bend = -((high[column] ?? 0) - (low[column] ?? 0)) / (2 * step);
        const got = information[row * 3 + column] ?? 0;
        expect(Math.abs(got - bend)).toBeLessThan(1e-4 * (1 + Math.abs(bend)));
      }
    }
  });

  test('gives back the link that results were drawn from (seed link-7)', () => {
    const truth: OrderedLogit = { slope: 1.4, awayCut: -0.8, homeCut: 0.5 };
    const random = seededRandom('link-7');
    const drawn = Array.from({ length: 20_000 }, (): LinkSample => {
      const x = random.normal(0.2, 0.8);
      const { home, draw } = resultFromDifference(truth, x);
      const u = random.next();
      return { difference: x, result: u < home ? 'home' : u < home + draw ? 'draw' : 'away' };
    });
    const found = fitOrderedLogit(drawn);
    // Standard errors are near 0.02.
    expect(Math.abs(found.slope - truth.slope)).toBeLessThan(0.08);
    expect(Math.abs(found.awayCut - truth.awayCut)).toBeLessThan(0.08);
    expect(Math.abs(found.homeCut - truth.homeCut)).toBeLessThan(0.08);
  });

  property.prop([samples])('fits anything, even what a line separates', (of) => {
    const { slope, awayCut, homeCut } = fitOrderedLogit(of);
    expect([slope, awayCut, homeCut].every(Number.isFinite)).toBe(true);
    expect(homeCut).toBeGreaterThan(awayCut);
    const { value } = orderedLogitObjective(of);
    const best = value(Float64Array.of(slope, awayCut, homeCut));
    for (const by of [1e-3, -1e-3]) {
      expect(value(Float64Array.of(slope + by, awayCut, homeCut))).toBeLessThanOrEqual(best);
      expect(value(Float64Array.of(slope, awayCut + by, homeCut))).toBeLessThanOrEqual(best);
      expect(value(Float64Array.of(slope, awayCut, homeCut + by))).toBeLessThanOrEqual(best);
    }
  });
});
