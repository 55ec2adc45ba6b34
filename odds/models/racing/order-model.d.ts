import type { OrderLaw } from './order-law.ts';
/** How win chances become chances of the whole order; see `sequentialLaw` and `raceLaw`. */
export type OrderModel = Readonly<{
    kind: 'harville';
}>
/** `exponents` of second, third, fourth and later places. */
 | Readonly<{
    kind: 'discounted';
    exponents: readonly number[];
}>
/** Normal running times. */
 | Readonly<{
    kind: 'henery';
}>
/** Gamma running times of a whole shape from 1 to 50. */
 | Readonly<{
    kind: 'stern';
    shape: number;
}>;
/** Lo & Bacon-Shone (1994): the discounts that stand in for normal running times. */
export declare const LO_BACON_SHONE_1994: OrderModel;
/** Benter (1994): fitted to Hong Kong results. */
export declare const BENTER_1994: OrderModel;
/**
 * Fitted by maximum likelihood of the placed runners given the winner, from normalised Betfair starting
 * prices of 3,959 races on 2 or 3 places (Australia and New Zealand, May 2020 and December 2025;
 * Britain and Ireland, April 2026). Standard errors 0.025 and 0.024. Log-likelihood −11,211.9 against
 * −11,416.4 of Harville, −11,215.7 and −11,218.8 of the two above, −11,245.7 of Stern with shape 4 and
 * −11,207.6 of Henery, which has nothing to fit and is the better law where milliseconds do not count.
 */
export declare const MARKET_DISCOUNT: OrderModel;
/**
 * The law of the finishing order of a field with these win chances (0 for a runner that does not run).
 * @throws InputError for bad chances or parameters.
 */
export declare function orderLaw(model: OrderModel, win: readonly number[]): OrderLaw;
