import type { BookMessage } from '#contracts/mod.ts';

export type BookMarket = BookMessage['markets'][number];
type BookOutcome = BookMarket['outcomes'][number];

/** Result of the market for the house when the outcome wins, in minor units; negative is a loss. */
export const resultIfWon = (market: BookMarket, { liabilityMinor }: BookOutcome): bigint =>
  BigInt(market.stakedMinor) - BigInt(liabilityMinor);

/** The largest win or loss that any outcome of the book stands for: what full heat means. */
export function largestResult({ markets }: BookMessage): number {
  const sizes = markets.flatMap((market) =>
    market.outcomes.map((outcome) => Math.abs(Number(resultIfWon(market, outcome)))),
  );
  return Math.max(1, ...sizes);
}

/** The worst that one of the markets can come to for the house, in minor units; 0 when none can lose. */
export function worstResult(markets: readonly BookMarket[]): bigint {
  let worst = 0n;
  for (const market of markets) {
    for (const outcome of market.outcomes) {
      const result = resultIfWon(market, outcome);
      if (result < worst) worst = result;
    }
  }
  return worst;
}

/** The part of the worst-case limit that the worst case uses up, from 0. */
export function lossShare(worstCaseMinor: string, limitMinor: string): number {
  const loss = -Number(worstCaseMinor);
  const limit = Number(limitMinor);
  return loss <= 0 ? 0 : limit <= 0 ? 1 : loss / limit;
}

/** Sum of the implied probabilities of the published prices; null when one is missing. */
export function bookPercent({ outcomes }: BookMarket): number | null {
  let sum = 0;
  for (const { odds } of outcomes) {
    if (odds === null) return null;
    sum += 10_000 / odds;
  }
  return sum * 100;
}
