import {
  InputError,
  Refusal,
  type BuilderQuote,
  type CashOutQuote,
  type ErrorCode,
  type InputCode,
  type Quote,
  type QuoteReply,
  type QuoteRequest,
  type QuoteRequestOf,
} from '#contracts/mod.ts';
import { cashOutValue, combinable, jointLegs, legChances, type Leg } from '#odds/mod.ts';

import { explanation, quoteIdOf } from './explanation.ts';
import type { HostState } from './host-state.ts';
import { jointPrice, worldsOf } from './joint-price.ts';
import { fixtureReasons } from './suspension.ts';

/** Every answer that can be backed now. */
function* onOffer(state: HostState): Generator<Leg> {
  for (const [marketKey, market] of state.board) {
    if (market.status !== 'active') continue;
    for (const { id, odds } of market.outcomes) {
      if (odds !== null) yield { marketKey, outcomeId: id };
    }
  }
}

function builderQuote(state: HostState, { legs }: QuoteRequestOf<'builder'>): BuilderQuote {
  if (fixtureReasons(state).length > 0) throw new Refusal('MARKET_SUSPENDED');
  for (const { marketKey } of legs) {
    if (state.board.get(marketKey)?.status !== 'active')
      throw new Refusal('MARKET_SUSPENDED', { marketKey });
  }
  const { model, skewed } = worldsOf(state);
  const fair = jointLegs(model, legs);
  const moved = jointLegs(skewed, legs);
  const contradictory = legs.length > 0 && fair.chance === 0;
  const under = new Map(
    combinable(skewed, legs, onOffer(state)).map(({ leg, chance }) => [
      `${leg.marketKey}/${leg.outcomeId}`,
      chance,
    ]),
  );
  return {
    ...quoteIdOf(state),
    odds: legs.length === 0 || contradictory ? null : jointPrice(state, fair.chance, moved.chance),
    contradictory,
    correlation: legs.length === 0 ? null : fair.chance / fair.product,
    combinable: combinable(model, legs, onOffer(state)).map(({ leg, chance, implied }) => ({
      ...leg,
      odds: jointPrice(state, chance, under.get(`${leg.marketKey}/${leg.outcomeId}`) ?? chance),
      implied,
    })),
  };
}

function cashOutQuote(state: HostState, request: QuoteRequestOf<'cash-out'>): CashOutQuote {
  if (fixtureReasons(state).length > 0) throw new Refusal('MARKET_SUSPENDED');
  // The holder sells at the model's chances: what the house owes elsewhere is none of his business.
  const chances = legChances(worldsOf(state).model, request);
  const stakeMinor = BigInt(request.stakeMinor);
  const terms = { stakeMinor, legs: [{ odds: request.odds, chances }], partBps: request.partBps };
  const { valueMinor, remainingStakeMinor } = cashOutValue({
    ...terms,
    marginBps: state.policy.cashOutMarginBps,
  });
  const fair = cashOutValue({ ...terms, marginBps: 0 });
  return {
    ...quoteIdOf(state),
    valueMinor: String(valueMinor),
    fairMinor: String(fair.valueMinor),
    remainingStakeMinor: String(remainingStakeMinor),
  };
}

/**
 * What something is worth now. Reads the state and changes nothing, so it is not journaled.
 * @throws Refusal while the fixture is suspended or not priced; InputError for a leg that cannot be quoted.
 */
function quote(state: HostState, request: QuoteRequest): Quote {
  switch (request.op) {
    case 'builder':
      return builderQuote(state, request);
    case 'cash-out':
      return cashOutQuote(state, request);
    case 'explain':
      return explanation(state, request.marketKey);
  }
}

/** The same with refusals as values, as they travel. */
export function quoteReply(state: HostState, request: QuoteRequest): QuoteReply {
  try {
    return { ok: true, quote: quote(state, request) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, code: error.code, detail: error.detail };
    if (!(error instanceof InputError)) throw error;
    const { code, field, message } = error;
    return {
      ok: false,
      code: REFUSED_AS[code] ?? 'QUOTE_NOT_POSSIBLE',
      detail: { field, message },
    };
  }
}

/** What a leg that cannot be quoted is refused as. */
export const REFUSED_AS: Readonly<Partial<Record<InputCode, ErrorCode>>> = {
  MARKET_UNKNOWN: 'MARKET_NOT_FOUND',
  OUTCOME_UNKNOWN: 'OUTCOME_NOT_FOUND',
  LEG_NOT_COMBINABLE: 'LEG_NOT_COMBINABLE',
};
