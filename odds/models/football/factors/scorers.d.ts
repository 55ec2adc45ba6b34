import type { Side } from '#contracts/mod.ts';
import type { InPlayModel } from '../rates.ts';
import type { ScoreGrid } from '../score-grid.ts';
import { type ScorerParameters, type ScorerState } from './scorer-state.ts';
/** `cells` are chances by `PLAYER_CELLS` and sum to 1. */
export type PlayerChances = Readonly<{
  id: string;
  side: Side;
  cells: Float64Array;
}>;
/**
 * How the match goes for each player of both sheets; `remaining` is the core's grid of goals still to come. A team's further goals are the core's; each falls
 * into a slice between substitutions by its share and goes to a player on the field by his share, so a
 * player's goals are the team's, thinned, over the ways in which he may stay, leave or come on. First and
 * last scorers are the core's first and last goals by slice, thinned alike: exact for the side and the
 * time of the goal, but for own goals among them. Left out: that who comes on early sees more goals in a
 * match with many, and that players are exchanged for one another.
 * @throws InputError for numbers out of range and for sheets that contradict the match.
 */
export declare function playerChances(
  model: InPlayModel,
  parameters: ScorerParameters,
  remaining: ScoreGrid,
  state: ScorerState,
): readonly PlayerChances[];
