import { parseMoney, type BookMessage, type Referral } from '#contracts/mod.ts';

import { HOUSE_CURRENCY } from '../../format/money-text.ts';
import { resultIfWon } from '../../trade/exposure.ts';

/** What a bet would do to the book of its fixture, in house minor units. */
export type BookEffect = Readonly<{
  /** Result of the market if the outcome wins, before and with the bet. */
  beforeMinor: bigint;
  afterMinor: bigint;
}>;

/**
 * For a bet of one selection in the house currency on a market of the book; undefined for any other, whose
 * effect takes more than its own market to tell.
 */
export function bookEffect(
  book: BookMessage | undefined,
  { legs, lines, stake, potentialPayout, currency }: Referral,
): BookEffect | undefined {
  const [leg, ...others] = legs;
  if (book === undefined || leg === undefined || others.length > 0 || lines > 1) return undefined;
  if (currency !== HOUSE_CURRENCY) return undefined;
  const market = book.markets.find(({ key }) => key === leg.marketKey);
  const outcome = market?.outcomes.find(({ id }) => id === leg.outcomeId);
  const stakeMinor = parseMoney(stake, HOUSE_CURRENCY);
  const payoutMinor = parseMoney(potentialPayout, HOUSE_CURRENCY);
  if (!market || !outcome || stakeMinor === undefined || payoutMinor === undefined)
    return undefined;
  const beforeMinor = resultIfWon(market, outcome);
  return { beforeMinor, afterMinor: beforeMinor + stakeMinor - payoutMinor };
}
