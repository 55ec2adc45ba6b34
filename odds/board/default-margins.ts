import type { FootballMarketType } from '#contracts/mod.ts';

/**
 * Margin of a market in basis points of the book above 100 %, until a trader says otherwise. Markets with
 * more outcomes carry more, because each price holds more of the model's error.
 */
export const DEFAULT_MARGIN_BPS: Readonly<Record<FootballMarketType, number>> = {
  'match-result': 500,
  'draw-no-bet': 450,
  'total-goals': 450,
  'asian-handicap': 350,
  'both-teams-to-score': 500,
  'correct-score': 1500,
  'half-time-result': 600,
  'next-goal': 600,
};

/** No price is better for the bettor than the model's fair price less this, whatever the exposure asks. */
export const MINIMUM_MARGIN_BPS = 50;
