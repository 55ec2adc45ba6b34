import { InputError } from '#contracts/mod.ts';

import { binomialTail } from '../formulas/mod.ts';

/** What a customer's bets say about arbitrage, in counts. */
export type ArbitrageEvidence = Readonly<{
  /** Markets bet on before their match, and those on which the bets pay more than they cost whatever happens. */
  markets: number;
  locked: number;
  /** Bets with a fair closing price, and those taken at a better one. */
  closed: number;
  beaten: number;
  /** Bets, those whose stake nobody picks by hand, and those at the largest stake that was just told. */
  bets: number;
  oddStakes: number;
  maxStakes: number;
}>;

/** How often each is seen with ordinary customers, and for the closing prices with anybody who has no edge. */
const USUAL = { locked: 0.01, beaten: 0.5, oddStakes: 0.2, maxStakes: 0.02 } as const;

/** Chance of accusing somebody who does each of them as often as is usual. */
const ALPHA = 0.001;

export type ArbitrageVerdict = Readonly<{
  flagged: boolean;
  /** At most: of so much evidence with somebody who does what is usual. */
  p: number;
  signs: readonly ('both-sides' | 'better-prices' | 'odd-stakes' | 'max-stakes')[];
}>;

/**
 * Two ways to the finding, each with half of the chance of a false one. Either all sides of markets were backed at prices
 * that pay whatever happens; or prices were better than the fair closing ones and, beside that, stakes were calculated
 * ones or the largest that are taken. What other houses offered at the time is not asked: see the documents.
 * @throws InputError for a count that is not whole, below 0, or above that which it is a part of.
 */
export function arbitrageVerdict(evidence: ArbitrageEvidence): ArbitrageVerdict {
  const { markets, locked, closed, beaten, bets, oddStakes, maxStakes } = evidence;
  for (const [field, part, whole] of [
    ['locked', locked, markets],
    ['beaten', beaten, closed],
    ['oddStakes', oddStakes, bets],
    ['maxStakes', maxStakes, bets],
  ] as const) {
    if (Number.isInteger(part) && Number.isInteger(whole) && part >= 0 && part <= whole) continue;
    throw new InputError('NUMBER_INVALID', field, part, `must be whole, from 0 to ${whole}`);
  }
  const sides = binomialTail(markets, USUAL.locked, locked);
  const prices = binomialTail(closed, USUAL.beaten, beaten);
  const odd = binomialTail(bets, USUAL.oddStakes, oddStakes);
  const largest = binomialTail(bets, USUAL.maxStakes, maxStakes);
  // The worse of two things that both must be seen; of the two kinds of stakes the better, twice.
  const priced = Math.max(prices, Math.min(1, 2 * Math.min(odd, largest)));
  const p = Math.min(1, 2 * Math.min(sides, priced));
  const seen = (chance: number): boolean => chance <= ALPHA / 2;
  const signs = [
    ...(seen(sides) ? (['both-sides'] as const) : []),
    ...(seen(prices) ? (['better-prices'] as const) : []),
    ...(seen(odd) ? (['odd-stakes'] as const) : []),
    ...(seen(largest) ? (['max-stakes'] as const) : []),
  ];
  return { flagged: p <= ALPHA, p, signs };
}

/** A single of one customer on a market, before the match. Amounts in minor units, decimal odds. */
export type SideBet = Readonly<{ outcomeId: string; stakeMinor: number; odds: number }>;

/** Markets of more answers are not all answered by one of them. */
const MOST_OUTCOMES = 3;

/** Whether the bets on one market of two or three outcomes pay more than they cost whichever of them wins. */
export function isLocked(bets: readonly SideBet[], outcomes: readonly string[]): boolean {
  if (outcomes.length < 2 || outcomes.length > MOST_OUTCOMES) return false;
  const cost = bets.reduce((sum, { stakeMinor }) => sum + stakeMinor, 0);
  return outcomes.every((outcome) => {
    const pays = bets.filter(({ outcomeId }) => outcomeId === outcome);
    return pays.reduce((sum, { stakeMinor, odds }) => sum + stakeMinor * odds, 0) > cost;
  });
}
