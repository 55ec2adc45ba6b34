import type { MarginModel, TotalModel } from './margin.ts';
/**
 * Four quarters of `quarterMinutes`: the home margin and the total of both sides are independent Brownian
 * motions (Stern 1994), so that the points of disjoint stretches of play are independent. `margin` and
 * `total` are those of the four quarters, in points. Overtime is played at the same rates.
 */
export type BasketballModel = Readonly<{
    margin: MarginModel;
    total: TotalModel;
    quarterMinutes: number;
    overtimeMinutes: number;
    /**
     * Points that an average possession brings: the side that has the ball is half of them ahead of the
     * score, as it is to have the odd possession of those that are left.
     */
    possessionPoints: number;
}>;
export declare const QUARTERS = 4;
/**
 * A game of the NBA between equal sides: the deviation of the margin is about 12 to 13.5 points in recent
 * seasons, that of the total about 18, and a possession brings about 1.1 points.
 */
export declare const NBA_GAME: BasketballModel;
/** @throws InputError NUMBER_INVALID outside the ranges in which the law of the points makes sense. */
export declare function checkModel(model: BasketballModel): void;
