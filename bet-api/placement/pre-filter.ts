import type { FixtureStatus, PublishedMarket, Selection } from '#contracts/mod.ts';
import { potentialPayout } from '#markets/mod.ts';

import { MAX_STAKE_MINOR, type BetApiConfig } from '../config.ts';
import type { FixtureBook, FixtureView } from '../book/fixture-book.ts';
import { refused, type BetOrder, type OrderLeg, type Refused } from './order.ts';
import { HIGHEST_RETURN } from './share.ts';

export type PreFilterPorts = Readonly<{
  book: FixtureBook;
  config: Pick<BetApiConfig, 'hostSilentAfterMs' | 'minStakeMinor'>;
  /** Monotonic milliseconds. */
  nowMs: number;
}>;

/**
 * Refuses what the host would surely refuse, without asking it; says nothing about what it lets through.
 * The order of the checks is the order of precedence of their codes.
 */
export function preFilter(order: BetOrder, ports: PreFilterPorts): Refused | undefined {
  for (const [leg, { selection }] of order.legs.entries()) {
    const refusal = checkSelection(selection, ports);
    if (refusal) return order.terms === null ? refusal : refused(refusal.code, { leg });
  }
  return checkStake(order, ports.config);
}

/** The part of the pre-filter that needs no stake: each selection in turn. */
export function checkSelection(
  { fixtureId, marketKey, outcomeId, also = [] }: Selection,
  ports: PreFilterPorts,
): Refused | undefined {
  const { book, config, nowMs } = ports;
  const fixture = book.view(fixtureId);
  if (!fixture) return refused('FIXTURE_NOT_FOUND');
  if (CLOSED.has(fixture.state.status)) return refused('FIXTURE_CLOSED');
  if (book.ownerSilentMs(fixtureId, nowMs) > config.hostSilentAfterMs)
    return refused('HOST_UNAVAILABLE');
  for (const part of [{ marketKey, outcomeId }, ...also]) {
    const market = fixture.markets.get(part.marketKey);
    if (!market) return refused('MARKET_NOT_FOUND');
    if (!market.outcomes.some(({ id }) => id === part.outcomeId))
      return refused('OUTCOME_NOT_FOUND');
    const refusal = checkMarket(market, fixture);
    if (refusal) return refusal;
  }
  return undefined;
}

const CLOSED: ReadonlySet<FixtureStatus> = new Set([
  'ended',
  'closed',
  'abandoned',
  'postponed',
  'cancelled',
]);

function checkMarket(market: PublishedMarket, { state }: FixtureView): Refused | undefined {
  // A suspension of the whole fixture is told in its state; the statuses of its markets follow later.
  const isStopped = market.status === 'active' && state.suspended.length > 0;
  switch (isStopped ? 'suspended' : market.status) {
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

type PricedOrderLeg = Omit<OrderLeg, 'teams'>;

function checkStake(order: BetOrder, { minStakeMinor }: PreFilterPorts['config']) {
  const { stakeMinor, currency, terms, legs } = order;
  if (stakeMinor < minStakeMinor[currency]) return refused('STAKE_BELOW_MINIMUM');
  if (stakeMinor > MAX_STAKE_MINOR) return refused('STAKE_ABOVE_LIMIT');
  return checkReturn({ legs, terms });
}

/** A bet whose return is past every limit is so at any stake. */
export function checkReturn({
  legs,
  terms,
}: Pick<BetOrder, 'terms'> & Readonly<{ legs: readonly [PricedOrderLeg, ...PricedOrderLeg[]] }>):
  Refused | undefined {
  if (terms === null) return undefined;
  const [first, ...others] = legs;
  const priced = ({ selection: { odds }, banker }: PricedOrderLeg) => ({ odds, banker });
  const atMost = { ...terms, unitStakeMinor: String(MAX_STAKE_MINOR) };
  const stake = MAX_STAKE_MINOR * BigInt(terms.lines);
  const most = potentialPayout(atMost, stake, [priced(first), ...others.map(priced)]);
  return most >= stake * HIGHEST_RETURN ? refused('PAYOUT_ABOVE_LIMIT') : undefined;
}
