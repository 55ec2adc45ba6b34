/** A's chances of a point: `p` on his own serve, `q` on the serve of B. Points are independent. */
export type PointChances = Readonly<{ p: number; q: number }>;
export type Player = 'A' | 'B';
export type Count = readonly [a: number, b: number];

export const opponentOf = (player: Player): Player => (player === 'A' ? 'B' : 'A');

const pointChance = ({ p, q }: PointChances, server: Player): number => (server === 'A' ? p : q);

/** Winning two in a row before losing two in a row; an endless exchange counts as even. */
const twoAhead = (win: number, lose: number): number => (win + lose > 0 ? win / (win + lose) : 0.5);

/** The chance that the server wins a game; `s` is his chance of a point, points are server first. */
export function gameChance(s: number, [server, receiver]: Count = [0, 0]): number {
  const deuce = twoAhead(s * s, (1 - s) * (1 - s));
  const chance = (won: number, lost: number): number => {
    if (won >= 4 && won - lost >= 2) return 1;
    if (lost >= 4 && lost - won >= 2) return 0;
    if (won === lost && won >= 3) return deuce;
    return s * chance(won + 1, lost) + (1 - s) * chance(won, lost + 1);
  };
  return chance(server, receiver);
}

/** A's chance of a game on the serve of `server`; points are A first. */
export const gameChanceOfA = (
  chances: PointChances,
  server: Player,
  [a, b]: Count = [0, 0],
): number =>
  server === 'A' ? gameChance(chances.p, [a, b]) : 1 - gameChance(1 - chances.q, [b, a]);

/** Who serves point number `point` (from 0) of a tiebreak: one point, then two each. */
export const tiebreakServer = (first: Player, point: number): Player =>
  Math.floor((point + 1) / 2) % 2 === 0 ? first : opponentOf(first);

export type Tiebreak = Readonly<{ first: Player; to: number }>;

/** A's chance of a tiebreak to `to` points, two clear. */
export function tiebreakChance(
  chances: PointChances,
  { first, to }: Tiebreak,
  [a, b]: Count = [0, 0],
): number {
  const { p, q } = chances;
  const level = twoAhead(p * q, (1 - p) * (1 - q));
  const known = new Map<number, number>();
  const chance = (won: number, lost: number): number => {
    if (won >= to && won - lost >= 2) return 1;
    if (lost >= to && lost - won >= 2) return 0;
    if (won === lost && won >= to - 1) return level;
    const key = won * 10_000 + lost;
    const found = known.get(key);
    if (found !== undefined) return found;
    const point = pointChance(chances, tiebreakServer(first, won + lost));
    const value = point * chance(won + 1, lost) + (1 - point) * chance(won, lost + 1);
    known.set(key, value);
    return value;
  };
  return chance(a, b);
}

/** Barnett & Clarke 2005: serve chance against an opponent's return, over the average return. */
export const combinedServe = (
  serve: number,
  opponentReturn: number,
  averageReturn: number,
): number => serve - (opponentReturn - averageReturn);
