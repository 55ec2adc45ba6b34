import type { OfferedPrice } from '#contracts/mod.ts';

import { runnerKey, type MarketBook, type RunnerBook } from './book.ts';

export type BestPrices = Readonly<{ back: OfferedPrice | null; lay: OfferedPrice | null }>;

/**
 * The best price of each side: of the full depth when it is subscribed, otherwise of the best levels, otherwise
 * of the levels that the site displays.
 */
export function bestPrices({ atb, atl, batb, batl, bdatb, bdatl }: RunnerBook): BestPrices {
  const [back, lay] = [atb[0], atl[0]];
  return {
    back: back === undefined ? offered(batb[0] ?? bdatb[0]) : { odds: back[0], size: back[1] },
    lay: lay === undefined ? offered(batl[0] ?? bdatl[0]) : { odds: lay[0], size: lay[1] },
  };
}

const offered = (level: RunnerBook['batb'][number] | undefined): OfferedPrice | null =>
  level === undefined ? null : { odds: level[1], size: level[2] };

export type CrossedRunner = Readonly<{ key: string; back: number; lay: number }>;

/**
 * Active runners of an open market that somebody would back at no less than another lays, which the matching of
 * the exchange excludes. Handicaps and lines of a range are no odds, but cross in the same way.
 */
export function crossedRunners({ definition, runners }: MarketBook): readonly CrossedRunner[] {
  if (definition?.status !== 'OPEN') return [];
  return definition.runners.flatMap(({ id, hc, status }) => {
    const key = runnerKey(id, hc);
    const runner = runners.get(key);
    if (status !== 'ACTIVE' || runner === undefined) return [];
    const { back, lay } = bestPrices(runner);
    return back !== null && lay !== null && back.odds >= lay.odds
      ? [{ key, back: back.odds, lay: lay.odds }]
      : [];
  });
}

/** The sum of 1/price over the runners that can still win; null when one of them has no
 * price on that side, or when prices are lines and no odds. */
export function bookOf({ definition, runners }: MarketBook, side: 'back' | 'lay'): number | null {
  const active = (definition?.runners ?? []).filter(({ status }) => status === 'ACTIVE');
  let sum = 0;
  for (const { id, hc } of active) {
    const runner = runners.get(runnerKey(id, hc));
    const price = runner === undefined ? null : bestPrices(runner)[side];
    if (price === null || !(price.odds > 1)) return null;
    sum += 1 / price.odds;
  }
  return active.length === 0 ? null : sum;
}
