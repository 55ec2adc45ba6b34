import {
  parseMarketKey,
  SPORTS,
  type HouseRules,
  type MarketKey,
  type MarketRules,
  type RuleBook,
  type Sport,
  type SportRules,
} from '#contracts/mod.ts';

/** The version that applies at a moment (UTC ms): the newest that began by then, or else the first. */
export const rulesAt = (book: RuleBook, atMs: number): HouseRules =>
  book.findLast(({ appliesFrom }) => Date.parse(appliesFrom) <= atMs) ?? book[0];

/** What the rules say of a sport; of one that they do not know what they say of football. */
export const rulesOfSport = (rules: HouseRules, sport: string): SportRules =>
  rules.sports[SPORTS.find((known): known is Sport => known === sport) ?? 'football'];

/** What holds for one market: what its sport says, but for the exceptions of its type. */
export const rulesOfMarket = (sport: SportRules, market: MarketKey): MarketRules => ({
  ...sport,
  ...sport.exceptions[parseMarketKey(market)?.type ?? ''],
});
