import type { IceHockeyModel } from './model.ts';
/** Fair prices of a game, overtime and shoot-out included. */
export type IceHockeyPrices = Readonly<{
    /** The chance that home wins. */
    moneyline: number;
    /** A line in goals and the fair chance (pushes dropped) of going over it. */
    total: Readonly<{
        line: number;
        over: number;
    }>;
}>;
/**
 * The model of a game that has these fair prices before it begins: Newton's method on both rates, in
 * quantiles of the normal law, in which prices are nearly straight. All else is taken from `start`.
 * @throws InputError NUMBER_INVALID when a chance is out of range, SPECIFIER_INVALID when the line is,
 * NO_SOLUTION when no rates have these prices.
 */
export declare function iceHockeyModelFrom({ moneyline, total }: IceHockeyPrices, start: IceHockeyModel): IceHockeyModel;
