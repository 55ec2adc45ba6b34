import { MAX_ODDS, ODDS_SCALE, type Odds, type OutcomeId } from '#contracts/mod.ts';

import {
  applyMargin,
  bookSumOf,
  guardBook,
  loadingBpsAt,
  neighbourOf,
  offeredPrice,
  type LadderKind,
  type LadderPrices,
  type LongShotLoading,
  type MarginMethod,
  type PricedBook,
  type MethodUsed,
} from '../margin/mod.ts';
import { mostOddsOf, type ConsensusCaps } from './consensus-cap.ts';
import { MINIMUM_MARGIN_BPS } from './default-margins.ts';

/** Fair chances of one outcome: by the model alone, and after the exposure has moved the scenarios. */
export type OutcomeView = Readonly<{ id: OutcomeId; model: number; skewed: number }>;

export type PricedOutcome = OutcomeView & Readonly<{ odds: Odds | null }>;

/** The price of each outcome that is published now; a Map, or anything as quick to ask. */
export type PublishedPrices = Readonly<{ get(id: OutcomeId): Odds | null | undefined }>;

export type MarketPricing = Readonly<{
  /** All outcomes. Their chances sum to the number of outcomes that win: 2 for double chance. */
  outcomes: readonly OutcomeView[];
  marginBps: number;
  /** What is published now, so that a price does not flicker between two steps. */
  published: PublishedPrices;
  /** How the margin is spread; `odds-ratio` unless said otherwise. */
  method?: MarginMethod;
  ladder?: LadderKind;
  /** Extra margin on long prices; none unless said otherwise. */
  loading?: LongShotLoading;
  /** What other books agree on, by outcome; without, only the model says how long a price may be. */
  consensus?: ConsensusCaps | undefined;
}>;

/** Below this chance nobody is helped by a price, and the model's error is larger than the chance. */
const SMALLEST_CHANCE = 1e-5;
/** A published price stays while the target is within this share of its own step. */
const HYSTERESIS = 0.75;
/** A sum of chances as near as this to a whole number is that number; the rest is rounding. */
const WHOLE = 1e-6;
/** From this chance of the favourite on, the margin shrinks with what is left of the market. */
const NEAR_CERTAIN = 0.9;

/** What a market is priced with, and each value of its open outcomes on the way. */
export type PriceChain = Readonly<{
  /** The outcomes that are neither all but impossible nor all but certain, in the market's order. */
  open: readonly OutcomeView[];
  /** Their skewed chances, scaled to what the certain ones leave of the sum. */
  chances: readonly number[];
  fairSum: number;
  carriedBps: number;
  book: PricedBook & MethodUsed;
  /** `book.implied` with the loading of long shots. */
  implied: readonly number[];
  /** Odds ×10,000 which no price passes, by model and consensus. */
  best: readonly number[];
  ladder: LadderKind;
  /** On the ladder; after the guard of the book sum; and with what stays of the published prices. */
  rounded: LadderPrices;
  guarded: LadderPrices;
  final: LadderPrices;
}>;

/**
 * From chances to ladder prices: margin on the skewed chances, never better for the bettor than the
 * model's own price less the minimum margin or than the band over the consensus allows, on the ladder, never a book under its fair sum, with
 * hysteresis. Undefined when no outcome is open or nothing of the sum is left.
 */
export function priceChain(pricing: MarketPricing): PriceChain | undefined {
  const { outcomes, marginBps, published, loading } = pricing;
  const { method = 'odds-ratio', ladder = 'exchange' } = pricing;
  const { open, chances, fairSum } = openChances(outcomes);
  if (open.length === 0) return undefined;
  const carriedBps = carriedMarginBps(marginBps, chances, fairSum);
  const book = applyMargin(chances, carriedBps, method);
  const implied = loading === undefined ? book.implied : loaded(book.implied, chances, loading);
  const best = open.map((outcome) => bestUnder(outcome, pricing.consensus));
  const rounded = open.map((_, at) =>
    offeredPrice(implied[at] ?? 0, { ladder, mode: 'nearest' }, best[at]),
  );
  const guarded = guardBook({ prices: rounded, chances, fairSum, implied, ladder });
  const kept = open.map((outcome, at) => {
    const price = guarded[at] ?? null;
    const held = published.get(outcome.id) ?? null;
    if (price === null || held === null || price === held) return price;
    const most = best[at] ?? 0;
    return held <= most && isHeld(held, exactOdds(implied[at] ?? 0, most), ladder) ? held : price;
  });
  // What is held may not take the book under its fair sum: then only what the guard allows stays.
  const final = bookSumOf(kept, chances) >= fairSum ? kept : shorterOf(kept, guarded);
  const offered = { rounded, guarded, final };
  return { open, chances, fairSum, carriedBps, book, implied, best, ladder, ...offered };
}

