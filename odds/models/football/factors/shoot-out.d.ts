import type { Side } from '#contracts/mod.ts';
import type { Pair } from '../in-play-parameters.ts';
import { type ScoreGrid } from '../score-grid.ts';
export type Kicks = Readonly<{
  scored: number;
  taken: number;
}>;
/** A shoot-out under way. `first` kicks first in every round; null before the toss is known. */
export type ShootOutState = Readonly<{
  home: Kicks;
  away: Kicks;
  first: Side | null;
}>;
export declare const BEFORE_SHOOT_OUT: ShootOutState;
/** Who wins, and the final score of the kicks: both sum to 1. */
export type ShootOutChances = Readonly<{
  home: number;
  away: number;
  score: ScoreGrid;
}>;
/**
 * A penalty shoot-out from any of its states: best of five, then rounds of one kick a side until one
 * scores alone; it ends as soon as one side cannot be caught. `scoringChance` is that of every kick of a
 * side. Who kicks first changes how many kicks are seen, hence the final score, but not the winner; when
 * it is not known, both orders count half. A shoot-out that is over is certain.
 * @throws InputError for chances outside 0.01..0.99 and for kicks that no shoot-out can have.
 */
export declare function shootOutChances(scoringChance: Pair, state: ShootOutState): ShootOutChances;
