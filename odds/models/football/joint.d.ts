import { type HandicapSide, type ScorelinePick } from '#markets/mod.ts';
import type { HalfGrids } from './halves.ts';
import { type ScoreGrid } from './score-grid.ts';
/** The part of the match whose goals a leg counts. */
export type LegPeriod = 'match' | '1h' | '2h';
/** A player who gets each goal of his team with chance `share`; players of two legs are different. */
export type ScorerPick = Readonly<{
    market: 'anytime-scorer';
    team: HandicapSide;
    share: number;
}>;
export type BuilderLeg = Readonly<{
    period: LegPeriod;
    pick: ScorelinePick | ScorerPick;
}>;
export type JointChance = Readonly<{
    /** Chance of each leg by itself. */
    legs: readonly number[];
    joint: number;
    product: number;
    ratio: number;
    /** The legs exclude each other: no price may be given. */
    refuse: boolean;
}>;
/**
 * Joint chance of the legs of a bet builder, exact on the grid: the cells where every leg wins.
 * Legs of one half need the grids of the halves. A voided leg counts as not won.
 * @throws RangeError when a leg counts one half and the grid does not tell halves apart.
 */
export declare function jointChance(source: ScoreGrid | HalfGrids, legs: readonly BuilderLeg[]): JointChance;
