import { parseMarketKey, Refusal, type Explanation, type MarketKey } from '#contracts/mod.ts';
import { scoreOf } from '#markets/mod.ts';
import { explainOutcomes, factorParameters, type PricedMarket } from '#odds/mod.ts';

import { consensusCaps } from './consensus.ts';
import type { HostState } from './host-state.ts';
import { footballState } from './match-state.ts';
import { marginInForce } from './pricing-steps.ts';
import { robustExposure, robustSource } from './robust-explanation.ts';
import { liquidityOf, skewModeOf } from './skewing.ts';

/** The published state that an answer rests on, and how long it may be taken up. */
export const quoteIdOf = (state: HostState) => ({
  epoch: state.epoch,
  oddsSeq: state.oddsSeq,
  expiresAt: state.now + state.policy.quoteLifeMs,
});

/** What the model was given, the rates that it was calibrated to, and what stands beside the goals. */
function modelOf({ record, model }: HostState, marketKey: MarketKey): Explanation['model'] {
  const { phase, elapsedMinutes, redCards } = footballState(record);
  const { fullTime, firstHalf } = scoreOf(record);
  return {
    model: 'birth process, Zou 2020',
    totalGoals: record.expectation?.totalGoals ?? null,
    supremacy: record.expectation?.supremacy ?? null,
    phase,
    elapsedMinutes,
    score: `${fullTime.home}-${fullTime.away}`,
    firstHalf: `${firstHalf.home}-${firstHalf.away}`,
    redCards: `${redCards.home}-${redCards.away}`,
    lambda: model?.lambda ?? null,
    mu: model?.mu ?? null,
    feedVersion: record.version,
    ...factorParameters(record, parseMarketKey(marketKey)),
  };
}

const exposureOf = (state: HostState, market: PricedMarket): Explanation['exposure'] => ({
  skew: state.skewEnabled,
  mode: skewModeOf(state, market),
  bets: state.exposure.bets,
  stakedMinor: state.exposure.stakedMinor,
  worstCaseMinor: state.exposure.worstCaseMinor(),
  liquidityMinor: liquidityOf(state),
});

/** Only outcomes with chances have steps; one that can only be void has none. */
function stepsOf(state: HostState, priced: PricedMarket) {
  const published = new Map(
    state.board.get(priced.key)?.outcomes.map(({ id, odds }) => [id, odds]) ?? [],
  );
  const views = priced.outcomes.flatMap(({ id, model, skewed }) =>
    model === null || skewed === null ? [] : [{ id, model, skewed }],
  );
  const consensus = consensusCaps(state, priced.key, views);
  return explainOutcomes({ outcomes: views, marginBps: priced.marginBps, published, consensus });
}

/**
 * Why each price of a market is what it is, from the chances of its last pricing.
 * @throws Refusal MARKET_NOT_FOUND when the market is not on the board.
 */
export function explanation(state: HostState, marketKey: MarketKey): Explanation {
  const priced = state.prices.find(({ key }) => key === marketKey);
  if (priced === undefined) throw new Refusal('MARKET_NOT_FOUND');
  const { book, outcomes } = stepsOf(state, priced);
  return {
    ...quoteIdOf(state),
    marketKey,
    model: robustSource(state, marketKey) ?? modelOf(state, marketKey),
    exposure: { ...exposureOf(state, priced), ...robustExposure(state, marketKey) },
    margin: {
      askedBps: priced.marginBps,
      from: marginInForce(state, priced, outcomes.length).from,
      carriedBps: book?.carriedBps ?? null,
      method: book?.used ?? null,
      fairSum: book?.fairSum ?? null,
      bookSum: book?.bookSumAfter ?? null,
    },
    outcomes: outcomes.map(({ id, steps }) => ({
      outcomeId: id,
      steps: steps.map((step) => ({ ...step, parameters: { ...step.parameters } })),
    })),
  };
}
