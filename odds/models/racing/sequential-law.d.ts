import { type OrderLaw } from './order-law.ts';
/**
 * Places filled one after the other, the next one by p^e / Σ p^e over the runners left, with e = 1 for
 * the winner and `exponents` for second, third, …; the last one holds from there on. No exponents is
 * Harville's law (JASA 68, 1973). Exponents below 1 are the discount model of Lo & Bacon-Shone (The
 * Statistician 43, 1994), which Benter (1994) used as well: they take off the favourites' excess of
 * places. A withdrawal leaves the other chances in proportion.
 * @throws InputError for bad win chances, or other than at most three exponents above 0 and up to 5.
 */
export declare function sequentialLaw(chances: readonly number[], exponents: readonly number[]): OrderLaw;
