import type { SkewMode } from '#contracts/mod.ts';
import {
  priceOutcomes,
  type BoardLayout,
  type BoardMarket,
  type OutcomeView,
  type PricedMarket,
} from '#odds/mod.ts';
import { ladderChances, ladderSteps, tilt } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';
import { inForce } from './overrides.ts';

type Named = Pick<PricedMarket, 'key' | 'type'>;

/** How the open bets move the prices of a market: its own mode, else its type's, else by the tilt. */
export const skewModeOf = (state: HostState, market: Named): SkewMode =>
  state.skewEnabled ? (inForce(state.skewModes, market, state.now)?.value ?? 'tilt') : 'off';

/** The scenario vector as the house quotes from it; the model's own when nothing moves it. */
export function skewedCore(state: HostState, vector: Float64Array): Float64Array {
  const { exposure, policy, skewEnabled } = state;
  // An empty book moves nothing, and skipping it halves the work of a fixture without bets.
  if (exposure.bets === 0) return vector;
  return tilt(vector, exposure.payouts, { ...policy.skew, enabled: skewEnabled });
}

const UNTILTED = ' untilted';

/** The same board with the markets that the tilt does not move on the model's own distributions. */
export function untilted(state: HostState, layout: BoardLayout): BoardLayout {
  if (state.skewModes.size === 0) return layout;
  const distributions = new Map(layout.distributions);
  const markets = layout.markets.map((market): BoardMarket => {
    const read = layout.distributions.get(market.distribution);
    if (read === undefined || skewModeOf(state, market) === 'tilt') return market;
    const distribution = `${market.distribution}${UNTILTED}`;
    distributions.set(distribution, { model: read.model, skewed: read.model });
    return { ...market, distribution };
  });
  return { markets, distributions };
}

/** A priced market with the prices of the liability ladder, if that is its mode. */
export function laddered(state: HostState, market: PricedMarket): PricedMarket {
  if (state.skewModes.size === 0 || skewModeOf(state, market) !== 'ladder') return market;
  const views = market.outcomes.flatMap(({ id, model }) => (model === null ? [] : [{ id, model }]));
  if (views.length < market.outcomes.length) return market;
  const { ladder } = state.policy;
  const staked = state.exposure.stakedOn(market.key);
  const steps = views.map(({ id }) =>
    ladderSteps(state.exposure.liabilityMinor(market.key, id) - staked, ladder.stepMinor),
  );
  const skewed = ladderChances(
    views.map(({ model }) => model),
    steps,
    ladder,
  );
  const outcomes = views.map(({ id, model }, at): OutcomeView => ({
    id,
    model,
    skewed: skewed[at] ?? model,
  }));
  const published = new Map(
    state.board.get(market.key)?.outcomes.map(({ id, odds }) => [id, odds]) ?? [],
  );
  const { marginBps } = market;
  return { ...market, outcomes: priceOutcomes({ outcomes, marginBps, published }) };
}
