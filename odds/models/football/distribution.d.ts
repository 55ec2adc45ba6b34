/**
 * A distribution over whole counts from `first` on, with prefix sums: `below[k]` is the chance of a
 * count under `first + k`, so every line is two lookups.
 */
export type Distribution = Readonly<{
    first: number;
    mass: Float64Array;
    below: Float64Array;
}>;
export declare function distribution(first: number, mass: Float64Array): Distribution;
/** P(count = value). */
export declare const chanceAt: (of: Distribution, value: number) => number;
/** P(count < value). */
export declare function chanceBelow(of: Distribution, value: number): number;
/** P(count > value). */
export declare function chanceAbove(of: Distribution, value: number): number;
export declare function meanOf(of: Distribution): number;
