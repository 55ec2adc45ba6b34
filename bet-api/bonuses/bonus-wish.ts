import type { Currency, Terms } from '#contracts/mod.ts';
import { accumulatorBonusFor } from '#markets/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';
import type { BetOrder, OrderLeg } from '../placement/order.ts';

type Wanted = Readonly<{
  legs: readonly Pick<OrderLeg, 'selection'>[];
  terms: Terms | null;
  currency: Currency;
  /** The grant that the customer chose. */
  bonusId: string | undefined;
}>;

/** The bonus that a request asks for; an accumulator gets the one for all accumulators unless it asks for another. */
export function bonusWish(
  { legs, terms, currency, bonusId }: Wanted,
  { book, isAutomatic }: Readonly<{ book: FixtureBook; isAutomatic: boolean }>,
): Pick<BetOrder, 'bonus'> {
  if (bonusId !== undefined) {
    const sports = legs.map(({ selection }) => book.view(selection.fixtureId)?.info.sport ?? '');
    return { bonus: { kind: 'grant', grantId: bonusId, sports } };
  }
  const bonus =
    isAutomatic && terms?.lines === 1 ? accumulatorBonusFor(legs.length, currency) : null;
  return bonus === null ? {} : { bonus: { kind: 'automatic', bonus } };
}
