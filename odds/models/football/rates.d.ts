import { type InPlayParameters, type Pair } from './in-play-parameters.ts';
export declare const MATCH_MINUTES = 90;
export declare const HALF_MINUTES = 45;
/** Base rates (goals per match at level score, before time effects) and the in-play parameter set. */
export type InPlayModel = Readonly<{
    lambda: number;
    mu: number;
    parameters: InPlayParameters;
}>;
/** The factor by which red cards multiply each side's whole rate. */
export declare function redCardFactors(parameters: InPlayParameters, redCards: Pair): Pair;
/** The multiplier in force at a minute: the last minute of each half carries the stoppage time. */
export declare function injuryMultiplier(parameters: InPlayParameters, minute: number): number;
/** Scoring rates in goals per match at a score and a minute (0..90), with eleven players a side. */
export declare function scoringRates(model: InPlayModel, score: Pair, minute: number): Pair;
