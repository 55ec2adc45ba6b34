import type { FixtureStatus, PublishedMarket } from '#contracts/mod.ts';

import { MAX_STAKE_MINOR, type BetApiConfig } from '../config.ts';
import type { FixtureBook, FixtureView } from '../book/fixture-book.ts';
import { refused, type BetOrder, type Refused } from './order.ts';

export type PreFilterPorts = Readonly<{
  book: FixtureBook;
  config: Pick<BetApiConfig, 'hostSilentAfterMs' | 'minStakeMinor'>;
  /** Monotonic milliseconds. */
  nowMs: number;
}>;

type Wanted = Pick<BetOrder, 'selection'>;

/**
 * Refuses what the host would surely refuse, without asking it; says nothing about what it lets through.
 * The order of the checks is the order of precedence of their codes.
 */
export function preFilter(order: BetOrder, ports: PreFilterPorts): Refused | undefined {
  return checkSelection(order, ports) ?? checkStake(order, ports.config);
}

/** The part of the pre-filter that needs no stake. */
export function checkSelection({ selection }: Wanted, ports: PreFilterPorts): Refused | undefined {
  const { book, config, nowMs } = ports;
  const { fixtureId, marketKey, outcomeId } = selection;
  const fixture = book.view(fixtureId);
  if (!fixture) return refused('FIXTURE_NOT_FOUND');
  if (CLOSED.has(fixture.state.status)) return refused('FIXTURE_CLOSED');
  if (book.ownerSilentMs(fixtureId, nowMs) > config.hostSilentAfterMs)
    return refused('HOST_UNAVAILABLE');
  const market = fixture.markets.get(marketKey);
  if (!market) return refused('MARKET_NOT_FOUND');
  if (!market.outcomes.some(({ id }) => id === outcomeId)) return refused('OUTCOME_NOT_FOUND');
  return checkMarket(market, fixture);
}

const CLOSED: ReadonlySet<FixtureStatus> = new Set([
  'ended',
  'closed',
  'abandoned',
  'postponed',
  'cancelled',
]);

function checkMarket(market: PublishedMarket, { state }: FixtureView): Refused | undefined {
  switch (market.status) {
    case 'active':
      return undefined;
    case 'suspended':
      return refused(state.suspended.includes('feed') ? 'FEED_DOWN' : 'MARKET_SUSPENDED');
    case 'inactive':
    case 'settled':
    case 'cancelled':
      return refused('MARKET_CLOSED');
  }
}

function checkStake(
  { stakeMinor, currency }: BetOrder,
  { minStakeMinor }: PreFilterPorts['config'],
): Refused | undefined {
  if (stakeMinor < minStakeMinor[currency]) return refused('STAKE_BELOW_MINIMUM');
  return stakeMinor > MAX_STAKE_MINOR ? refused('STAKE_ABOVE_LIMIT') : undefined;
}
