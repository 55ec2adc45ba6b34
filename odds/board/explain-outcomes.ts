import { ODDS_SCALE, oddsToDecimal, type Odds, type OutcomeId } from '#contracts/mod.ts';

import { bookSumOf, overround, type FallbackReason, type MarginMethod } from '../margin/mod.ts';
import { mostOddsOf, type ConsensusCap } from './consensus-cap.ts';
import { MINIMUM_MARGIN_BPS } from './default-margins.ts';
import {
  bestOdds,
  exactOdds,
  priceChain,
  type MarketPricing,
  type OutcomeView,
  type PriceChain,
} from './price-market.ts';

/** What is done to a chance until it is a price, in this order. */
export const PRICE_STEPS = [
  'model',
  'skew',
  'normalise',
  'margin',
  'cap',
  'consensus',
  'ladder',
  'book-guard',
  'hysteresis',
] as const;

/**
 * A price after one step: decimal odds and the chance 1/odds, both null once there is no price. The
 * parameters are what the step worked with.
 */
export type PriceStep = Readonly<{
  step: (typeof PRICE_STEPS)[number];
  odds: number | null;
  chance: number | null;
  parameters: Readonly<Record<string, number | string | boolean | null>>;
}>;

export type OutcomeExplanation = Readonly<{
  id: OutcomeId;
  /** Ends with the published price, or with the step which left none. */
  steps: readonly PriceStep[];
}>;

/** How the margin of a market came about; null in an explanation when no outcome is open. */
export type BookExplanation = Readonly<{
  /** The margin carried: less than was asked, down to the minimum, when the market is nearly decided. */
  carriedBps: number;
  carried: 'as-asked' | 'nearly-decided';
  /** Which method made the book, and why it is not the one asked for (null when it is). */
  used: MarginMethod;
  fallback: FallbackReason | null;
  /** What the chances of the open outcomes sum to. */
  fairSum: number;
  /** 1/odds before the ladder, and as published, where an outcome without a price counts with its chance. */
  bookSumBefore: number;
  bookSumAfter: number;
}>;

export type MarketExplanation = Readonly<{
  marginBps: number;
  method: MarginMethod;
  book: BookExplanation | null;
  outcomes: readonly OutcomeExplanation[];
}>;

type Parameters = PriceStep['parameters'];

const ofChance = (step: PriceStep['step'], chance: number, parameters: Parameters): PriceStep => ({
  step,
  odds: Number.isFinite(1 / chance) ? 1 / chance : null,
  chance,
  parameters,
});

const ofOdds = (
  step: PriceStep['step'],
  odds: number | null,
  parameters: Parameters,
): PriceStep => ({
  step,
  odds: odds === null ? null : odds / ODDS_SCALE,
  chance: odds === null ? null : ODDS_SCALE / odds,
  parameters,
});

/** The steps that need no other outcome. */
const ownSteps = ({ model, skewed }: OutcomeView): readonly PriceStep[] => [
  ofChance('model', model, {}),
  ofChance('skew', skewed, { movedBy: skewed - model }),
];

/** An outcome that gets no price, because it is as good as known. */
const closed = (outcome: OutcomeView, decided: boolean): OutcomeExplanation => {
  const reason = decided ? 'decided' : outcome.model < 0.5 ? 'impossible' : 'certain';
  const last: PriceStep = { step: 'normalise', odds: null, chance: null, parameters: { reason } };
  return { id: outcome.id, steps: [...ownSteps(outcome), last] };
};

/** The guard against the prices of others; none while nobody else says anything about the outcome. */
function consensusSteps(odds: number, cap: ConsensusCap | undefined): readonly PriceStep[] {
  if (cap === undefined) return [];
  const most = mostOddsOf(cap);
  const { chance, books, bandBps } = cap;
  const guard = { fair: 1 / chance, books, bandBps, most: most / ODDS_SCALE, capped: most < odds };
  return [ofOdds('consensus', Math.min(odds, most), guard)];
}

type OfOutcome = Readonly<{ published: Odds | null; cap: ConsensusCap | undefined }>;

/** The steps of an open outcome at its place in the chain; they end where it has no price. */
function openSteps(
  chain: PriceChain,
  at: number,
  { published, cap }: OfOutcome,
): readonly PriceStep[] {
  const { open, chances, fairSum, carriedBps, book, implied, ladder } = chain;
  const outcome = open[at];
  const [chance, margined] = [chances[at] ?? 0, implied[at] ?? 0];
  const [rounded, guarded, final] = [chain.rounded, chain.guarded, chain.final].map(
    (prices) => prices[at] ?? null,
  );
  if (outcome === undefined) return [];
  const best = bestOdds(outcome);
  const unloaded = book.implied[at] ?? 0;
  const loadingBps = unloaded > 0 ? (margined / unloaded - 1) * ODDS_SCALE : 0;
  const held = published !== null && final === published;
  const modelCapped = exactOdds(margined, best);
  const toLadder = [
    ...ownSteps(outcome),
    ofChance('normalise', chance, { fairSum }),
    ofChance('margin', margined, { marginBps: carriedBps, method: book.used, loadingBps }),
    ofOdds('cap', modelCapped, {
      best: best / ODDS_SCALE,
      minimumMarginBps: MINIMUM_MARGIN_BPS,
      capped: best < ODDS_SCALE / margined,
    }),
    ...consensusSteps(modelCapped, cap),
    ofOdds('ladder', rounded ?? null, { ladder }),
  ];
  if (rounded === null) return toLadder;
  return [
    ...toLadder,
    ofOdds('book-guard', guarded ?? null, {
      bookSum: bookSumOf(chain.rounded, chances),
      steppedDown: guarded !== rounded,
    }),
    ofOdds('hysteresis', final ?? null, {
      published: published === null ? null : oddsToDecimal(published),
      held,
    }),
  ];
}

const bookOf = (chain: PriceChain, marginBps: number): BookExplanation => ({
  carriedBps: chain.carriedBps,
  carried: chain.carriedBps === marginBps ? 'as-asked' : 'nearly-decided',
  used: chain.book.used,
  fallback: chain.book.fallback,
  fairSum: chain.fairSum,
  bookSumBefore: overround(chain.implied).bookSum,
  bookSumAfter: bookSumOf(chain.final, chain.chances),
});

/**
 * Why each outcome of a market has its price: the chain of `priceOutcomes` written out, so that its last
 * step is what is published.
 */
export function explainOutcomes(pricing: MarketPricing): MarketExplanation {
  const { outcomes, marginBps, method = 'odds-ratio', published, consensus } = pricing;
  const chain = priceChain(pricing);
  return {
    marginBps,
    method,
    book: chain === undefined ? null : bookOf(chain, marginBps),
    outcomes: outcomes.map((outcome) => {
      const at = chain?.open.indexOf(outcome) ?? -1;
      if (chain === undefined || at === -1) return closed(outcome, chain === undefined);
      const { id } = outcome;
      return {
        id,
        steps: openSteps(chain, at, {
          published: published.get(id) ?? null,
          cap: consensus?.get(id),
        }),
      };
    }),
  };
}
