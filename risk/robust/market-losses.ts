import type { MarketKey, OutcomeId } from '#contracts/mod.ts';
import { codeOf } from '#markets/mod.ts';

import type { BetAmounts, FixtureExposure } from '../exposure/mod.ts';

const WON = codeOf('won');
const LOST = codeOf('lost');

/**
 * What the house loses on one market when each of its outcomes wins and the others lose, in house minor units. Bets of
 * several legs count as if all the others won, and their stakes, which serve other fixtures, too, for nothing. Bet
 * builders are not counted: they are sold by the model.
 */
export function marketLosses(
  exposure: FixtureExposure,
  marketKey: MarketKey,
  outcomes: readonly OutcomeId[],
): readonly number[] {
  const losses = outcomes.map(() => 0);
  for (const { backed, returns, reserve, staked } of exposure.holdingsOn(marketKey)) {
    if (backed.also !== undefined) continue;
    outcomes.forEach((id, at) => {
      const code = id === backed.outcomeId ? WON : LOST;
      losses[at] = (losses[at] ?? 0) + (returns[code] ?? 0) + (reserve[code] ?? 0) - staked;
    });
  }
  return losses;
}

type Moved = Readonly<{
  /** Of the backed outcome among the `count` outcomes of the market. */
  at: number;
  count: number;
  /** Other fixtures decide about the bet, too. */
  isShared: boolean;
}>;

/** What a further bet adds to those losses. */
export function lossMoves(
  { stake, returns }: BetAmounts,
  { at, count, isShared }: Moved,
): readonly number[] {
  const moveBy = (code: number): number => {
    const loss = Number((returns[code] ?? 0n) - stake);
    return isShared ? Math.max(0, loss) : loss;
  };
  const [won, lost] = [moveBy(WON), moveBy(LOST)];
  return Array.from({ length: count }, (_, outcome) => (outcome === at ? won : lost));
}
