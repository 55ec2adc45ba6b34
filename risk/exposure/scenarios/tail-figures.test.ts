import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';

import { tailRisk } from '../../formulas/mod.ts';
import { tailFigures, tailWeights } from './tail-figures.ts';
import { drawCells, streamOf, uniformAt } from './uniforms.ts';

const losses = fc
  .tuple(
    fc.constantFrom(128, 160, 1_024),
    fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 300 }),
  )
  .map(([size, values]) =>
    Float64Array.from({ length: size }, (_, at) => values[(at * 7) % values.length] ?? 0),
  );

property.prop([losses])('equals the definition over equally likely losses', (drawn) => {
  const weighted = [...drawn].map((loss) => ({ loss, p: 1 / drawn.length }));
  const before = drawn.slice();
  const figures = tailFigures(drawn);
  const [at95, at99] = [tailRisk(weighted, 0.95), tailRisk(weighted, 0.99)];
  expect(figures.cvar95).toBeCloseTo(at95.cvar, 8);
  expect(figures.cvar99).toBeCloseTo(at99.cvar, 8);
  expect(figures.var95).toBe(at95.var);
  expect(figures.var99).toBe(at99.var);
  expect(figures.worst).toBe(Math.max(...drawn));
  expect(drawn).toEqual(before);
});

property.prop([losses, fc.constantFrom(0.05, 0.01, 0.5)])(
  'the scenarios of a tail, weighted, give its mean',
  (drawn, share) => {
    const { weights, within } = tailWeights(drawn, share);
    const weighted = [...drawn].map((loss) => ({ loss, p: 1 / drawn.length }));
    const mean = weights.reduce((sum, weight, at) => sum + weight * (drawn[at] ?? 0), 0);
    expect(mean).toBeCloseTo(tailRisk(weighted, 1 - share).cvar, 8);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    weights.forEach((weight, at) => {
      expect((((within[at >> 5] ?? 0) >> (at & 31)) & 1) === 1).toBe(weight > 0);
    });
  },
);

test('uniform numbers are spread evenly and differ by stream', () => {
  const stream = streamOf(1, 'fixture core');
  const numbers = Array.from({ length: 65_536 }, (_, at) => uniformAt(stream, at));
  const bins = new Uint32Array(64);
  for (const number of numbers)
    bins[Math.floor(64 * number)] = (bins[Math.floor(64 * number)] ?? 0) + 1;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1_024) ** 2 / 1_024, 0);
  // 63 degrees of freedom: above 110 with a chance of 0.0002, and the seed is fixed.
  expect(chiSquare).toBeLessThan(110);
  const other = streamOf(1, 'fixture corners');
  const mean = numbers.reduce((sum, number, at) => sum + number * uniformAt(other, at), 0) / 65_536;
  expect(mean).toBeCloseTo(0.25, 2);
});

property.prop([fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }), fc.nat()])(
  'cells are drawn by the inverse distribution, and never without a chance',
  (weights, stream) => {
    const chances = Float64Array.from(weights);
    if (chances.every((chance) => chance === 0)) chances[0] = 1;
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    drawCells(chances, stream, 256).forEach((cell, at) => {
      const target = uniformAt(stream, at) * total;
      const upTo = chances.reduce((sum, chance, one) => (one <= cell ? sum + chance : sum), 0);
      expect(chances[cell]).toBeGreaterThan(0);
      expect(upTo).toBeGreaterThan(target);
      expect(upTo - (chances[cell] ?? 0)).toBeLessThanOrEqual(target);
    });
  },
);

test('a small move of the chances moves few scenarios', () => {
  const chances = Float64Array.from({ length: 50 }, () => 0.02);
  const before = drawCells(chances, 5, 8_192);
  chances[10] = 0.021;
  chances[11] = 0.019;
  const after = drawCells(chances, 5, 8_192);
  const moved = before.filter((cell, at) => cell !== after[at]).length;
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(30);
});

property.prop([losses, fc.array(fc.boolean(), { minLength: 1 }), fc.integer({ min: 1, max: 900 })])(
  'one more bet adds no more to a tail than what it wins',
  (drawn, pattern, win) => {
    const after = drawn.map((loss, at) =>
      pattern[at % pattern.length] === true ? loss + win : loss - 100,
    );
    expect(tailFigures(after).cvar99).toBeLessThanOrEqual(tailFigures(drawn).cvar99 + win + 1e-9);
  },
);
