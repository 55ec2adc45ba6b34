import type { MarketKey, OutcomeId } from '#contracts/mod.ts';
import { consensusOf, type BookPrices } from '#odds/consensus/mod.ts';
import type { ConsensusCaps, OutcomeView } from '#odds/mod.ts';

import type { HostState } from './host-state.ts';
import type { QuotedMarket } from './quoted-market.ts';

/** The newest word of each book on each market, also that it is no longer offered there: an older one may come late. */
export function takeQuotes({ quotes }: HostState, markets: readonly QuotedMarket[]): void {
  for (const market of markets) {
    const books = quotes.quoted.get(market.marketKey) ?? new Map<string, QuotedMarket>();
    if ((books.get(market.book)?.at ?? -Infinity) > market.at) continue;
    books.set(market.book, market);
    quotes.quoted.set(market.marketKey, books);
  }
}

/** Whether quotes can be about the match as it is now. */
function isOfThisMatch({ record, materialAt, policy }: HostState, quoted: QuotedMarket): boolean {
  const isInPlay = record.phase !== 'not-started';
  return quoted.inPlay === isInPlay && quoted.at >= materialAt + policy.consensus.settleMs;
}

type Wanted = Readonly<{ key: MarketKey; outcomes: readonly OutcomeId[]; maxAgeMs: number }>;

/** What other books say of a market that is no older and about the match as it is now, outcome by outcome. */
export function booksOf(
  state: HostState,
  { key, outcomes, maxAgeMs }: Wanted,
): readonly BookPrices[] {
  const books = [...(state.quotes.quoted.get(key)?.values() ?? [])];
  return books
    .filter(({ isOffered, at }) => isOffered && state.now - at <= maxAgeMs)
    .filter((quoted) => isOfThisMatch(state, quoted))
    .map(({ book, at, odds, method }) => {
      const offered = new Map(odds);
      return {
        book,
        at,
        odds: outcomes.map((id) => offered.get(id) ?? null),
        ...(method === null ? {} : { method }),
      };
    });
}

/**
 * What other books agree on for each outcome of a market, as of the last pricing; undefined when too few of them
 * say something that is neither old nor of another state of the match.
 */
export function consensusCaps(
  state: HostState,
  key: MarketKey,
  outcomes: readonly OutcomeView[],
): ConsensusCaps | undefined {
  const { quotes } = state;
  if (!quotes.quoted.has(key)) return undefined;
  if (!quotes.caps.has(key)) quotes.caps.set(key, capsOf(state, key, outcomes));
  return quotes.caps.get(key);
}

function capsOf(
  state: HostState,
  key: MarketKey,
  outcomes: readonly OutcomeView[],
): ConsensusCaps | undefined {
  const { bandBps, rule } = state.policy.consensus;
  const ids = outcomes.map(({ id }) => id);
  const books = booksOf(state, { key, outcomes: ids, maxAgeMs: rule.maxAgeMs });
  const fairSum = Math.round(outcomes.reduce((sum, { model }) => sum + model, 0));
  if (books.length === 0 || !(fairSum > 0 && fairSum < outcomes.length)) return undefined;
  const { probabilities, usedBooks } = consensusOf(books, state.now, { ...rule, fairSum });
  if (probabilities === null) return undefined;
  const firstEnd = Math.min(...books.map(({ at }) => at)) + rule.maxAgeMs + 1;
  state.consensusEndsAt = Math.min(state.consensusEndsAt, firstEnd);
  return new Map(
    outcomes.map(({ id }, at) => [
      id,
      { chance: probabilities[at] ?? 1, books: usedBooks, bandBps },
    ]),
  );
}

/** Before a pricing: quotes are read again, with the time of now. */
export function forgetConsensus(state: HostState): void {
  state.quotes.caps.clear();
  state.consensusEndsAt = Infinity;
}
