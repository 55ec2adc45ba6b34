import { InputError, Refusal, type ErrorCode, type Odds, type Selection } from '#contracts/mod.ts';
import { partsOf, type MarketOnOffer } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';
import { builderOdds } from './joint-price.ts';
import { REFUSED_AS } from './refused-as.ts';
import { fixtureReasons, marketReasons } from './suspension.ts';

export type Offer =
  | Readonly<{ ok: true; market: MarketOnOffer | undefined }>
  /** No stake and no price could make it right. */
  | Readonly<{ ok: false; code: ErrorCode }>;

/**
 * What a selection is offered in: its market, undefined when it is not on the board. A bet builder is a
 * market of one answer, suspended with any of its parts, at the joint price.
 */
export function offerOf(state: HostState, selection: Omit<Selection, 'fixtureId'>): Offer {
  const parts = partsOf(selection);
  const markets = parts.flatMap(({ marketKey }) => marketOnOffer(state, marketKey) ?? []);
  const [first, ...others] = markets;
  if (first === undefined || markets.length < parts.length) return { ok: true, market: undefined };
  if (others.length === 0) return { ok: true, market: first };
  const suspendedBy = [...new Set(markets.flatMap((market) => market.suspendedBy))];
  const { status } = markets.find((market) => market.status !== 'active') ?? first;
  const isOpen = status === 'active' && suspendedBy.length === 0;
  const joint = isOpen ? jointOdds(state, parts) : { ok: true as const, odds: null };
  if (!joint.ok) return joint;
  const outcomes = [{ id: selection.outcomeId, odds: joint.odds }];
  return { ok: true, market: { status, suspendedBy, outcomes } };
}

function marketOnOffer(
  state: HostState,
  marketKey: Selection['marketKey'],
): MarketOnOffer | undefined {
  const market = state.board.get(marketKey);
  if (market === undefined) return undefined;
  const suspendedBy = marketReasons(state, marketKey, fixtureReasons(state));
  const status = suspendedBy.length === 0 ? market.status : 'suspended';
  return { status, outcomes: market.outcomes, suspendedBy };
}

type Joint = Readonly<{ ok: true; odds: Odds }> | Readonly<{ ok: false; code: ErrorCode }>;

function jointOdds(state: HostState, parts: ReturnType<typeof partsOf>): Joint {
  try {
    const odds = builderOdds(state, parts);
    return odds === null ? { ok: false, code: 'LEGS_CONTRADICTORY' } : { ok: true, odds };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code };
    if (error instanceof InputError)
      return { ok: false, code: REFUSED_AS[error.code] ?? 'LEG_NOT_COMBINABLE' };
    throw error;
  }
}
