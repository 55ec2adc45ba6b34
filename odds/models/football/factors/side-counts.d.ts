import type { Pair } from '../in-play-parameters.ts';
import { type ScoreGrid } from '../score-grid.ts';
/**
 * Events of two sides still to come. Their number is negative binomial: Poisson with a gamma-mixed level
 * of the match that both sides share. Whose each is follows an urn: the next is the home side's with odds
 * (odds × home weight) : away weight, and each event adds 1 to a weight, to that of its own side (Pólya:
 * one side keeps the upper hand, as with corners) or of the other (Friedman: referees even out cards).
 */
export type CountLaw = Readonly<{
  /** Counted already. */
  soFar: Pair;
  /** Expected further events of both sides. */
  mean: number;
  /** Shape of the gamma level: variance mean + mean²/shape; Infinity is Poisson. */
  shape: number;
  urn: Readonly<{
    home: number;
    away: number;
    adds: 'own' | 'other';
  }>;
  odds: number;
}>;
export type NextCount = Readonly<{
  home: number;
  away: number;
  none: number;
}>;
type FurtherLaw = Pick<CountLaw, 'mean' | 'shape'>;
/**
 * Chances of 0, 1, … further events; the last class holds the tail, so that they sum to 1. Worked out once for
 * each law: a board asks one of them for the counts, the next event and several races.
 */
export declare function furtherCounts(law: FurtherLaw): Float64Array;
/**
 * Chances of the final counts, home 0..max × away 0..max with classes at the end that hold what is above,
 * less than 1e-6 a side. Sums to 1.
 */
export declare function countGrid(law: CountLaw): ScoreGrid;
/** Chance that nothing more happens. */
export declare const noneFurther: (law: CountLaw) => number;
/** Chance that the next event is the home side's, given that there is one. */
export declare const nextIsHome: (law: CountLaw) => number;
/**
 * Who reaches `target` events first, if anybody.
 * @throws InputError when both sides have reached it: the order is in the record of the match.
 */
export declare function countRace(law: CountLaw, target: number): NextCount;
export {};
