import type { MatchFormat } from './match.ts';
import { matchEnds, NEW_COURSE } from './match-walk.ts';
import { checkPointChances, type Player, type PointChances } from './points.ts';
import { newSet, setEnds, type SetFormat } from './set.ts';
import { totalOf, type Count } from './walk.ts';

/** A finished set and its chance; a tie-break counts as one game. */
export type SetScore = Readonly<{ games: Count; chance: number }>;

/** Chances of all final scores of a set that `server` opens. @throws InputError NUMBER_INVALID */
export function setScores(
  chances: PointChances,
  server: Player,
  format: SetFormat = 'tb7',
): readonly SetScore[] {
  checkPointChances(chances);
  return setEnds(chances, newSet(server), format).map(({ score: games, chance }) => ({
    games,
    chance,
  }));
}

/**
 * Distribution of the number of games of a whole match: `chances[n]` for n games.
 * @throws InputError NUMBER_INVALID when p or q is no chance.
 */
export function totalGames(
  chances: PointChances,
  server: Player,
  format: MatchFormat,
): Float64Array {
  checkPointChances(chances);
  const set = newSet(server);
  const ends = matchEnds(chances, { course: NEW_COURSE, set }, format);
  const most = ends.reduce((max, { course }) => Math.max(max, totalOf(course.games)), 0);
  const totals = new Float64Array(most + 1);
  for (const { course, chance } of ends) {
    const total = totalOf(course.games);
    totals[total] = (totals[total] ?? 0) + chance;
  }
  return totals;
}
