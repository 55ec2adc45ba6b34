import { InputError } from '#contracts/mod.ts';

import { choleskySolve } from './cholesky.ts';

/** Value, gradient and minus the Hessian (row-major, lower triangle) of a function to be maximised. */
export type Curvature = Readonly<{
  value: number;
  gradient: Float64Array;
  information: Float64Array;
}>;

/** What Newton's method climbs. `value` is −Infinity outside the domain. */
export type Objective = Readonly<{
  value: (at: Float64Array) => number;
  curvature: (at: Float64Array) => Curvature;
}>;

const MAX_ROUNDS = 100;
const MAX_HALVINGS = 40;
/** Half the Newton decrement is what one more step could still gain. */
const GAIN_LEFT = 1e-13;

/**
 * Maximises by Newton's method with a ridge where the function is not concave and a halved step where it
 * does not rise. Ends when a further step could gain less than 1e-13 of the value.
 * @throws InputError NO_SOLUTION when the function has no single finite maximum.
 */
export function maximise(objective: Objective, start: Float64Array): Float64Array {
  let at = start;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { value, gradient, information } = objective.curvature(at);
    const newton = choleskySolve(information, gradient);
    const step = newton ?? dampedStep(information, gradient);
    const gain = dot(step, gradient) / 2;
    const next =
      gain > GAIN_LEFT * (1 + Math.abs(value))
        ? risingPoint(objective, { at, value, gain }, step)
        : undefined;
    if (next === undefined) {
      if (newton === undefined) break;
      return at;
    }
    at = next;
  }
  throw new InputError('NO_SOLUTION', 'matches', at.length, 'must determine every parameter');
}

const dot = (left: Float64Array, right: Float64Array): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);

/** Where the information matrix is not positive definite, its diagonal is raised until it is. */
function dampedStep(information: Float64Array, gradient: Float64Array): Float64Array {
  const n = gradient.length;
  const largest = information.reduce((most, cell) => Math.max(most, Math.abs(cell)), 1e-6);
  for (let damping = 2e-3 * largest; damping < 1e6 * largest; damping *= 10) {
    const damped = Float64Array.from(information);
    for (let at = 0; at < n; at += 1) damped[at * n + at] = (damped[at * n + at] ?? 0) + damping;
    const step = choleskySolve(damped, gradient);
    if (step !== undefined) return step;
  }
  throw new InputError('NO_SOLUTION', 'matches', n, 'must determine every parameter');
}

type Stand = Readonly<{ at: Float64Array; value: number; gain: number }>;

/** The first of the whole, half, quarter … step that rises as much as the slope promises (Armijo). */
function risingPoint(
  objective: Objective,
  { at, value, gain }: Stand,
  step: Float64Array,
): Float64Array | undefined {
  let share = 1;
  for (let halving = 0; halving < MAX_HALVINGS; halving += 1) {
    const next = at.map((from, index) => from + share * (step[index] ?? 0));
    if (objective.value(next) >= value + 1e-4 * share * gain) return next;
    share /= 2;
  }
  return undefined;
}
