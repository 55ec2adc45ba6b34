import type { Pair } from '../football/in-play-parameters.ts';
import { normalQuantile } from '../numeric/normal.ts';
import type { MarketQuote } from './quotes.ts';

/** Below this many goals a side has no more part in the start of a fit. */
const LEAST_RATE = 0.02;

const meanOf = (values: readonly number[], otherwise: number): number =>
  values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Rates from which a fit of quotes starts: the total and the supremacy of the goals still to come, as if
 * they were normal with the total as variance. `usualTotal` stands in when no total is quoted.
 */
export function startRates(quotes: readonly MarketQuote[], score: Pair, usualTotal: number): Pair {
  const current = score.home + score.away;
  const totals = quotes.flatMap((quote) => {
    if (quote.market !== 'total-goals') return [];
    const rest = quote.line / 4 - current;
    return [rest + 0.2 + normalQuantile(quote.over) * Math.sqrt(Math.max(0.5, rest))];
  });
  const total = Math.max(2 * LEAST_RATE, meanOf(totals, usualTotal));
  const spread = Math.sqrt(total);
  const supremacies = quotes.flatMap((quote) => {
    switch (quote.market) {
      case 'match-result':
        return [score.away - score.home + spread * normalQuantile(quote.home + quote.draw / 2)];
      case 'asian-handicap':
        return [-quote.line / 4 + spread * normalQuantile(quote.home)];
      case 'total-goals':
        return [];
    }
  });
  const supremacy = meanOf(supremacies, 0);
  const home = Math.max(LEAST_RATE, (total + supremacy) / 2);
  return { home, away: Math.max(LEAST_RATE, total - home) };
}
