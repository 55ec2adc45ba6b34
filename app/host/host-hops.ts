import type { FixtureId, OddsMessage } from '#contracts/mod.ts';
import { hopTimes, type Metrics } from '#platform/mod.ts';

/**
 * Records the hops of each event through a host, by the stamps of the first odds that know of it; what is
 * published for other reasons (bets, traders, time) has the stamps of an event that was counted before.
 */
export function hostHops(metrics: Metrics): (message: OddsMessage) => void {
  const observe = hopTimes(metrics);
  const counted = new Map<FixtureId, number>();
  return ({ fixtureId, feedVersion, state, stamps }) => {
    const isRebuilt = stamps.hostReceivedAt === 0;
    if (isRebuilt || counted.get(fixtureId) === feedVersion) return;
    counted.set(fixtureId, feedVersion);
    if (state.status === 'closed') counted.delete(fixtureId);
    const { feedPublishedAt, hostReceivedAt, pricedAt, publishedAt } = stamps;
    observe('to-host', feedPublishedAt, hostReceivedAt);
    if (pricedAt < hostReceivedAt) {
      observe('suspend', hostReceivedAt, publishedAt);
      return;
    }
    observe('wait', hostReceivedAt, pricedAt);
    observe('price', pricedAt, publishedAt);
  };
}
