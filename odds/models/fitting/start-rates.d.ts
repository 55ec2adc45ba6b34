import type { Pair } from '../football/in-play-parameters.ts';
import type { MarketQuote } from './quotes.ts';
/**
 * Rates from which a fit of quotes starts: the total and the supremacy of the goals still to come, as if
 * they were normal with the total as variance. `usualTotal` stands in when no total is quoted.
 */
export declare function startRates(quotes: readonly MarketQuote[], score: Pair, usualTotal: number): Pair;
