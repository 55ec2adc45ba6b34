import type { Explanation, MarketKey } from '#contracts/mod.ts';
import { scoreOf } from '#markets/mod.ts';
import { marketLosses, robustLiquidity } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';

/** In place of what a model was given: whose prices a market starts from; undefined for a market of the model. */
export function robustSource(
  { robust, record }: HostState,
  marketKey: MarketKey,
): Explanation['model'] | undefined {
  const quote = robust.get(marketKey);
  if (quote === undefined) return undefined;
  const { agreed } = quote;
  const { home, away } = scoreOf(record).fullTime;
  return {
    model: 'none: the prices of other books',
    books: agreed?.books.join(', ') ?? null,
    apart: agreed?.dispersion ?? null,
    quotesEndAt: agreed?.endsAt ?? null,
    phase: record.phase,
    score: `${home}-${away}`,
    feedVersion: record.version,
  };
}

/** How the stakes on the market move it, and what bounds its loss; house minor units. */
export function robustExposure(
  { robust, exposure, policy }: HostState,
  marketKey: MarketKey,
): Explanation['exposure'] {
  const quote = robust.get(marketKey);
  if (quote?.agreed == null) return {};
  const outcomes = quote.market.outcomes.map(({ id }) => id);
  const { lossLimitMinor } = policy.robust;
  return {
    marketStakedMinor: exposure.stakedOn(marketKey),
    marketLossMinor: Math.max(...marketLosses(exposure, marketKey, outcomes)),
    marketLossLimitMinor: lossLimitMinor,
    liquidityMinor: robustLiquidity({ chances: quote.agreed.chances, lossLimitMinor }),
  };
}
