import { InputError } from '#contracts/mod.ts';
import type { Pair } from '../in-play-parameters.ts';
import { type FootballState } from '../scenario.ts';
import type { ScoreGrid } from '../score-grid.ts';
export declare const MOST_SUPREMACY = 10;
/** @throws InputError NUMBER_INVALID unless `value` is a number from `min` to `max`. */
export declare function checkNumber(field: string, value: number, min: number, max: number): void;
export declare function checkInteger(field: string, value: number, min: number, max: number): void;
/** Both sides are whole numbers from 0 on. */
export declare function checkCounts(field: string, { home, away }: Pair): void;
export declare function checkRates(
  model: Readonly<{
    lambda: number;
    mu: number;
  }>,
): void;
/** Chances of a grid sum to 1. */
export declare function checkGrid(field: string, { cells }: Pick<ScoreGrid, 'cells'>): void;
export declare const contradiction: (field: string, value: unknown, why: string) => InputError;
type ByHalf = Readonly<{
  firstHalf: Pair;
  secondHalf: Pair;
}>;
/** What is counted by half cannot have happened in a half that has not begun. */
export declare function checkByHalf(
  field: string,
  counts: ByHalf,
  phase: FootballState['phase'],
): void;
/** @throws InputError for a state that no match can be in. */
export declare function checkState(state: FootballState): void;
export {};
