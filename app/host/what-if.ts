import {
  oddsToDecimal,
  Refusal,
  type Odds,
  type QuoteRequestOf,
  type WhatIf,
} from '#contracts/mod.ts';
import type { PricedMarket } from '#odds/mod.ts';
import { betAmounts } from '#risk/mod.ts';

import { quoteIdOf } from './explanation.ts';
import type { HostState } from './host-state.ts';
import { setOverride } from './overrides.ts';
import { factorsOf, pricesOf, pricesOfOthers } from './pricing-steps.ts';
import { isQuotedOnly } from './robust-markets.ts';
import { lacksQuotes } from './robust-quote.ts';
import { paceTilt, quoteBookAnew, skewModeOf } from './skewing.ts';

type Change = QuoteRequestOf<'what-if'>['change'];
type Outcome = PricedMarket['outcomes'][number];

/** The further bet whose effect is told; house minor units. */
const PROBE_MINOR = 10_000n;

/**
 * The prices of the markets that a trader's setting would reach, now and with it, and what one more bet at each would
 * do to the worst case of the fixture. Nothing of the fixture changes.
 * @throws Refusal MARKET_NOT_FOUND when no such market is on the board; HOST_UNAVAILABLE while it is not priced.
 */
export function whatIf(state: HostState, change: Change): WhatIf {
  const reached = state.prices.filter(({ key, type }) =>
    change.marketKey === undefined ? type === change.marketType : key === change.marketKey,
  );
  if (reached.length === 0) throw new Refusal('MARKET_NOT_FOUND');
  const changed = withChange(state, change);
  const after = new Map(changed.prices.map((market) => [market.key, market]));
  return {
    ...quoteIdOf(state),
    worstCaseMinor: String(Math.round(state.exposure.worstCaseMinor(state.vector ?? undefined))),
    limitMinor: String(state.worstCaseLimitMinor),
    betMinor: String(PROBE_MINOR),
    markets: reached.map((market) => {
      const next = after.get(market.key) ?? market;
      return {
        marketKey: market.key,
        before: sideOf(state, market),
        after: sideOf(changed, next),
        outcomes: market.outcomes.map((outcome, at) => ({
          outcomeId: outcome.id,
          before: priceOf(state, market, outcome),
          after: priceOf(changed, market, next.outcomes[at] ?? outcome),
        })),
      };
    }),
  };
}

/** The state as it would be priced with the setting; what both have in common is read and not written. */
function withChange(state: HostState, change: Change): HostState {
  const { vector } = state;
  const isPriced = vector !== null || isQuotedOnly(state);
  if (!isPriced || state.materialJob !== null) throw new Refusal('HOST_UNAVAILABLE');
  const changed: HostState = {
    ...state,
    margins: new Map(state.margins),
    skewModes: new Map(state.skewModes),
    ladders: new Map(state.ladders),
    robust: new Map(state.robust),
    quotes: { ...state.quotes, caps: new Map() },
  };
  if (change.kind === 'margin') setOverride(changed.margins, change, change.marginBps);
  else {
    setOverride(changed.skewModes, change, change.mode);
    quoteBookAnew(changed);
    if (vector !== null) paceTilt(changed, vector);
  }
  changed.prices =
    vector === null ? pricesOfOthers(changed) : pricesOf(changed, vector, factorsOf(changed));
  return changed;
}

function sideOf(state: HostState, market: PricedMarket): WhatIf['markets'][number]['before'] {
  const { key, marginBps, outcomes } = market;
  const bookSum = lacksQuotes(state, key) ? null : bookSumOf(outcomes);
  return { marginBps, mode: skewModeOf(state, market), bookSum };
}

/** Null unless every outcome has a price. */
function bookSumOf(outcomes: readonly Outcome[]): number | null {
  let sum = 0;
  for (const { odds } of outcomes) {
    if (odds === null) return null;
    sum += 1 / oddsToDecimal(odds);
  }
  return sum;
}

function priceOf(state: HostState, { key }: PricedMarket, { id, odds }: Outcome) {
  // What nobody can back is no price, though the last one may still be seen.
  if (odds === null || lacksQuotes(state, key)) return { odds: null, worstCaseMinor: null };
  const backed = { marketKey: key, outcomeId: id };
  return { odds: oddsToDecimal(odds), worstCaseMinor: String(worstCaseWith(state, backed, odds)) };
}

/** The fixture's worst case after a further bet; negative: a loss. */
function worstCaseWith(
  { exposure, vector }: HostState,
  backed: Parameters<HostState['exposure']['worstLossByCode']>[0],
  odds: Odds,
): number {
  const { rates } = exposure;
  const { returns } = betAmounts({ stakeMinor: PROBE_MINOR, odds, currency: rates.house }, rates);
  const losses = exposure
    .worstLossByCode(backed, vector ?? undefined)
    .map((loss, code) => loss + Number((returns[code] ?? 0n) - PROBE_MINOR));
  return -Math.round(Math.max(...losses));
}
