/**
 * A root of `f` in [low, high], where f changes sign, to the last bits of a double. False position
 * with the Illinois correction, and a halving of the bracket whenever that is slow.
 * Undefined when f has the same sign at both ends.
 */
export declare function findRoot(f: (x: number) => number, low: number, high: number, tolerance?: number): number | undefined;
