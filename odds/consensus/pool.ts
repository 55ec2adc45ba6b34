import { devigWithFallback } from '../margin/mod.ts';

/** Fair chances of one book in the order of the outcomes; null where it has no price. */
export type Chances = readonly (number | null)[];

/** A book's chances and what they weigh. */
export type Voice = Readonly<{ chances: Chances; weight: number }>;

const logit = (p: number): number => Math.log(p) - Math.log1p(-p);
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * The weighted mean of the books' log-odds, outcome by outcome over the books that price it, shifted by one
 * amount for all outcomes to meet the fair sum. Undefined while some outcome is priced by no book.
 */
export function poolOf(
  voices: readonly Voice[],
  fairSum: number,
  outcomeCount: number,
): readonly number[] | undefined {
  const means: number[] = [];
  for (let outcome = 0; outcome < outcomeCount; outcome += 1) {
    let [sum, weights] = [0, 0];
    for (const { chances, weight } of voices) {
      const p = chances[outcome] ?? null;
      if (p === null || weight === 0) continue;
      sum += weight * logit(p);
      weights += weight;
    }
    if (weights === 0) return undefined;
    means.push(logistic(sum / weights));
  }
  return devigWithFallback(means, 'odds-ratio', fairSum)?.probabilities;
}

/**
 * How far a book is from a pool: the root of the mean squared difference of log-odds over the outcomes it
 * prices, weighted by p(1 − p), so that a long shot's few hundredths do not speak louder than a favourite.
 */
export function distanceOf(chances: Chances, pool: readonly number[]): number {
  let [sum, weights] = [0, 0];
  chances.forEach((p, outcome) => {
    const q = pool[outcome];
    if (p === null || q === undefined) return;
    const weight = q * (1 - q);
    sum += weight * (logit(p) - logit(q)) ** 2;
    weights += weight;
  });
  return weights === 0 ? 0 : Math.sqrt(sum / weights);
}
