/** How many of the first runners home an order names. */
export type OrderDepth = 1 | 2 | 3;
/**
 * The law of a finishing order. Runners are indexed from 0 (number − 1); one whose win chance is 0 does
 * not run, and every chance that names it is 0.
 */
export type OrderLaw = Readonly<{
    /** Win chances; they sum to 1. */
    win: readonly number[];
    /** Chances to finish in the first `places`; they sum to the smaller of `places` and the field. */
    place: (places: number) => readonly number[];
    /** Chances of the first runners home: of (i, j, k) at index (i × n + j) × n + k. They sum to 1. */
    front: (depth: OrderDepth) => Float64Array;
    /** Chances to finish in front of all others of `group`, in its order; they sum to 1. */
    firstOf: (group: readonly number[]) => readonly number[];
    /** Win chances when these do not run after all: for them 0. */
    without: (withdrawn: readonly number[]) => readonly number[];
}>;
/**
 * Win chances of a field, scaled to a sum of exactly 1.
 * @throws InputError unless there are 2 to 40, each 0 or at least 1e-9, two of them positive, sum 1 ± 1e-6.
 */
export declare function checkedWin(win: readonly number[]): readonly number[];
/** @throws InputError unless `places` is a whole number from 1 to 40. */
export declare function checkPlaces(places: number): void;
/**
 * Those of `group` that run.
 * @throws InputError when it names a runner twice or one outside the field, or nobody who runs.
 */
export declare function checkGroup(group: readonly number[], win: readonly number[]): readonly number[];
/** Who is left after withdrawals. @throws InputError when fewer than two are. */
export declare function remainingAfter(withdrawn: readonly number[], win: readonly number[]): readonly number[];
