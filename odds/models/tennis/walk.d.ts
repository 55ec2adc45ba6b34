/** Counts of A and of B: points of a game, games of a set, or sets. */
export type Count = readonly [a: number, b: number];
/** Chances that A and that B wins, both worked out so that a tiny one keeps its digits. */
export type Split = Readonly<{
    a: number;
    b: number;
}>;
/** A score and its chance. */
export type Scored = Readonly<{
    score: Count;
    chance: number;
}>;
/** All scores after one number of steps: those at which play goes on, and those which have just ended it. */
export type Step = Readonly<{
    open: readonly Scored[];
    ended: readonly Scored[];
}>;
/** How play goes from score to score, one step to A or to B each. */
export type Walk = Readonly<{
    start: Count;
    splitAt: (score: Count) => Split;
    goesOn: (score: Count) => boolean;
}>;
export declare const totalOf: ([a, b]: Count) => number;
/** The scores of a walk after `taken` steps, and the chance that it has ended before. */
export declare function atStep(walk: Walk, taken: number): Readonly<{
    open: readonly Scored[];
    ended: number;
}>;
/** The sum of the chances. */
export declare const massOf: (parts: readonly Readonly<{
    chance: number;
}>[]) => number;
/**
 * The scores with which a walk ends, each once. At a level score `cut` may give the chances of those who
 * win from there on, who are then taken to win the next two steps; `taken` counts the steps so far.
 */
export declare function endsOf(walk: Walk, cut: (level: Scored, taken: number) => Split | undefined): readonly Scored[];
/** The chances of A and of B to be ahead at the end. */
export declare function splitOf(ends: readonly Scored[]): Split;
/** Two in a row before the other wins two in a row; an endless exchange counts as even. */
export declare function twoAhead(win: number, lose: number): Split;
