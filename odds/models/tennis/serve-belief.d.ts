import { type PointChances } from './points.ts';
/**
 * What is believed of a player's chance to win a point on his own serve: Beta(mean × points,
 * (1 − mean) × points). `points` is the strength: so many points of play would weigh as much.
 */
export type ServeBelief = Readonly<{
    mean: number;
    points: number;
}>;
/** Points on a player's own serve so far. */
export type ServePoints = Readonly<{
    won: number;
    played: number;
}>;
/** One for each player. */
export type ByPlayer<Of> = Readonly<{
    a: Of;
    b: Of;
}>;
/**
 * The beliefs after the points on serve so far, which are taken to be independent (the conjugate update of a
 * beta prior; for matches of tennis see Kovalchik & Reid 2019).
 * @throws InputError NUMBER_INVALID for a mean outside 0..1 or a negative number of points;
 * STATE_CONTRADICTORY when more points were won than played.
 */
export declare const updateServe: (prior: ByPlayer<ServeBelief>, observed: ByPlayer<ServePoints>) => ByPlayer<ServeBelief>;
/**
 * The chances of points to price with: the means of both beliefs. The spread of a belief is left out, so
 * that prices are those of the most likely strength.
 */
export declare const pointChancesOf: ({ a, b }: ByPlayer<ServeBelief>) => Pick<PointChances, "p" | "q">;
