import { InputError } from '#contracts/mod.ts';

import { checkNumber, checkOdds, type MarginMethod } from '../margin/mod.ts';

/** What one book offers on a market. */
export type BookPrices = Readonly<{
  book: string;
  /** Decimal odds in the order of the market's outcomes; null where the book has no price. */
  odds: readonly (number | null)[];
  /** When these were the book's prices, UTC milliseconds. */
  at: number;
  /** How its margin is taken out; the rule's method when absent. */
  method?: MarginMethod;
  /** How much the book is trusted beside the others, 0 or more; 1 when absent. */
  trust?: number;
}>;

export type ConsensusRule = Readonly<{
  /** A price this old counts half, one twice as old a quarter. */
  halfLifeMs: number;
  /** Older prices do not count. */
  maxAgeMs: number;
  /** With fewer books there is no consensus. */
  leastBooks: number;
  /** Distance in log-odds at which a book counts half. */
  agreementScale: number;
  /** Distance in log-odds beyond which a book is left out. */
  outlierDistance: number;
  /** How a margin is taken out where the book names no method. */
  method: MarginMethod;
  /** How many outcomes win. */
  fairSum: number;
}>;

/** For the main markets of one match in play; a tenth in log-odds is 2.5 points of chance at evens. */
export const CONSENSUS_RULE: ConsensusRule = {
  halfLifeMs: 30_000,
  maxAgeMs: 300_000,
  leastBooks: 2,
  agreementScale: 0.1,
  outlierDistance: 0.35,
  method: 'odds-ratio',
  fairSum: 1,
};

const ANY = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const FROM_ZERO = { min: 0, max: Number.MAX_VALUE };
const ABOVE_ZERO = { min: Number.MIN_VALUE, max: Number.MAX_VALUE };

export function checkRule(rule: ConsensusRule, outcomeCount: number): void {
  checkNumber(rule.halfLifeMs, 'rule.halfLifeMs', ABOVE_ZERO);
  checkNumber(rule.maxAgeMs, 'rule.maxAgeMs', FROM_ZERO);
  checkNumber(rule.leastBooks, 'rule.leastBooks', { min: 1, max: Number.MAX_SAFE_INTEGER });
  checkNumber(rule.agreementScale, 'rule.agreementScale', ABOVE_ZERO);
  checkNumber(rule.outlierDistance, 'rule.outlierDistance', ABOVE_ZERO);
  if (!(rule.fairSum > 0 && rule.fairSum < outcomeCount)) {
    const why = `must be above 0, below the ${outcomeCount} outcomes`;
    throw new InputError('NUMBER_INVALID', 'rule.fairSum', rule.fairSum, why);
  }
}

export function checkBooks(
  books: readonly BookPrices[],
  nowMs: number,
  outcomeCount: number,
): void {
  checkNumber(nowMs, 'nowMs', ANY);
  const seen = new Set<string>();
  books.forEach(({ book, odds, at, trust = 1 }, index) => {
    const field = `books[${index}]`;
    if (odds.length !== outcomeCount || outcomeCount < 2) {
      const why = 'must have a place for each of two or more outcomes, the same in every book';
      throw new InputError('NUMBER_INVALID', `${field}.odds`, odds, why);
    }
    if (seen.has(book)) {
      throw new InputError('STATE_CONTRADICTORY', `${field}.book`, book, 'must stand once');
    }
    seen.add(book);
    odds.forEach((price, outcome) => {
      if (price !== null) checkOdds(price, `${field}.odds[${outcome}]`);
    });
    checkNumber(at, `${field}.at`, ANY);
    checkNumber(trust, `${field}.trust`, FROM_ZERO);
  });
}
