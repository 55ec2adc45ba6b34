import type { RacingMarketType, Specifiers } from '#contracts/mod.ts';
import type { OrderLaw } from './order-law.ts';
/**
 * Chances that the outcomes of a racing market win, in their order; 0 for those that would be void
 * whatever happens. The same as the expectation of the market's `settle` over all finishing orders, by
 * the law's own sums instead of the orders, of which a large field has too many.
 * @throws InputError when the specifiers are not the market's or name another field, or the law cannot
 * sum so many places.
 */
export declare function racingChances(law: OrderLaw, type: RacingMarketType, specifiers: Specifiers): readonly number[];
