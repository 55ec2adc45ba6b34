import { type HandicapSide, type LineDirection, type LineQuarters, type TotalSide } from '#markets/mod.ts';
import { type Distribution } from './distribution.ts';
/** Chances of the five results of a line bet; they sum to the distribution's mass. */
export type LineChances = Readonly<{
    win: number;
    halfWin: number;
    push: number;
    halfLose: number;
    lose: number;
}>;
/** Stake-weighted chances: half results count half as won or lost and half as returned. */
export type StakeWeighted = Readonly<{
    win: number;
    push: number;
    lose: number;
}>;
/** A line on any count: two lookups in the prefix sums and one cell. */
export declare function lineChances(of: Distribution, threshold: LineQuarters, direction: LineDirection): LineChances;
export declare function handicapChances(difference: Distribution, side: HandicapSide, line: LineQuarters): LineChances;
/** Totals: `current` goals are already on the board and are not part of the distribution. */
export declare const totalChances: (total: Distribution, side: TotalSide, line: LineQuarters, current?: number) => LineChances;
export declare const stakeWeighted: (chances: LineChances) => StakeWeighted;
/** The decimal odds at which the bet is worth nothing: 1 + L/W; Infinity when it cannot win. */
export declare function fairLineOdds(chances: LineChances): number;
/** Mean leg factor at the given decimal odds; minus 1 it is the expected value per unit staked. */
export declare function expectedLineFactor(chances: LineChances, odds: number): number;
