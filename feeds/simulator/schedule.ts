/** Who plays whom in match `index` of an endless league, counted from 0. */
export type Pairing = Readonly<{ round: number; match: number; home: number; away: number }>;

/**
 * Round robin by the circle method, for ever: each round every team plays once, each cycle of
 * `teamCount - 1` rounds every pair meets once, and the next cycle swaps the grounds. Between two matches
 * of one team lie at least `teamCount / 2 - 2` others, so neighbours in the order never share a team.
 */
export function pairingAt(index: number, teamCount: number): Pairing {
  const perRound = teamCount / 2;
  const round = Math.floor(index / perRound);
  const match = index % perRound;
  const first = teamAt(match, round, teamCount);
  const second = teamAt(teamCount - 1 - match, round, teamCount);
  const cycle = Math.floor(round / (teamCount - 1));
  const swapped = (match + (round % (teamCount - 1)) + cycle) % 2 === 1;
  return {
    round: round + 1,
    match: match + 1,
    home: swapped ? second : first,
    away: swapped ? first : second,
  };
}

/** Team 0 stays in its place; the others move on by one place a round. */
const teamAt = (place: number, round: number, teamCount: number): number =>
  place === 0 ? 0 : ((place - 1 + round) % (teamCount - 1)) + 1;
