import type { Pair } from '../in-play-parameters.ts';
import { type InPlayModel } from '../rates.ts';
import { type ScoreGrid } from '../score-grid.ts';
import { type ShootOutState } from './shoot-out.ts';
export declare const EXTRA_TIME_MINUTES = 30;
export type DeciderParameters = Readonly<{
  /** Scoring rate of extra time over that of an average minute of the 90, at level score. */
  fatigue: number;
  /** Chance that a kick of the shoot-out is scored. */
  scoringChance: Pair;
}>;
/** How a tie is decided when it is level after 90 minutes. */
export type TieRules = Readonly<{
  decider: 'extra-time' | 'penalties';
  /** Goals of today's home and away team in the first leg; today's score alone decides when absent. */
  firstLeg?: Pair;
  /** The first goal of extra time ends it ("golden goal"). */
  suddenDeath?: boolean;
}>;
/** Where the tie stands. Scores of extra time do not include the 90 minutes. */
export type TieState =
  | Readonly<{
      stage: 'regular-time';
      /** Chances of the final scores of the 90 minutes, from the core. */
      fullTime: ScoreGrid;
      redCards: Pair;
    }>
  | Readonly<{
      stage: 'extra-time';
      score: Pair;
      /** Minutes of extra time still to be played, stoppage included, 0 at its end. */
      remainingMinutes: number;
      redCards: Pair;
    }>
  | Readonly<{
      stage: 'shoot-out';
      kicks: ShootOutState;
    }>;
/** The entries of `methods`: who qualifies and how. */
export declare const DECIDER_OUTCOMES: readonly [
  'home-regular-time',
  'home-extra-time',
  'home-penalties',
  'away-regular-time',
  'away-extra-time',
  'away-penalties',
];
export type DeciderChances = Readonly<{
  /** Chances by `DECIDER_OUTCOMES`; sum to 1. */
  methods: Float64Array;
  qualify: Pair;
  /** Final score of extra time, given that it is played; null when it cannot be, or is over. */
  extraTime: ScoreGrid | null;
  /** Final score of the kicks, given that there is a shoot-out; null when there cannot be one. */
  shootOut: ScoreGrid | null;
}>;
/** Goals of each side expected in 90 minutes at a level score, stoppage time as the core counts it. */
export declare function levelGoals({ lambda, mu, parameters }: InPlayModel): Pair;
/**
 * Who qualifies and how, from the scores of the 90 minutes to the last kick. Extra time is two Poisson
 * counts at a third of the goals of a level match, because a tie enters it level and most of it is played
 * so; the effects of the score on the rates are left out.
 * @throws InputError for numbers out of range and for extra time in a tie that has none.
 */
export declare function deciderChances(
  model: InPlayModel,
  parameters: DeciderParameters,
  rules: TieRules,
  state: TieState,
): DeciderChances;
