import type { MarketKey, OutcomeId, SkewMode } from '#contracts/mod.ts';
import {
  priceOutcomes,
  type BoardLayout,
  type BoardMarket,
  type OutcomeView,
  type PricedMarket,
} from '#odds/mod.ts';
import { ladderChances, ladderSteps, tilt, tiltMove, type SkewPolicy } from '#risk/mod.ts';

import { consensusCaps } from './consensus.ts';
import type { HostState, LadderQuote } from './host-state.ts';
import { inForce } from './overrides.ts';

type Named = Pick<PricedMarket, 'key' | 'type'>;

/**
 * How the open bets move the prices of a market: its own mode, else its type's, else by the tilt, where there is a model
 * to be tilted.
 */
export function skewModeOf(state: HostState, market: Named): SkewMode {
  if (!state.skewEnabled) return 'off';
  const mode = inForce(state.skewModes, market, state.now)?.value ?? 'tilt';
  return mode === 'tilt' && state.robust.get(market.key)?.hasModel === false ? 'robust' : mode;
}

/** The scenario vector as the house quotes from it; the model's own when nothing moves it. */
export function skewedCore(state: HostState, vector: Float64Array): Float64Array {
  const payouts = state.quotedBook?.payouts ?? null;
  // An empty book moves nothing, and skipping it halves the work of a fixture without bets.
  return payouts === null ? vector : tilt(vector, payouts, skewOf(state));
}

/** The liquidity b of the fixture's competition, in house minor units: how much money it takes to move its prices. */
export const liquidityOf = ({ policy, record }: HostState): number =>
  policy.liquidityByCompetition.get(record.info?.competition ?? '') ?? policy.skew.liquidityMinor;

const skewOf = (state: HostState): SkewPolicy => ({
  ...state.policy.skew,
  enabled: state.skewEnabled,
  liquidityMinor: liquidityOf(state),
});

/**
 * Whatever is not a bet (a goal, an answer of the model, a trader) has the present book quoted at the next pricing;
 * between those, bets move prices at the pace of the policy.
 */
export function quoteBookAnew(state: HostState): void {
  state.quotedBook = null;
  state.ladders.clear();
}

/**
 * Whether the board must be priced anew for what bets have done since the last time. Says so from the book alone, which
 * takes a fiftieth of the time: while bets come all the time, hardly any of them moves prices.
 */
export function betsMovePrices(state: HostState): boolean {
  const { vector, exposure, materialJob, now, skewDueAt } = state;
  // They are priced with the goal.
  if (vector === null || materialJob !== null) return false;
  if (!state.exposureMoved && now < skewDueAt) return false;
  state.exposureMoved = false;
  // Each ladder has a pace of its own; and the book does not know the chances yet of what nobody had backed before.
  if (state.skewModes.size > 0 || exposure.awaitsLaws) return true;
  return bookToQuote(state, vector) !== undefined;
}

/** Takes over what the bets have done to the book since the last pricing, if it is worth it and time for it. */
export function paceTilt(state: HostState, vector: Float64Array): void {
  const book = bookToQuote(state, vector);
  if (book === undefined) return;
  if (state.quotedBook !== null) state.tiltedAt = state.now;
  state.quotedBook = { payouts: book.payouts?.slice() ?? null };
}

/** The book of now, unless prices are to stay with the one that they are quoted by. */
function bookToQuote(
  state: HostState,
  vector: Float64Array,
): NonNullable<HostState['quotedBook']> | undefined {
  const { exposure, policy, quotedBook } = state;
  state.skewDueAt = Infinity;
  // Before the sums are worked out: within its pace a book is looked at once.
  if (quotedBook !== null && !isTime(state, state.tiltedAt)) return undefined;
  const payouts = exposure.bets === 0 ? null : exposure.payouts;
  if (quotedBook === null) return { payouts };
  const move = tiltMove(vector, quotedBook.payouts, payouts, skewOf(state));
  return move < policy.pace.leastMove ? undefined : { payouts };
}

/** Whether what moved at `last` may move again; if not, it is noted when. */
function isTime(state: HostState, last: number): boolean {
  const dueAt = last + state.policy.pace.everyMs;
  if (state.now < dueAt) state.skewDueAt = Math.min(state.skewDueAt, dueAt);
  return state.now >= dueAt;
}

/** The steps of the market's ladder as they are to be quoted now. */
function pacedSteps(
  state: HostState,
  key: MarketKey,
  outcomes: readonly OutcomeId[],
): LadderQuote['steps'] {
  const { exposure, policy, ladders, now } = state;
  const before = ladders.get(key);
  const staked = exposure.stakedOn(key);
  const steps = new Map(
    outcomes.map((id) => {
      const netMinor = exposure.liabilityMinor(key, id) - staked;
      return [id, ladderSteps(netMinor, policy.ladder.stepMinor, before?.steps.get(id))];
    }),
  );
  if (before !== undefined) {
    const hasMoved = outcomes.some((id) => steps.get(id) !== before.steps.get(id));
    if (!hasMoved || !isTime(state, before.since)) return before.steps;
  }
  ladders.set(key, { steps, since: before === undefined ? -Infinity : now });
  return steps;
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
  const steps = pacedSteps(
    state,
    market.key,
    views.map(({ id }) => id),
  );
  const skewed = ladderChances(
    views.map(({ model }) => model),
    views.map(({ id }) => steps.get(id) ?? 0),
    state.policy.ladder,
  );
  const outcomes = views.map(({ id, model }, at): OutcomeView => ({
    id,
    model,
    skewed: skewed[at] ?? model,
  }));
  const published = new Map(
    state.board.get(market.key)?.outcomes.map(({ id, odds }) => [id, odds]) ?? [],
  );
  const { key, marginBps } = market;
  const consensus = consensusCaps(state, key, outcomes);
  return { ...market, outcomes: priceOutcomes({ outcomes, marginBps, published, consensus }) };
}
