import type { Specifiers } from '#contracts/mod.ts';
import type { Definition, Scenario } from '#markets/mod.ts';
/** Chances of the five results of one outcome; they sum to the mass of the scenarios. */
export type FiveWay = Readonly<{
    lose: number;
    halfLose: number;
    push: number;
    halfWin: number;
    win: number;
}>;
/**
 * The expectation of a market under a list of scenarios: per outcome the chances of its results, in the
 * order of the market's outcomes. A dead heat wins with its share of the stake and loses the rest.
 */
export declare function fiveWayOf<Facts>({ outcomes, settle }: Pick<Definition<Facts>, 'outcomes' | 'settle'>, specifiers: Specifiers, scenarios: Iterable<Scenario<Facts>>): readonly FiveWay[];
/**
 * The chance that makes 1/chance the fair price: stake-weighted win W against loss L, pushes dropped,
 * so that W × (odds − 1) = L. Undefined when the outcome can neither win nor lose.
 */
export declare function fairChance(chances: FiveWay): number | undefined;
