import type { MarketQuotes } from '#contracts/mod.ts';

import type { Books } from './books.ts';
import { quotesOf } from './quotes.ts';

/** What leaves of the books of one subscription: quotes, none of them active while the stream is down. */
export type QuoteDesk = Readonly<{
  /** Quotes of the markets that have changed. */
  take: (changed: readonly string[]) => readonly MarketQuotes[];
  /** All quotes again, as they are now that the stream is up or down. */
  setUp: (isUp: boolean) => readonly MarketQuotes[];
}>;

const isOnOffer = ({ status }: MarketQuotes): boolean => status === 'active';

export function makeQuoteDesk(producer: string, books: Books): QuoteDesk {
  /** The lines of each market that were told. */
  const told = new Map<string, readonly MarketQuotes[]>();
  let isUp = false;

  const tell = (quotes: MarketQuotes): MarketQuotes =>
    isUp || !isOnOffer(quotes) ? quotes : { ...quotes, status: 'suspended' };

  function quotesNow(id: string): readonly MarketQuotes[] {
    const book = books.market(id);
    const now = book === undefined ? [] : quotesOf(producer, book);
    const urns = new Set(now.map(({ marketUrn }) => marketUrn));
    // What is no longer subscribed, or has lost a line, is no longer on offer.
    const gone = (told.get(id) ?? []).filter(({ marketUrn }) => !urns.has(marketUrn));
    if (book === undefined) told.delete(id);
    else told.set(id, now);
    return [...now.map(tell), ...gone.map((one) => ({ ...one, status: 'inactive' as const }))];
  }

  return {
    take: (changed) => changed.flatMap(quotesNow),
    setUp: (is) => {
      isUp = is;
      const ids = new Set([...told.keys(), ...[...books.markets()].map(({ id }) => id)]);
      return [...ids].flatMap(quotesNow);
    },
  };
}
