import type { BookMessage, FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import { resultIfWon } from '../../trade/exposure.ts';

/** An outcome that costs the house money if it wins. */
export type Driver = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  /** Of its market when it wins, house minor units; below zero. */
  resultMinor: bigint;
  /** Chance by the prices that the open bets have moved; null where there is none. */
  chance: number | null;
}>;

const ascending = (left: bigint, right: bigint): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** The outcomes of all books that cost most, the most expensive first. */
export function drivers(books: readonly BookMessage[], most: number): readonly Driver[] {
  const all: Driver[] = [];
  for (const { fixtureId, markets } of books)
    for (const market of markets)
      for (const outcome of market.outcomes) {
        const resultMinor = resultIfWon(market, outcome);
        const fair = outcome.skewed ?? outcome.model;
        if (resultMinor < 0n)
          all.push({
            fixtureId,
            marketKey: market.key,
            outcomeId: outcome.id,
            resultMinor,
            chance: fair === null || fair <= 0 ? null : 1 / fair,
          });
      }
  return all
    .toSorted((left, right) => ascending(left.resultMinor, right.resultMinor))
    .slice(0, most);
}

/** Books by what they could cost, the worst first. */
export const byWorstCase = (books: readonly BookMessage[]): readonly BookMessage[] =>
  books.toSorted((left, right) =>
    ascending(BigInt(left.worstCaseMinor), BigInt(right.worstCaseMinor)),
  );
