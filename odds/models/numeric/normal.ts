const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

const TOP = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const BOTTOM = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

/** Upper tail of the standard normal law for x ≥ 0. */
function upperTail(x: number): number {
  if (x > 37) return 0;
  const density = Math.exp((-x * x) / 2);
  if (x < 7.07106781186547) return (density * polynomial(TOP, x)) / polynomial(BOTTOM, x);
  const fraction = x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))));
  return density / fraction / Math.sqrt(2 * Math.PI);
}

/** Φ(x) to about 1e-15 (Hart's rational approximation as given by West 2005). */
export const normalCdf = (x: number): number => (x > 0 ? 1 - upperTail(x) : upperTail(-x));

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/**
 * Φ⁻¹(p) for p in (0, 1): a rational start (Abramowitz & Stegun 26.2.23, error under 4.5e-4), then
 * Halley's steps on Φ, which reach the last bits. ±Infinity at 0 and 1.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  const top = polynomial([0.010328, 0.802853, 2.515517], t);
  const bottom = polynomial([0.001308, 0.189269, 1.432788, 1], t);
  let x = top / bottom - t;
  for (let round = 0; round < 4; round += 1) {
    const step = (normalCdf(x) - p) / density(x);
    x -= step / (1 + (x * step) / 2);
  }
  return x;
}
