import { type Pair } from '../in-play-parameters.ts';
import { type InPlayModel } from '../rates.ts';
import { type CountingChain } from './counting-chain.ts';
/**
 * Scores by what they mean for the scoring rates from there on. The rates know 1-0 and 0-1 by themselves
 * and any other score by the side that leads, so scores of two goals and more are told apart by the lead
 * alone: some thirty classes instead of hundreds of scores, and no approximation.
 */
export type ScoreClasses = Readonly<{
  size: number;
  /** Leads of −most..most are told apart; wider ones share the last class. */
  mostLead: number;
  /** Class of a score. */
  at: (home: number, away: number) => number;
  /** Home lead by class. */
  leads: Int32Array;
  /** One score of each class, home then away. */
  home: Int32Array;
  away: Int32Array;
}>;
export declare function scoreClasses(mostLead: number): ScoreClasses;
type SideRates = Readonly<{
  homeBase: number;
  homeSlope: number;
  awayBase: number;
  awaySlope: number;
}>;
/** Scoring rates at a score, in goals per match: base + slope × match time. */
export declare const ratesAt: (model: InPlayModel, score: Pair, redCards: Pair) => SideRates;
/** Writes the rates of chain states by their scores. */
export declare function ratesWriter(
  model: InPlayModel,
  redCards: Pair,
): (into: Float64Array, state: number, home: number, away: number) => void;
/**
 * The core's birth process on score classes. With three `planes` it also holds who scored last: plane 0
 * nobody so far, plane 1 the home team, plane 2 the away team; state = plane × classes + class.
 */
export declare function scoreChain(
  model: InPlayModel,
  classes: ScoreClasses,
  redCards: Pair,
  planes?: 1 | 3,
): CountingChain;
/** Classes that hold every score reachable from one. */
export declare const classesFrom: ({ home, away }: Pair, furtherLead?: number) => ScoreClasses;
export {};
