import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { choleskySolve } from './cholesky.ts';
import { maximise, type Objective } from './newton.ts';

const entries = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: 16,
  maxLength: 16,
});

/** A = B·Bᵀ + I and b = A·x for a known x. */
function systemOf(b: readonly number[], x: readonly number[]) {
  const at = (row: number, column: number): number => b[row * 4 + column] ?? 0;
  const dense = Array.from({ length: 16 }, (_, cell) => {
    const [row, column] = [Math.floor(cell / 4), cell % 4];
    const product = [0, 1, 2, 3].reduce((sum, k) => sum + at(row, k) * at(column, k), 0);
    return product + (row === column ? 1 : 0);
  });
  const right = [0, 1, 2, 3].map((row) =>
    x.reduce((sum, value, column) => sum + (dense[row * 4 + column] ?? 0) * value, 0),
  );
  return { matrix: Float64Array.from(dense), right: Float64Array.from(right) };
}

describe('Cholesky', () => {
  property.prop([
    entries,
    fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: -9, max: 9 }))),
  ])('finds the solution it was made from, and reads only the lower triangle', (b, x) => {
    const { matrix, right } = systemOf(b, x);
    const upperIsNoise = matrix.map((value, cell) =>
      cell % 4 > Math.floor(cell / 4) ? 99 : value,
    );
    const solved = choleskySolve(upperIsNoise, right);
    x.forEach((value, at) => expect(solved?.[at]).toBeCloseTo(value, 9));
  });

  test.each([
    ['singular', [1, 0, 1, 1]],
    ['indefinite', [1, 0, 2, 1]],
    ['not a number', [Number.NaN, 0, 0, 1]],
  ])('refuses a %s matrix', (_, cells) => {
    expect(choleskySolve(Float64Array.from(cells), Float64Array.of(1, 1))).toBeUndefined();
  });
});

/** ln cosh pulled back from the origin: Newton's full step overshoots it beyond |x| of about 1.09. */
const hill = (top: number): Objective => {
  const value = ([x = 0]: Float64Array): number => -Math.log(Math.cosh(x - top));
  return {
    value,
    curvature: (at) => {
      const slope = Math.tanh((at[0] ?? 0) - top);
      return {
        value: value(at),
        gradient: Float64Array.of(-slope),
        information: Float64Array.of(1 - slope ** 2),
      };
    },
  };
};

describe('maximise', () => {
  property.prop([fc.double({ min: -5, max: 5, noNaN: true })])(
    'climbs where full steps overshoot',
    (top) => {
      expect(maximise(hill(top), Float64Array.of(0))[0]).toBeCloseTo(top, 5);
    },
  );

  test('climbs out of a valley, where the function is not concave', () => {
    const value = ([x = 0]: Float64Array): number => 2 * x ** 2 - x ** 4;
    const found = maximise(
      {
        value,
        curvature: (at) => {
          const x = at[0] ?? 0;
          return {
            value: value(at),
            gradient: Float64Array.of(4 * x - 4 * x ** 3),
            information: Float64Array.of(12 * x ** 2 - 4),
          };
        },
      },
      Float64Array.of(0.1),
    );
    expect(found[0]).toBeCloseTo(1, 6);
  });

  test('refuses a plain and a slope without end', () => {
    const flat: Objective = {
      value: () => 0,
      curvature: () => ({
        value: 0,
        gradient: Float64Array.of(0),
        information: Float64Array.of(0),
      }),
    };
    const slope: Objective = {
      value: ([x = 0]) => x,
      curvature: ([x = 0]) => ({
        value: x,
        gradient: Float64Array.of(1),
        information: Float64Array.of(0),
      }),
    };
    expect(() => maximise(flat, Float64Array.of(0))).toThrow(InputError);
    expect(() => maximise(slope, Float64Array.of(0))).toThrow(InputError);
  });
});
