import {
  gameChanceOfA,
  opponentOf,
  tiebreakChance,
  tiebreakServer,
  type Count,
  type Player,
  type PointChances,
} from './points.ts';

/** A tiebreak to 7 or 10 at 6-6, or no tiebreak: two games clear. */
export const SET_FORMATS = ['tb7', 'tb10', 'adv'] as const;
export type SetFormat = (typeof SET_FORMATS)[number];

/** `server` serves the next point, or the next game when no point of it is played. */
export type SetState = Readonly<{ games: Count; points: Count; server: Player }>;

export const NEW_SET: Omit<SetState, 'server'> = { games: [0, 0], points: [0, 0] };

const tiebreakLength = (format: SetFormat): number | undefined =>
  format === 'adv' ? undefined : format === 'tb10' ? 10 : 7;

export const isTiebreak = ([a, b]: Count, format: SetFormat): boolean =>
  a === 6 && b === 6 && format !== 'adv';

/** Who wins a set at a finished score; undefined while it goes on. */
export function setWinner([a, b]: Count, format: SetFormat): Player | undefined {
  const lead = Math.abs(a - b);
  const most = Math.max(a, b);
  const decided = (most >= 6 && lead >= 2) || (format !== 'adv' && most === 7);
  if (!decided) return undefined;
  return a > b ? 'A' : 'B';
}

/** A's chance of an advantage set from a level score of five games or more. */
export function advantageFromLevel(chances: PointChances): number {
  const hold = gameChanceOfA(chances, 'A');
  const take = gameChanceOfA(chances, 'B');
  const both = hold * take;
  const neither = (1 - hold) * (1 - take);
  return both + neither > 0 ? both / (both + neither) : 0.5;
}

/** A's chance of the game or tiebreak being played. */
export function currentGameChance(
  chances: PointChances,
  { games, points, server }: SetState,
  format: SetFormat,
): number {
  const to = tiebreakLength(format);
  if (to === undefined || !isTiebreak(games, format)) {
    return gameChanceOfA(chances, server, points);
  }
  // Turn "who serves now" into "who served first": the order of service is symmetric in both.
  const first = tiebreakServer(server, points[0] + points[1]);
  return tiebreakChance(chances, { first, to }, points);
}

/** A's chance of the set. */
export function setChance(chances: PointChances, state: SetState, format: SetFormat): number {
  const level = format === 'adv' ? advantageFromLevel(chances) : 0;
  const holds = { A: gameChanceOfA(chances, 'A'), B: gameChanceOfA(chances, 'B') };
  const known = new Map<string, number>();

  const later = (games: Count, server: Player): number => {
    const winner = setWinner(games, format);
    if (winner !== undefined) return winner === 'A' ? 1 : 0;
    const [a, b] = games;
    if (format === 'adv' && a === b && a >= 5) return level;
    const key = `${String(a)}-${String(b)}${server}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const game = isTiebreak(games, format)
      ? currentGameChance(chances, { games, points: [0, 0], server }, format)
      : holds[server];
    const value = afterGame(game, games, server);
    known.set(key, value);
    return value;
  };
  const afterGame = (game: number, [a, b]: Count, server: Player): number => {
    const next = opponentOf(server);
    return game * later([a + 1, b], next) + (1 - game) * later([a, b + 1], next);
  };

  const winner = setWinner(state.games, format);
  if (winner !== undefined) return winner === 'A' ? 1 : 0;
  return afterGame(currentGameChance(chances, state, format), state.games, state.server);
}
