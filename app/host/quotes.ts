import {
  InputError,
  Refusal,
  type BuilderQuote,
  type Quote,
  type QuoteReply,
  type QuoteRequest,
  type QuoteRequestOf,
} from '#contracts/mod.ts';
import { combinable, jointLegs, type Leg } from '#odds/mod.ts';

import { cashOutQuote } from './cash-out-quote.ts';
import { explanation, quoteIdOf } from './explanation.ts';
import type { HostState } from './host-state.ts';
import { jointPrice, worldsOf } from './joint-price.ts';
import { REFUSED_AS } from './refused-as.ts';
import { fixtureReasons } from './suspension.ts';
import { whatIf } from './what-if.ts';

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
    case 'what-if':
      return whatIf(state, request.change);
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
