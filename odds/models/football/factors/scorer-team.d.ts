import type { Side } from '#contracts/mod.ts';
import { type ScorerParameters, type ScorerPlayer, type ScorerState } from './scorer-state.ts';
/** One way in which a player's match may go on: on the field from one slice up to another. */
export type Way = Readonly<{
  chance: number;
  from: number;
  to: number;
}>;
/** A team's players on the field and on the bench, with their ways and their shares slice by slice. */
export type Member = Readonly<{
  player: ScorerPlayer;
  ways: readonly Way[];
  shares: Float64Array;
}>;
/** Those of a team who are on the field or may still come on. */
export declare function membersPlaying(
  parameters: ScorerParameters,
  state: ScorerState,
  side: Side,
): readonly Member[];
/** A player who is out of the match scores no more. */
export declare const outOfTheMatch: (player: ScorerPlayer) => Member;
