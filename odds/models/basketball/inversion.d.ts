import type { BasketballModel } from './model.ts';
/** A line in points and the fair chance (pushes dropped) of the side that it is named from. */
export type PricedSpread = Readonly<{
    line: number;
    home: number;
}>;
export type PricedTotal = Readonly<{
    line: number;
    over: number;
}>;
/** Fair prices of a game, overtime included. */
export type BasketballPrices = Readonly<{
    spread: PricedSpread;
    total: PricedTotal;
    /** The chance that home wins. With a spread that is not 0 it says how wide the margin is. */
    moneyline?: number;
    /** A second total line, which says how wide the total is. */
    secondTotal?: PricedTotal;
}>;
/**
 * The model of a game that has these fair prices before it begins. Spread and moneyline give mu and sigma
 * (Polson & Stern 2015), two totals give mean and deviation; what is not given is taken from `start`. The
 * prices are those of the lists of scenarios, overtime and rounding included, not of the normal law.
 * @throws InputError NUMBER_INVALID when a chance is out of range, SPECIFIER_INVALID when a line is,
 * NO_SOLUTION when no model has these prices, as when a favourite by spread is not one by moneyline.
 */
export declare function basketballModelFrom(prices: BasketballPrices, start: BasketballModel): BasketballModel;
