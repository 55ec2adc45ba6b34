/**
 * Solves A·x = b for a symmetric positive definite A, of which only the lower triangle is read
 * (row-major, n × n). Undefined when A is not positive definite to working precision.
 */
export function choleskySolve(lower: Float64Array, b: Float64Array): Float64Array | undefined {
  const n = b.length;
  const factor = choleskyFactor(lower, n);
  if (factor === undefined) return undefined;
  const x = Float64Array.from(b);
  for (let row = 0; row < n; row += 1) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (factor[row * n + k] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < n; k += 1) sum -= (factor[k * n + row] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (factor[row * n + row] ?? 1);
  }
  return x;
}

/** What is left of a diagonal entry after elimination, below which it counts as nothing. */
const SINGULAR_SHARE = 1e-12;

function choleskyFactor(lower: Float64Array, n: number): Float64Array | undefined {
  const factor = Float64Array.from(lower);
  for (let column = 0; column < n; column += 1) {
    const whole = lower[column * n + column] ?? 0;
    let pivot = whole;
    for (let k = 0; k < column; k += 1) pivot -= (factor[column * n + k] ?? 0) ** 2;
    if (!(pivot > SINGULAR_SHARE * whole)) return undefined;
    const root = Math.sqrt(pivot);
    factor[column * n + column] = root;
    for (let row = column + 1; row < n; row += 1) {
      let sum = factor[row * n + column] ?? 0;
      for (let k = 0; k < column; k += 1) {
        sum -= (factor[row * n + k] ?? 0) * (factor[column * n + k] ?? 0);
      }
      factor[row * n + column] = sum / root;
    }
  }
  return factor;
}
