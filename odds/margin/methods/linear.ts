import { bothWays, sumOf, type Method } from './method.ts';

/** Every value times the same factor. Always solves. */
export const MULTIPLICATIVE: Method = bothWays((values, sum) => {
  const before = sumOf(values);
  return { values: values.map((value) => (value * sum) / before) };
});

/** Every value plus the same amount; long shots may end below zero. */
export const ADDITIVE: Method = bothWays((values, sum) => {
  const share = (sum - sumOf(values)) / values.length;
  return { values: values.map((value) => value + share) };
});

/** The insiders' share z = (B − t)/(n − t) of Fingleton & Waldron 1999; nothing when every outcome wins. */
const insiders = (bookSum: number, fairSum: number, count: number): number | undefined =>
  count === fairSum ? undefined : (bookSum - fairSum) / (count - fairSum);

/** Balanced book, Fingleton & Waldron 1999: π = p + z(1 − p). */
export const BALANCED_BOOK: Method = {
  remove: (implied, fairSum) => {
    const z = insiders(sumOf(implied), fairSum, implied.length);
    if (z === undefined) return undefined;
    return { values: implied.map((price) => (price - z) / (1 - z)), parameter: { z } };
  },
  apply: (probabilities, bookSum) => {
    const z = insiders(bookSum, sumOf(probabilities), probabilities.length);
    if (z === undefined) return undefined;
    return { values: probabilities.map((p) => p + z * (1 - p)), parameter: { z } };
  },
};
