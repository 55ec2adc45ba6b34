import type { Side } from '#contracts/mod.ts';
import type { Pair } from '../in-play-parameters.ts';
import type { FootballState } from '../scenario.ts';
import type { Played } from './player-cells.ts';
import type { SubstitutionParameters } from './substitutions.ts';
export type Position = 'goalkeeper' | 'defender' | 'midfielder' | 'forward';
type ByPosition = Readonly<Record<Position | 'unknown', number>>;
export type ScorerParameters = Readonly<{
  /** Share of a team's goals that are own goals of the other side, which count for no scorer. */
  ownGoalShare: number;
  /** Share of his team's goals that a player scores while he is on the field. */
  goalShare: ByPosition;
  /** How readily a player is taken off and brought on, relative to others of his team. */
  leaveWeight: ByPosition;
  enterWeight: ByPosition;
  substitutions: SubstitutionParameters;
}>;
export type ScorerPlayer = Readonly<{
  id: string;
  /**
   * Share of his team's goals while he is on the field, by default that of his position. Shares are
   * relative: those expected on the field share all goals but own goals.
   */
  goalShare?: number;
  position?: Position;
  onField: boolean;
  /**
   * How he has taken part so far, `from-start` for a named starter. `not` and off the field is on the
   * bench; anybody else off the field is out of the match.
   */
  played: Played;
  /** Goals of the 90 minutes so far, own goals apart. */
  goals: number;
}>;
export type TeamSheet = Readonly<{
  players: readonly ScorerPlayer[];
  substitutionsMade: number;
}>;
/** The match as far as scorers depend on it; own goals do not count as goals here. */
export type ScorerState = Readonly<{
  match: FootballState;
  teams: Readonly<Record<Side, TeamSheet>>;
  /** Whether any goal has counted, and the ids of those who scored the first and the last, when known. */
  anyGoal: boolean;
  firstScorer: string | null;
  lastScorer: string | null;
}>;
/** @throws InputError for sheets that no match can have. */
export declare function checkSheets({ teams, anyGoal, firstScorer, lastScorer }: ScorerState): void;
/** Places on the field that the sheet names nobody for. */
export declare const unnamed: (sheet: TeamSheet, redCards: Pair, side: Side) => number;
export {};
