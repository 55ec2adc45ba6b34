import type { MarketKey, MarketType } from '#contracts/mod.ts';
import { buildFootballIndex, identifyMarket, indexFor, payoffContext } from '#markets/mod.ts';
import {
  defaultMarginBps,
  footballFactors,
  layOut,
  LIVE_PARAMETERS,
  priceBoard,
  type Factors,
  type MarginPhase,
  type PricedMarket,
  type PriceJob,
  type PriceResult,
} from '#odds/mod.ts';
import { scenarioVector } from '#odds/models/mod.ts';

import { consensusCaps, forgetConsensus } from './consensus.ts';
import type { HostState } from './host-state.ts';
import { footballState } from './match-state.ts';
import { inForce } from './overrides.ts';
import { isQuotedOnly, leaveToModel, withRobust } from './robust-markets.ts';
import { sellsRobustly } from './robust-quote.ts';
import { laddered, paceTilt, quoteBookAnew, skewedCore, untilted } from './skewing.ts';

/** Asks for the match to be priced as it is now; undefined while the feed has not said what to expect. */
export function nextPriceJob(state: HostState): PriceJob | undefined {
  const { expectation } = state.record;
  if (expectation === null) return undefined;
  state.jobId += 1;
  const { maxFirst, maxSecond } = indexFor(state.record);
  return {
    jobId: state.jobId,
    expectation,
    state: footballState(state.record),
    maxFirst,
    maxSecond,
  };
}

/** Takes a worker's answer unless the match has materially moved on since the question. */
export function takePrices(state: HostState, result: PriceResult): boolean {
  if (result.jobId !== state.jobId) return false;
  const { vector, ...model } = result;
  state.model = model;
  state.vector = vector;
  state.materialJob = null;
  state.opened = true;
  const index = buildFootballIndex(model.maxFirst, model.maxSecond);
  state.exposure.rebase(index, payoffContext(state.record));
  quoteBookAnew(state);
  reprice(state);
  return true;
}

/** Moves the clock of a known model on; what takes a fraction of a millisecond needs no worker. */
export function priceQuietMinute(state: HostState): void {
  const { model, record } = state;
  if (model === null || state.materialJob !== null) return;
  const index = buildFootballIndex(model.maxFirst, model.maxSecond);
  const live = { lambda: model.lambda, mu: model.mu, parameters: LIVE_PARAMETERS };
  state.vector = scenarioVector(live, footballState(record), index, model.table);
  reprice(state);
}

/** Corners, cards, players and the tie, beside the core; undefined until the core is priced. */
export function factorsOf({ vector, model, record, exposure }: HostState): Factors | undefined {
  if (vector === null || model === null) return undefined;
  return footballFactors({
    record,
    state: footballState(record),
    model: { lambda: model.lambda, mu: model.mu, parameters: LIVE_PARAMETERS },
    index: exposure.index,
    core: vector,
  });
}

/** The whole board from the vector, the exposure, the margins and what is published. */
export function reprice(state: HostState): void {
  const { vector, exposure } = state;
  state.exposureMoved = false;
  state.bookMoved = true;
  if (isQuotedOnly(state)) {
    priceQuotedOnly(state);
    return;
  }
  // Until a goal is priced, the vector still speaks of the match before it.
  if (vector === null || state.materialJob !== null) return;
  const factors = factorsOf(state);
  const held = exposure.marketKeys().flatMap((key) => identifyMarket(key) ?? []);
  exposure.believe(factors?.named(held) ?? new Map());
  paceTilt(state, vector);
  forgetConsensus(state);
  state.prices = pricesOf(state, vector, factors);
}

/** The board of a match without a model: there is nothing that a worker could be asked. */
function priceQuotedOnly(state: HostState): void {
  const { exposure, record } = state;
  exposure.rebase(indexFor(record), payoffContext(record));
  forgetConsensus(state);
  state.prices = pricesOfOthers(state);
  state.opened ||= sellsRobustly(state);
}

const marginFor =
  (state: HostState) =>
  (market: Pick<PricedMarket, 'key' | 'type'>, outcomeCount: number): number =>
    marginInForce(state, market, outcomeCount).bps;

/** The same where only other books say what the match is worth. */
export const pricesOfOthers = (state: HostState): readonly PricedMarket[] =>
  withRobust(state, [], marginFor(state));

/** Every market of the board as the state has it priced now; only the ladders that are due take a step. */
export function pricesOf(
  state: HostState,
  vector: Float64Array,
  factors: Factors | undefined,
): readonly PricedMarket[] {
  const { record, exposure } = state;
  const core = { model: vector, skewed: skewedCore(state, vector) };
  const laidOut = layOut(record, exposure.index, core, factors);
  leaveToModel(state, laidOut.markets);
  const layout = untilted(state, laidOut);
  const { markets, distributions } = layout;
  const prices = priceBoard({
    markets,
    marginBps: ({ key, type, outcomes }) =>
      marginInForce(state, { key, type }, outcomes.length).bps,
    distributions,
    consensus: (key, outcomes) => consensusCaps(state, key, outcomes),
    published: (key) => {
      const outcomes = state.board.get(key)?.outcomes;
      return { get: (id) => outcomes?.find((outcome) => outcome.id === id)?.odds };
    },
  });
  const modelled = prices.map((market) => laddered(state, market));
  return withRobust(state, modelled, marginFor(state));
}

export type MarginInForce = Readonly<{
  bps: number;
  from: 'market' | 'market-type' | 'default';
}>;

/** The margin of a market with so many outcomes: its own, else its type's, else the default; and who set it. */
export function marginInForce(
  state: HostState,
  { key, type }: Readonly<{ key: MarketKey; type: MarketType }>,
  outcomeCount: number,
): MarginInForce {
  const set = inForce(state.margins, { key, type }, state.now);
  if (set !== undefined) return { bps: set.value, from: set.from };
  return { bps: defaultMarginBps(type, outcomeCount, marginPhase(state)), from: 'default' };
}

const LATE_MS = 40 * 60_000;

function marginPhase({ record: { phase, clock } }: HostState): MarginPhase {
  if (phase === 'not-started') return 'pre-match';
  return phase === 'second-half' && clock.phase === phase && clock.elapsedMs >= LATE_MS
    ? 'late'
    : 'in-play';
}
