import fc from 'fast-check';

import type { OrderModel } from '../order-model.ts';
import { seededRandom, type Random } from '#platform/mod.ts';

export const MODELS: readonly OrderModel[] = [
  { kind: 'harville' },
  { kind: 'discounted', exponents: [0.76, 0.62] },
  { kind: 'henery' },
  { kind: 'stern', shape: 4 },
];

const scaled = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

/** Win chances of a field, from even to very uneven; a 0 now and then does not run. */
export const fields = (
  minLength: number,
  maxLength: number,
  withNonRunners = false,
): fc.Arbitrary<readonly number[]> => {
  const weight = fc.double({ min: -7, max: 0, noNaN: true }).map(Math.exp);
  const runner = withNonRunners
    ? fc.oneof({ weight: 5, arbitrary: weight }, { weight: 1, arbitrary: fc.constant(0) })
    : weight;
  return fc
    .tuple(fc.array(runner, { minLength: minLength - 2, maxLength: maxLength - 2 }), weight, weight)
    .chain(([others, one, two]) =>
      fc.shuffledSubarray([...others, one, two], { minLength: others.length + 2 }),
    )
    .map(scaled);
};

/** A finishing order from running times: smallest first. */
const orderOfTimes = (times: readonly number[]): readonly number[] =>
  times.map((_, at) => at).sort((left, right) => (times[left] ?? 0) - (times[right] ?? 0));

/** Draws orders of independent running times `draw(random) + θ`. */
export function simulatedOrders(
  seed: string,
  count: number,
  theta: readonly number[],
  draw: (random: Random) => number,
): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    orderOfTimes(theta.map((location) => location + draw(random))),
  );
}

/** Draws orders place by place, straight from the definition of a discounted law. */
export function simulatedSequences(
  seed: string,
  count: number,
  win: readonly number[],
  exponents: readonly number[],
): readonly (readonly number[])[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const order: number[] = [];
    while (order.length < win.length) {
      const exponent =
        order.length === 0 ? 1 : (exponents[order.length - 1] ?? exponents.at(-1) ?? 1);
      const rest = win.map((chance, at) => (order.includes(at) ? 0 : chance ** exponent));
      let left = random.next() * rest.reduce((sum, weight) => sum + weight, 0);
      order.push(rest.findIndex((weight) => (left -= weight) < 0));
    }
    return order;
  });
}
