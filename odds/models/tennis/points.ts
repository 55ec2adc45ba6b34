import { InputError } from '#contracts/mod.ts';
import { gameContest, isContestOpen, type Contest } from '#markets/mod.ts';

import {
  endsOf,
  splitOf,
  totalOf,
  twoAhead,
  type Count,
  type Scored,
  type Split,
  type Walk,
} from './walk.ts';

export type { Count };

/**
 * A's chances of a point: `p` on his own serve, `q` on the serve of B. Points are independent. With
 * `noAd` a game at 40-40 is decided by one point.
 */
export type PointChances = Readonly<{ p: number; q: number; noAd?: boolean }>;
export type Player = 'A' | 'B';

export const opponentOf = (player: Player): Player => (player === 'A' ? 'B' : 'A');

/** @throws InputError NUMBER_INVALID unless the value is a chance, 0..1. */
export function checkChance(field: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new InputError('NUMBER_INVALID', field, value, 'must be a chance from 0 to 1');
}
export function checkPointChances({ p, q }: PointChances): void {
  checkChance('p', p);
  checkChance('q', q);
}

const pointSplit = ({ p, q }: PointChances, server: Player): Split => {
  const chance = server === 'A' ? p : q;
  return { a: chance, b: 1 - chance };
};

/** Who serves point number `point` (from 0) of a tie-break: one point, then two each. */
export const tiebreakServer = (first: Player, point: number): Player =>
  Math.floor((point + 1) / 2) % 2 === 0 ? first : opponentOf(first);

/** A game or a tie-break from a score on. `server` serves the game, or served the first point of the tie-break. */
export type GameState = Readonly<{
  contest: Contest;
  tiebreak: boolean;
  server: Player;
  points: Count;
}>;

const serverOfPoint = ({ tiebreak, server }: GameState, point: number): Player =>
  tiebreak ? tiebreakServer(server, point) : server;

/** A game point by point. */
export const gameWalk = (chances: PointChances, game: GameState): Walk => ({
  start: game.points,
  splitAt: (score) => pointSplit(chances, serverOfPoint(game, totalOf(score))),
  goesOn: ([a, b]) => isContestOpen(a, b, game.contest),
});

/** The chances from a level score on at which two points clear win. */
function levelSplit(chances: PointChances, { tiebreak, server }: GameState): Split {
  const [first, second] = tiebreak ? (['A', 'B'] as const) : [server, server];
  const [one, two] = [pointSplit(chances, first), pointSplit(chances, second)];
  return twoAhead(one.a * two.a, one.b * two.b);
}

/** The points with which a game ends, two clear of the first level score near its end or of a later one. */
export function gameEnds(chances: PointChances, game: GameState): readonly Scored[] {
  const { to, clear } = game.contest;
  const level = levelSplit(chances, game);
  return endsOf(gameWalk(chances, game), ({ score: [a] }) =>
    clear === 2 && a >= to - 1 ? level : undefined,
  );
}

const FIRST_POINT: Count = [0, 0];

/** Both players' chances of a game. */
export function gameSplit(chances: PointChances, game: GameState): Split {
  const [a, b] = game.points;
  if (!isContestOpen(a, b, game.contest)) return a > b ? { a: 1, b: 0 } : { a: 0, b: 1 };
  return splitOf(gameEnds(chances, game));
}

/** A's chance of a game on the serve of `server`; points are A first. */
export function gameChanceOfA(
  chances: PointChances,
  server: Player,
  points: Count = FIRST_POINT,
): number {
  checkPointChances(chances);
  return gameSplit(chances, { contest: gameContest(chances), tiebreak: false, server, points }).a;
}

/**
 * The chance that the server wins a game; `s` is his chance of a point, points are server first.
 * @throws InputError NUMBER_INVALID when `s` is no chance.
 */
export function gameChance(s: number, points: Count = FIRST_POINT, noAd = false): number {
  checkChance('s', s);
  return gameChanceOfA({ p: s, q: s, noAd }, 'A', points);
}

export type Tiebreak = Readonly<{ first: Player; to: number }>;

/** A's chance of a tie-break to `to` points, two clear. @throws InputError NUMBER_INVALID */
export function tiebreakChance(
  chances: PointChances,
  { first, to }: Tiebreak,
  points: Count = FIRST_POINT,
): number {
  checkPointChances(chances);
  const contest = { to, clear: 2 } as const;
  return gameSplit(chances, { contest, tiebreak: true, server: first, points }).a;
}

/** Barnett & Clarke 2005: serve chance against an opponent's return, over the average return. */
export const combinedServe = (
  serve: number,
  opponentReturn: number,
  averageReturn: number,
): number => serve - (opponentReturn - averageReturn);
