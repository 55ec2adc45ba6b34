import { fc } from '@fast-check/vitest';

export const sumOf = (values: readonly number[]): number =>
  values.reduce((all, value) => all + value, 0);

export const sharesOf = (weights: readonly number[]): readonly number[] => {
  const sum = sumOf(weights);
  return weights.map((weight) => weight / sum);
};

const weightsOf = (least: number, maxLength: number) =>
  fc.array(fc.double({ min: least, max: 1, noNaN: true }), { minLength: 2, maxLength });

/** Fair probabilities of 2 to 9 outcomes that sum to 1, none very small. */
export const fairBooks = weightsOf(0.02, 9).map((weights) => sharesOf(weights));

/** Up to 40 outcomes, some of them all but impossible. */
export const wildBooks = fc
  .tuple(weightsOf(1e-6, 40), fc.integer({ min: 0, max: 4 }))
  .map(([weights, power]) => sharesOf(weights.map((weight) => weight ** (1 + power))));

export const margins = fc.double({ min: 0, max: 0.25, noNaN: true });
