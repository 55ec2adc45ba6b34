import type { Side } from '#contracts/mod.ts';

import type { Pair } from '../in-play-parameters.ts';
import type { FootballState } from '../scenario.ts';
import { checkInteger, checkNumber, contradiction } from './checks.ts';
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

export type TeamSheet = Readonly<{ players: readonly ScorerPlayer[]; substitutionsMade: number }>;

/** The match as far as scorers depend on it; own goals do not count as goals here. */
export type ScorerState = Readonly<{
  match: FootballState;
  teams: Readonly<Record<Side, TeamSheet>>;
  /** Whether any goal has counted, and the ids of those who scored the first and the last, when known. */
  anyGoal: boolean;
  firstScorer: string | null;
  lastScorer: string | null;
}>;

const MOST_PLAYERS = 40;
const TEAM_SIZE = 11;

function checkPlayer(field: string, player: ScorerPlayer, anyGoal: boolean): void {
  const { goalShare = 0, goals, played, onField } = player;
  checkNumber(`${field}.goalShare`, goalShare, 0, 1);
  checkInteger(`${field}.goals`, goals, 0, 50);
  if (played === 'not' && onField)
    throw contradiction(field, player, 'is on the field, so he plays');
  if (played === 'not' && goals > 0) throw contradiction(field, player, 'has scored, so he plays');
  if (goals > 0 && !anyGoal) throw contradiction('anyGoal', anyGoal, 'but a player has scored');
  if (played === 'after-first-goal' && !anyGoal) {
    throw contradiction('anyGoal', anyGoal, 'but a player came on after the first goal');
  }
}

/** @throws InputError for sheets that no match can have. */
export function checkSheets({ teams, anyGoal, firstScorer, lastScorer }: ScorerState): void {
  if (!anyGoal && (firstScorer !== null || lastScorer !== null)) {
    throw contradiction('anyGoal', anyGoal, 'but a scorer is named');
  }
  for (const side of ['home', 'away'] as const) {
    const { players, substitutionsMade } = teams[side];
    checkInteger(`teams.${side}.substitutionsMade`, substitutionsMade, 0, MOST_PLAYERS);
    checkInteger(`teams.${side}.players.length`, players.length, 0, MOST_PLAYERS);
    checkInteger(
      `teams.${side}.onField`,
      players.filter(({ onField }) => onField).length,
      0,
      TEAM_SIZE,
    );
    players.forEach((player, at) => {
      checkPlayer(`teams.${side}.players[${at}]`, player, anyGoal);
    });
  }
}

/** Places on the field that the sheet names nobody for. */
export const unnamed = (sheet: TeamSheet, redCards: Pair, side: Side): number =>
  Math.max(0, TEAM_SIZE - redCards[side] - sheet.players.filter(({ onField }) => onField).length);
