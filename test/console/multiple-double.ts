import {
  ODDS_SCALE,
  type BetView,
  type ErrorCode,
  type FixtureId,
  type MarketKey,
  type OutcomeId,
  type PlaceMultipleBody,
} from '#contracts/mod.ts';
import { betTypeName, lineCount, marketName, outcomeName } from '#markets/mod.ts';

import { isRefused, type Refused } from './quotes-double.ts';

type Ports = Readonly<{
  price: (id: FixtureId, key: MarketKey, outcome: OutcomeId) => number | null;
  names: (id: string) => Readonly<{ home: string; away: string }>;
  largestStake: number;
  balance: number;
}>;
type Placed = Pick<
  BetView,
  'type' | 'lines' | 'unitStake' | 'stake' | 'legs' | 'potentialPayout' | 'requestedOdds' | 'odds'
>;

type Leg = BetView['legs'][number] & Readonly<{ odds: number }>;

/** What the API says to a bet of several legs: its lines, its sums, or the first thing that is wrong. */
export function multipleOf(body: PlaceMultipleBody, ports: Ports): Placed | Refused {
  const { legs: asked, pricePolicy, unitStake } = body;
  const seen = new Set<string>();
  const legs = asked.map((leg, at): Leg | Refused => {
    const { fixtureId, marketKey = '' as MarketKey, outcomeId = '' as OutcomeId, odds } = leg;
    const refuse = (code: ErrorCode, detail: object = {}): Refused => ({
      code,
      detail: { leg: at, ...detail },
    });
    if (seen.has(fixtureId)) return refuse('LEGS_RELATED');
    seen.add(fixtureId);
    const now = ports.price(fixtureId, marketKey, outcomeId);
    if (now === null) return refuse('MARKET_SUSPENDED');
    const price = now / ODDS_SCALE;
    if (pricePolicy !== 'any' && price < odds) return refuse('PRICE_CHANGED', { offered: price });
    const teams = ports.names(fixtureId);
    return {
      leg: at,
      fixtureId,
      fixture: `${teams.home} – ${teams.away}`,
      marketKey,
      market: marketName(marketKey),
      outcomeId,
      outcome: outcomeName(marketKey, outcomeId, teams),
      requestedOdds: odds,
      odds: price,
      banker: leg.banker ?? false,
      builder: null,
      result: null,
    };
  });
  const wrong = legs.find(isRefused);
  if (wrong !== undefined) return wrong;
  const good = legs.filter((leg): leg is Leg => !isRefused(leg));
  const bankers = good.filter(({ banker }) => banker).length;
  const folds = body.folds ?? [good.length - bankers];
  const lines = lineCount(good.length - bankers, folds);
  const stake = Number(unitStake) * lines;
  if (stake > ports.largestStake)
    return { code: 'STAKE_ABOVE_LIMIT', detail: { maxStake: ports.largestStake.toFixed(2) } };
  if (stake > ports.balance) return { code: 'INSUFFICIENT_FUNDS' };
  const product = good.reduce((all, { odds }) => all * odds, 1);
  return {
    type: betTypeName(good.length - bankers, bankers, folds),
    lines,
    unitStake,
    stake: stake.toFixed(2),
    legs: good,
    potentialPayout: (Number(unitStake) * product).toFixed(2),
    requestedOdds: product,
    odds: product,
  };
}
