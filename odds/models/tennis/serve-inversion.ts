import { InputError, type MarketIdentity } from '#contracts/mod.ts';
import {
  checkTennisFormat,
  formatLine,
  type LineQuarters,
  type TennisFormat,
} from '#markets/mod.ts';

import { fairChance } from '../five-way.ts';
import { findRoot } from '../numeric/root.ts';
import { tennisChances } from './chances.ts';
import { matchChances, type MatchState } from './match.ts';
import { checkChance, type PointChances } from './points.ts';
import { startOfMatch } from './state.ts';

type Points = Pick<PointChances, 'p' | 'q'>;

const FIRST_POINT: MatchState = { sets: [0, 0], games: [0, 0], points: [0, 0], server: 'A' };

/** Chances of points when both win `sum` points on serve together, A's share being larger by `lead`. */
const pointsOf = (sum: number, lead: number): Points => ({
  p: (sum + lead) / 2,
  q: 1 - (sum - lead) / 2,
});

const matchWinner = (points: Points, format: TennisFormat): number =>
  matchChances({ ...points, noAd: format.noAd ?? false }, FIRST_POINT, format).match;

const noSolution = (field: string, value: unknown): InputError =>
  new InputError('NO_SOLUTION', field, value, 'must be a chance that some strengths have');

/**
 * The chances of points that give A this chance of the match, when the players' chances to win a point on
 * their own serve sum to `serveSum` (about 1.29 for men, 1.12 for women). The match depends on little else
 * than their difference (Klaassen & Magnus 2003), which is what is solved for.
 * @throws InputError NUMBER_INVALID unless the chance is inside 0..1 and the sum inside 0..2; NO_SOLUTION
 * when even the largest difference that the sum allows does not give the chance.
 */
export function serveFromMatchWinner(
  chance: number,
  serveSum: number,
  format: TennisFormat,
): Points {
  checkTennisFormat(format);
  checkChance('chance', chance);
  if (!(serveSum > 0 && serveSum < 2)) {
    throw new InputError('NUMBER_INVALID', 'serveSum', serveSum, 'must be inside 0..2');
  }
  const most = Math.min(serveSum, 2 - serveSum);
  const lead = findRoot(
    (by) => matchWinner(pointsOf(serveSum, by), format) - chance,
    -most,
    most,
    1e-14,
  );
  if (lead === undefined) throw noSolution('chance', chance);
  return pointsOf(serveSum, lead);
}

/** A line on the games of the match, and the fair chance of over: stake-weighted, pushes dropped. */
export type TotalGamesPrice = Readonly<{ line: LineQuarters; over: number }>;

/** With less the returners have the better of it, and more service again means fewer games. */
const EVEN_SERVICE = 1;
const STRONGEST_SERVICE = 1.99;

function overChance(points: Points, line: LineQuarters, format: TennisFormat): number {
  const identity: MarketIdentity = {
    type: 'tennis-total-games',
    specifiers: { line: formatLine(line) },
  };
  const [over] = tennisChances({ ...points, format }, startOfMatch('unknown'), identity);
  return over === undefined ? 0 : (fairChance(over) ?? 0);
}

/**
 * The chances of points that give A this chance of the match and a line on its games this price, before the
 * match and whoever serves first. The stronger both serve, the more games there are.
 * @throws InputError as `serveFromMatchWinner` does; SPECIFIER_INVALID for a line that the catalogue does
 * not have; NO_SOLUTION when no service strengths from even to perfect give both.
 */
export function serveFromMatchAndTotal(
  chance: number,
  total: TotalGamesPrice,
  format: TennisFormat,
): Points {
  checkChance('total.over', total.over);
  const at = (serveSum: number): Points => serveFromMatchWinner(chance, serveSum, format);
  const serveSum = findRoot(
    (sum) => overChance(at(sum), total.line, format) - total.over,
    EVEN_SERVICE,
    STRONGEST_SERVICE,
    1e-12,
  );
  if (serveSum === undefined) throw noSolution('total.over', total.over);
  return at(serveSum);
}
