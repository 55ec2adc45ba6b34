import { ODDS_SCALE, type LayOffLimits, type Odds } from '#contracts/mod.ts';

import type { ExchangeMarket, ExchangeSelection } from './exchange-market.ts';
import { hedgeOf, type LiabilityOf } from './hedge.ts';

export type Proposal<Market> = Readonly<{
  market: Market;
  selection: ExchangeSelection;
  odds: Odds;
  sizeMinor: number;
}>;

/**
 * The one back that takes most off the book on a match, of all its markets: its hedge down to the band, as far as it
 * is offered and one order may go. One at a time, because each changes what the others would be, on whatever market
 * they are. Null when none is worth its costs.
 */
export function proposalFor<Market extends Pick<ExchangeMarket, 'marketKey' | 'selections'>>(
  markets: readonly Market[],
  liabilityOf: LiabilityOf,
  { limits, commission }: Readonly<{ limits: LayOffLimits; commission: number }>,
): Proposal<Market> | null {
  const smallestMinor = Number(limits.smallestMinor);
  const backs = markets.flatMap((market) =>
    market.selections.map((selection) => ({ market, selection })),
  );
  const found = backs.flatMap(({ market, selection }) => {
    const { back } = selection;
    if (back === null || !(back.odds > 1 && back.odds <= 1_000)) return [];
    const odds = Math.round(back.odds * ODDS_SCALE) as Odds;
    const liability = liabilityOf(market, selection, odds);
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
    return [{ proposal: { market, selection, odds, sizeMinor }, swing }];
  });
  return found.sort((left, right) => right.swing - left.swing)[0]?.proposal ?? null;
}
