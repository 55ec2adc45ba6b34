import {
  handicapThreshold,
  totalDirection,
  type HandicapSide,
  type LineDirection,
  type LineQuarters,
  type TotalSide,
} from '#markets/mod.ts';
import { chanceAbove, chanceAt, chanceBelow, type Distribution } from './distribution.ts';

/** Chances of the five results of a line bet; they sum to the distribution's mass. */
export type LineChances = Readonly<{
  win: number;
  halfWin: number;
  push: number;
  halfLose: number;
  lose: number;
}>;

/** Stake-weighted chances: half results count half as won or lost and half as returned. */
export type StakeWeighted = Readonly<{ win: number; push: number; lose: number }>;

/** A line on any count: two lookups in the prefix sums and one cell. */
export function lineChances(
  of: Distribution,
  threshold: LineQuarters,
  direction: LineDirection,
): LineChances {
  const remainder = ((threshold % 4) + 4) % 4;
  // The one count at which the two halves of the stake can part, or which returns the whole stake.
  const pivot = (threshold - remainder) / 4 + (remainder === 3 ? 1 : 0);
  const over = chanceAbove(of, pivot);
  const under = chanceBelow(of, pivot);
  const at = chanceAt(of, pivot);
  const sides = direction === 'above' ? { win: over, lose: under } : { win: under, lose: over };
  const none = { halfWin: 0, push: 0, halfLose: 0 };
  switch (remainder) {
    case 0:
      return { ...none, ...sides, push: at };
    case 2:
      // The pivot lies just under the threshold.
      return direction === 'above'
        ? { ...none, win: over, lose: under + at }
        : { ...none, win: under + at, lose: over };
    default: {
      const passed = (remainder === 3) === (direction === 'above');
      return passed ? { ...none, ...sides, halfWin: at } : { ...none, ...sides, halfLose: at };
    }
  }
}

export function handicapChances(
  difference: Distribution,
  side: HandicapSide,
  line: LineQuarters,
): LineChances {
  const { threshold, direction } = handicapThreshold(side, line);
  return lineChances(difference, threshold, direction);
}

/** Totals: `current` goals are already on the board and are not part of the distribution. */
export const totalChances = (
  total: Distribution,
  side: TotalSide,
  line: LineQuarters,
  current = 0,
): LineChances => lineChances(total, line - 4 * current, totalDirection(side));

export const stakeWeighted = (chances: LineChances): StakeWeighted => ({
  win: chances.win + chances.halfWin / 2,
  push: chances.push + (chances.halfWin + chances.halfLose) / 2,
  lose: chances.lose + chances.halfLose / 2,
});

/** The decimal odds at which the bet is worth nothing: 1 + L/W; Infinity when it cannot win. */
export function fairLineOdds(chances: LineChances): number {
  const { win, lose } = stakeWeighted(chances);
  return win > 0 ? 1 + lose / win : Infinity;
}

/** Mean leg factor at the given decimal odds; minus 1 it is the expected value per unit staked. */
export function expectedLineFactor(chances: LineChances, odds: number): number {
  const { win, push } = stakeWeighted(chances);
  return win * odds + push;
}
