/** Chances of one runner to win and to be placed, and the fraction of the win profit paid for a place. */
export type EachWayChances = Readonly<{
    win: number;
    place: number;
    fraction: number;
}>;
/**
 * Expected return of an each-way bet for each unit of its whole stake, half of which is on the win and
 * half on the place at 1 + (odds − 1) × fraction. 1 is fair.
 * @throws InputError for odds up to 1, a fraction outside (0, 1] or a place less likely than the win.
 */
export declare function eachWayReturn(odds: number, terms: EachWayChances): number;
/**
 * Decimal win odds, above 1, at which the each-way bet as a whole is fair.
 * @throws InputError as `eachWayReturn`.
 */
export declare function fairEachWayOdds(terms: EachWayChances): number;
/**
 * The fraction of fair win odds at which the place part alone is fair. Terms that pay more than this give
 * the bettor an edge on the place part.
 * @throws InputError for a place less likely than the win.
 */
export declare function fairPlaceFraction(terms: Omit<EachWayChances, 'fraction'>): number;