/**
 * The prices of a market in the order of its outcomes; `explainOutcomes` says how they came about. An
 * outcome that is all but impossible or certain gets none, nor one that would cost less than 1.01.
 */
export function priceOutcomes(pricing: MarketPricing): readonly PricedOutcome[] {
  const chain = priceChain(pricing);
  let next = 0;
  return pricing.outcomes.map((outcome) => {
    const { id, model, skewed } = outcome;
    const isOpen = chain?.open[next] === outcome;
    return { id, model, skewed, odds: isOpen ? (chain.final[next++] ?? null) : null };
  });
}

/** The outcomes that can get a price, and what of the sum is theirs. */
function openChances(
  outcomes: readonly OutcomeView[],
): Pick<PriceChain, 'open' | 'chances' | 'fairSum'> {
  const open: OutcomeView[] = [];
  let [sum, mass, certain] = [0, 0, 0];
  for (const outcome of outcomes) {
    const { model, skewed } = outcome;
    sum += skewed;
    if (Math.max(model, skewed) > 1 - SMALLEST_CHANCE) certain += 1;
    else if (model >= SMALLEST_CHANCE) {
      open.push(outcome);
      mass += skewed;
    }
  }
  const whole = Math.round(sum);
  const fairSum = (Math.abs(sum - whole) < WHOLE ? whole : sum) - certain;
  if (fairSum < SMALLEST_CHANCE) return { open: [], chances: [], fairSum };
  return { open, chances: open.map(({ skewed }) => (skewed * fairSum) / mass), fairSum };
}

/**
 * The margin that a market can carry: a near-certain favourite has no room for its share, and the long prices
 * would have to take all of it, until 300 to 1 is sold at 20.
 */
function carriedMarginBps(marginBps: number, chances: readonly number[], fairSum: number): number {
  let open = 0;
  for (const chance of chances) open += Math.min(chance, 1 - chance);
  const left = open / (2 * (1 - NEAR_CERTAIN) * fairSum);
  return left >= 1 ? marginBps : Math.max(MINIMUM_MARGIN_BPS, marginBps * left);
}

const loaded = (
  implied: readonly number[],
  chances: readonly number[],
  loading: LongShotLoading,
): readonly number[] =>
  implied.map((p, at) => p * (1 + loadingBpsAt(loading, 1 / (chances[at] ?? 1)) / ODDS_SCALE));

/** Odds ×10,000 which no price passes: the model's own less the minimum margin. */
export const bestOdds = ({ model }: OutcomeView): number =>
  (ODDS_SCALE - MINIMUM_MARGIN_BPS) / model;

/** The same, and none that is too far from what others agree on. */
function bestUnder(outcome: OutcomeView, consensus: ConsensusCaps | undefined): number {
  const cap = consensus?.get(outcome.id);
  const best = bestOdds(outcome);
  return cap === undefined ? best : Math.min(best, mostOddsOf(cap));
}

/** The odds ×10,000 before the ladder. */
export const exactOdds = (implied: number, best: number): number =>
  Math.min(ODDS_SCALE / implied, best, MAX_ODDS);

/** The lower of two prices, outcome by outcome. */
const shorterOf = (left: LadderPrices, right: LadderPrices): LadderPrices =>
  left.map((price, at) => {
    const other = right[at] ?? null;
    return price === null || other === null ? null : (Math.min(price, other) as Odds);
  });

/** Whether the target is too near to the published price for a move. */
function isHeld(published: Odds, exact: number, ladder: LadderKind): boolean {
  const neighbour = neighbourOf(published, ladder, exact > published ? 1 : -1);
  if (neighbour === undefined || exact === published) return neighbour !== undefined;
  // The ladder is coarser above some prices than below them, so the step is the one towards the target.
  return Math.abs(exact - published) < HYSTERESIS * Math.abs(neighbour - published);
}
