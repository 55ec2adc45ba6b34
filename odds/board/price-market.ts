import { MAX_ODDS, MIN_ODDS, ODDS_SCALE, type Odds, type OutcomeId } from '#contracts/mod.ts';

import { applyMargin, moveTicks, toLadder, type LadderKind } from '../margin/mod.ts';
import { MINIMUM_MARGIN_BPS } from './default-margins.ts';

/** Fair chances of one outcome: by the model alone, and after the exposure has moved the scenarios. */
export type OutcomeView = Readonly<{ id: OutcomeId; model: number; skewed: number }>;

export type PricedOutcome = Readonly<{ id: OutcomeId; odds: Odds | null }>;

export type MarketPricing = Readonly<{
  outcomes: readonly OutcomeView[];
  marginBps: number;
  /** What is published now, so that a price does not flicker between two steps. */
  published: ReadonlyMap<OutcomeId, Odds | null>;
}>;

const LADDER: LadderKind = 'exchange';
/** Below this chance nobody is helped by a price, and the model's error is larger than the chance. */
const SMALLEST_CHANCE = 1e-5;
/** A published price stays while the target is within this share of its own step. */
const HYSTERESIS = 0.75;

/**
 * From chances to ladder prices: margin on the skewed chances, never better for the bettor than the
 * model's own price less the minimum margin, on the ladder, with hysteresis, and never a book under 100 %.
 * An outcome that is all but impossible gets no price; when one is all but certain, none does.
 */
export function priceOutcomes(pricing: MarketPricing): readonly PricedOutcome[] {
  const { outcomes, marginBps, published } = pricing;
  const possible = outcomes.filter(({ model }) => model >= SMALLEST_CHANCE);
  if (possible.some(({ model, skewed }) => Math.max(model, skewed) > 1 - SMALLEST_CHANCE)) {
    return outcomes.map(({ id }) => ({ id, odds: null }));
  }
  const mass = possible.reduce((sum, { skewed }) => sum + skewed, 0);
  const chances = possible.map(({ skewed }) => skewed / mass);
  const { implied } = applyMargin(chances, carriedMarginBps(marginBps, chances), 'odds-ratio');
  const offered = possible.map(({ id, model }, at) => ({
    id,
    odds: ladderPrice(1 / (implied[at] ?? 1), model, published.get(id) ?? null),
  }));
  const priced = new Map(
    (underround(offered) ? offered.map(lower) : offered).map(({ id, odds }) => [id, odds]),
  );
  return outcomes.map(({ id }) => ({ id, odds: priced.get(id) ?? null }));
}

/** From this chance of the favourite on, the margin shrinks with what is left of the market. */
const NEAR_CERTAIN = 0.9;

/**
 * The margin that a market can carry: a near-certain favourite has no room for its share, and the long prices
 * would have to take all of it, until 300 to 1 is sold at 20.
 */
function carriedMarginBps(marginBps: number, chances: readonly number[]): number {
  const left = (1 - Math.max(...chances)) / (1 - NEAR_CERTAIN);
  return left >= 1 ? marginBps : Math.max(MINIMUM_MARGIN_BPS, marginBps * left);
}

/** The price on the ladder for a target in decimal odds; null when it would have to be under 1.01. */
function ladderPrice(decimal: number, model: number, published: Odds | null): Odds | null {
  const best = (ODDS_SCALE - MINIMUM_MARGIN_BPS) / model;
  const exact = Math.min(decimal * ODDS_SCALE, best, MAX_ODDS);
  if (exact < MIN_ODDS) return null;
  const price = held(exact, published) ?? toLadder(exact, LADDER, 'nearest');
  // Neither rounding nor an old price may give back what the cap took.
  return price > best ? toLadder(best, LADDER, 'down') : price;
}

/** The published price, if the target is too near to it for a move. */
function held(exact: number, published: Odds | null): Odds | undefined {
  if (published === null) return undefined;
  const neighbour = moveTicks(published, LADDER, exact > published ? 1 : -1);
  // The ladder is coarser above some prices than below them, so the step is the one towards the target.
  const isNear = Math.abs(exact - published) < HYSTERESIS * Math.abs(neighbour - published);
  return isNear || exact === published ? published : undefined;
}

const lower = (outcome: PricedOutcome): PricedOutcome => ({
  id: outcome.id,
  odds: outcome.odds === null ? null : moveTicks(outcome.odds, LADDER, -1),
});

/** Whether backing every possible outcome would be free money; one without a price makes that impossible. */
function underround(priced: readonly PricedOutcome[]): boolean {
  if (priced.some(({ odds }) => odds === null)) return false;
  return priced.reduce((sum, { odds }) => sum + ODDS_SCALE / (odds ?? ODDS_SCALE), 0) < 1;
}
