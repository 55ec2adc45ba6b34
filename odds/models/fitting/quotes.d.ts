import { type LineQuarters } from '#markets/mod.ts';
import { type Distribution } from '../football/distribution.ts';
import type { Pair } from '../football/in-play-parameters.ts';
/**
 * A fair price of a market, as a chance. Lines are in quarters of a goal and their share is W/(W+L) with
 * pushes dropped, which is what fair odds of a line imply. `weight` is how much it counts beside the
 * others, 1 when absent.
 */
export type MarketQuote = Readonly<{
    weight?: number;
}> & (Readonly<{
    market: 'match-result';
    home: number;
    draw: number;
    away: number;
}>
/** Counts all goals of the match. */
 | Readonly<{
    market: 'total-goals';
    line: LineQuarters;
    over: number;
}>
/** Line of the home side; counts the goals from now on. */
 | Readonly<{
    market: 'asian-handicap';
    line: LineQuarters;
    home: number;
}>);
/** Stake-weighted chances to win and to lose: linear in the distribution that they read. */
export type Decided = Readonly<{
    win: number;
    lose: number;
}>;
/** The two counts of goals to come which every line reads. */
export type GoalLine = 'difference' | 'total';
export type GoalLines = Readonly<Record<GoalLine, Distribution>>;
/** One chance that a model has to meet: W/(W+L) of a bet on the goals still to come. */
export type Equation = Readonly<{
    quote: number;
    outcome: 'home' | 'draw' | 'away' | 'over';
    of: GoalLine;
    read: (distribution: Distribution) => Decided;
    asked: number;
    askedLogOdds: number;
    /** Factor on the difference in log-odds: the root of the quote's weight × p(1 − p). */
    scale: number;
}>;
export declare const above: (pivot: number) => (of: Distribution) => Decided;
/**
 * What quotes say of the goals to come after a score, chance by chance.
 * @throws InputError NUMBER_INVALID for chances outside (0, 1), results that do not sum to 1, lines that
 * are no quarters or weights that are not above 0; STATE_CONTRADICTORY for a total that is passed already.
 */
export declare function equationsOf(quotes: readonly MarketQuote[], score: Pair): readonly Equation[];
/** How many numbers the quotes give: two for a result, whose chances sum to 1, and one for a line. */
export declare const knownNumbers: (quotes: readonly MarketQuote[]) => number;
