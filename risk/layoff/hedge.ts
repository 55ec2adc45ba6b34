import { InputError, type MarketKey, type Odds, type OutcomeId } from '#contracts/mod.ts';

import { layOffByBacking } from '../formulas/mod.ts';

/** What the book would lose if a selection won, and gain if it did not; minor units, losses positive. */
export type OpenLiability = Readonly<{ lossIfWonMinor: number; gainIfLostMinor: number }>;

/** That of each selection of a match; null where nothing is known of it. */
export type LiabilityOf = (
  market: Readonly<{ marketKey: MarketKey }>,
  selection: Readonly<{ outcomeId: OutcomeId }>,
  odds: Odds,
) => OpenLiability | null;

export type HedgePolicy = Readonly<{
  /** No trade while the selection costs no more than this beyond the rest: trading it away costs more than bearing it. */
  bandMinor: number;
  /** Of the exchange, on net winnings: 0.02. */
  commission: number;
  /** No worse odds are taken. */
  leastOdds: number;
  smallestMinor: number;
}>;

export type Hedge = Readonly<{ backMinor: number; afterMinor: OpenLiability }>;

/**
 * The stake to back at an exchange so that the selection costs what the rest of the market does (s·o/(1 + (x − 1)(1 − c))
 * for a book of one bet), or only down to the band. Null inside of the band, below the smallest order, and at odds
 * that are too short.
 * @throws InputError for odds or commission out of range, and amounts that are not finite.
 */
export function hedgeOf(
  { lossIfWonMinor, gainIfLostMinor }: OpenLiability,
  odds: number,
  policy: HedgePolicy,
): Hedge | null {
  const { bandMinor, commission, leastOdds, smallestMinor } = policy;
  if (!(odds > 1 && odds < Infinity))
    throw new InputError('ODDS_INVALID', 'odds', odds, 'must be finite and above 1');
  if (!(commission >= 0 && commission < 1))
    throw new InputError('NUMBER_INVALID', 'commission', commission, 'must be from 0 to below 1');
  // What is paid, beyond the stakes that are kept either way, when the selection wins.
  const swingMinor = lossIfWonMinor + gainIfLostMinor;
  if (!Number.isFinite(swingMinor))
    throw new InputError('NUMBER_INVALID', 'liability', swingMinor, 'must be finite');
  if (swingMinor <= bandMinor || odds < leastOdds) return null;
  const { hedge } = layOffByBacking(swingMinor - bandMinor, 1, { price: odds, commission });
  const backMinor = Math.floor(hedge);
  if (backMinor < Math.max(1, smallestMinor)) return null;
  return {
    backMinor,
    afterMinor: {
      lossIfWonMinor: lossIfWonMinor - backMinor * (odds - 1) * (1 - commission),
      gainIfLostMinor: gainIfLostMinor - backMinor,
    },
  };
}
