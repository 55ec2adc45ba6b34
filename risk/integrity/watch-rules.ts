import { FALSE_ALARM_BUDGET } from './threshold.ts';

/** How the flow of fixtures is watched. */
export type WatchRules = Readonly<{
  /** Alerts for each fixture in which nothing is wrong. */
  budget: number;
  /** What counts of how popular a match was a stretch ago: 1 where that stays, less where a goal changes it. */
  memory: number;
  /** Prices, and what a selection draws, are compared with those of so many stretches before. */
  lag: number;
  /**
   * As many bets, at what is usual, weigh as much as what the selection itself has drawn in this match; Infinity where
   * only other matches say what is usual. What it drew within the lag never counts: no fix excuses itself.
   */
  prior: number;
  /** So many stretches from one in which the match moved on are learnt from and not judged. */
  settle: number;
  /** See `FlowTest`. */
  dispersion: number;
}>;

/** Before a match all that was bet says how popular it is, and the first prices what is usual. */
export const BEFORE_MATCH: WatchRules = {
  budget: FALSE_ALARM_BUDGET,
  memory: 1,
  lag: Infinity,
  prior: Infinity,
  settle: 0,
  dispersion: 0,
};

/** In play the last quarter of an hour does, because the clock moves prices, and goals turn crowds to other things. */
export const IN_PLAY: WatchRules = {
  budget: FALSE_ALARM_BUDGET / 2,
  memory: 0.5,
  lag: 3,
  prior: 2,
  settle: 1,
  dispersion: 0.2,
};

/** Fixtures that must be over before a threshold keeps the budget. */
export const leastPast = (budget: number): number => Math.ceil(1 / budget) - 1;
