/** Chances of a player who scores each goal of his team with chance `share`, at constant rates. */
export type ScorerChances = Readonly<{
    anytime: number;
    first: number;
    twoOrMore: number;
}>;
/** `ownRate` and `otherRate` are the goals expected of his team and of the other. */
export declare function scorerChances(ownRate: number, otherRate: number, share: number): ScorerChances;
