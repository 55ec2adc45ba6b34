import type { Pair } from '../in-play-parameters.ts';
import type { FootballState } from '../scenario.ts';
import type { CountParameters } from './count-parameters.ts';
import { type LeadTimes } from './lead-times.ts';
import type { CountLaw } from './side-counts.ts';
export declare const COUNT_PERIODS: readonly ['match', 'first-half', 'second-half'];
export type CountPeriod = (typeof COUNT_PERIODS)[number];
/** Law of what is still to come in each period. */
export type CountLaws = Readonly<Record<CountPeriod, CountLaw>>;
export type CountsByHalf = Readonly<{
  firstHalf: Pair;
  secondHalf: Pair;
}>;
/** The match so far, `leadTimes` of it, and what has been counted. */
export type CountState = Readonly<{
  match: FootballState;
  leads: LeadTimes;
  counts: CountsByHalf;
}>;
/**
 * What is still to be counted in each period. The gamma level and the urn are conjugate, so the counts so
 * far update them: a match with many corners will see more than an average one, and the side that took
 * them more of them, each as far as the parameters believe it. What was seen under past scores is carried
 * to future ones by their odds.
 * @throws InputError for numbers out of range or parts of the state that exclude each other.
 */
export declare function countLaws(
  parameters: CountParameters,
  supremacy: number,
  state: CountState,
): CountLaws;
