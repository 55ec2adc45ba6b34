import { type LineQuarters, type TennisFormat } from '#markets/mod.ts';
import { type PointChances } from './points.ts';
type Points = Pick<PointChances, 'p' | 'q'>;
/**
 * The chances of points that give A this chance of the match, when the players' chances to win a point on
 * their own serve sum to `serveSum` (about 1.29 for men, 1.12 for women). The match depends on little else
 * than their difference (Klaassen & Magnus 2003), which is what is solved for.
 * @throws InputError NUMBER_INVALID unless the chance is inside 0..1 and the sum inside 0..2; NO_SOLUTION
 * when even the largest difference that the sum allows does not give the chance.
 */
export declare function serveFromMatchWinner(chance: number, serveSum: number, format: TennisFormat): Points;
/** A line on the games of the match, and the fair chance of over: stake-weighted, pushes dropped. */
export type TotalGamesPrice = Readonly<{
    line: LineQuarters;
    over: number;
}>;
/**
 * The chances of points that give A this chance of the match and a line on its games this price, before the
 * match and whoever serves first. The stronger both serve, the more games there are.
 * @throws InputError as `serveFromMatchWinner` does; SPECIFIER_INVALID for a line that the catalogue does
 * not have; NO_SOLUTION when no service strengths from even to perfect give both.
 */
export declare function serveFromMatchAndTotal(chance: number, total: TotalGamesPrice, format: TennisFormat): Points;
export {};
