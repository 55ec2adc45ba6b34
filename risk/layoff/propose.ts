import type { LayOffLimits } from '#contracts/mod.ts';
import { ODDS_SCALE } from '#contracts/mod.ts';

import type { ExchangeMarket, ExchangeSelection } from './exchange-market.ts';
import { hedgeOf, type OpenLiability } from './hedge.ts';

export type Proposal = Readonly<{
  selection: ExchangeSelection;
  /** Decimal, as the exchange offers them. */
  odds: number;
  sizeMinor: number;
}>;

/**
 * The one back that takes most off the book on a market: its hedge down to the band, as far as it is offered and one
 * order may go. One at a time, because each changes what the others would be. Null when none is worth its costs.
 */
export function proposalFor(
  { selections }: Pick<ExchangeMarket, 'selections'>,
  liabilityOf: (selection: ExchangeSelection, odds: number) => OpenLiability | null,
  { limits, commission }: Readonly<{ limits: LayOffLimits; commission: number }>,
): Proposal | null {
  const smallestMinor = Number(limits.smallestMinor);
  const found = selections.flatMap((selection) => {
    const { back } = selection;
    if (back === null || !(back.odds > 1 && back.odds <= 1_000)) return [];
    const liability = liabilityOf(selection, back.odds);
    if (liability === null) return [];
    const hedge = hedgeOf(liability, back.odds, {
      bandMinor: Number(limits.bandMinor),
      commission,
      leastOdds: limits.leastOdds / ODDS_SCALE,
      smallestMinor,
    });
    if (hedge === null) return [];
    const most = Math.min(back.sizeMinor, Number(limits.orderMinor));
    const sizeMinor = Math.floor(Math.min(hedge.backMinor, most));
    if (sizeMinor < Math.max(1, smallestMinor)) return [];
    const swing = liability.lossIfWonMinor + liability.gainIfLostMinor;
    return [{ selection, odds: back.odds, sizeMinor, swing }];
  });
  const [best] = found.sort((left, right) => right.swing - left.swing);
  return best === undefined
    ? null
    : { selection: best.selection, odds: best.odds, sizeMinor: best.sizeMinor };
}
