/** Chances of the points of both sides in a stretch of play: `mass[home × width + away]`; they sum to 1. */
export type PointsLaw = Readonly<{
    width: number;
    mass: Float64Array;
}>;
export type Moments = Readonly<{
    mean: number;
    variance: number;
}>;
/** The moments of the home margin and of the total in a stretch of play. */
export type PointsMoments = Readonly<{
    margin: Moments;
    total: Moments;
}>;
/** Nobody scores. */
export declare const NO_POINTS: PointsLaw;
/** The law with the given masses, negligible cells left out, divided by their sum. */
export declare function normalised(width: number, mass: Float64Array): PointsLaw;
/** Points of a side up to which the law is held. */
export declare const widthFor: (mean: number, variance: number) => number;
/**
 * The points of both sides in one stretch of play: margin and total are independent normal variables,
 * each rounded to whole points, given that home = (total + margin)/2 and away = (total − margin)/2 are
 * whole numbers from 0 on.
 */
export declare function pointsLaw({ margin, total }: PointsMoments): PointsLaw;
/** Calls `visit` with every score that has a chance. */
export declare function forEachScore({ width, mass }: PointsLaw, visit: (home: number, away: number, chance: number) => void): void;
/** Mean and variance of the points of each side. */
export declare function sideMoments(law: PointsLaw): Readonly<{
    home: Moments;
    away: Moments;
}>;
