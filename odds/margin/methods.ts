import { GOTO } from './methods/goto.ts';
import { JENSEN_SHANNON } from './methods/jensen-shannon.ts';
import { ADDITIVE, BALANCED_BOOK, MULTIPLICATIVE } from './methods/linear.ts';
import type { Method } from './methods/method.ts';
import { ODDS_RATIO } from './methods/odds-ratio.ts';
import { POWER } from './methods/power.ts';
import { SHIN } from './methods/shin.ts';

/**
 * Ways to take a bookmaker's margin out of prices and to put one on, each the inverse of the other. One
 * name each; others call odds-ratio "logarithmic" and additive "wpo".
 */
export const MARGIN_METHODS = [
  'multiplicative',
  'additive',
  'power',
  'odds-ratio',
  'shin',
  'goto',
  'balanced-book',
  'jensen-shannon',
] as const;
export type MarginMethod = (typeof MARGIN_METHODS)[number];

const METHODS: Readonly<Record<MarginMethod, Method>> = {
  multiplicative: MULTIPLICATIVE,
  additive: ADDITIVE,
  power: POWER,
  'odds-ratio': ODDS_RATIO,
  shin: SHIN,
  goto: GOTO,
  'balanced-book': BALANCED_BOOK,
  'jensen-shannon': JENSEN_SHANNON,
};
export const methodOf = (name: MarginMethod): Method => METHODS[name];

/** Why a book was not made by the method that was asked for. */
export type FallbackReason = 'no-solution' | 'outside-0-1';

/** Which method made a book, and why it is not the one that was asked for (null when it is). */
export type MethodUsed = Readonly<{ used: MarginMethod; fallback: FallbackReason | null }>;

/** Odds-ratio solves whenever the chances can reach the sum inside (0, 1); multiplicative always. */
const FALLBACKS = ['odds-ratio', 'multiplicative'] as const satisfies readonly MarginMethod[];

/**
 * The book by the method asked for; where that has no solution or leaves (0, 1), by odds-ratio, and
 * where that does too, by multiplicative. The last is taken even when it is `invalid`, so there is always
 * a book for values above zero, and the result names the method used and the reason.
 */
export function withFallback<Book extends Readonly<{ invalid: boolean }>>(
  asked: MarginMethod,
  book: (method: MarginMethod) => Book | undefined,
): (Book & MethodUsed) | undefined {
  const first = book(asked);
  if (first?.invalid === false) return { ...first, used: asked, fallback: null };
  const fallback: FallbackReason = first === undefined ? 'no-solution' : 'outside-0-1';
  let last: (Book & MethodUsed) | undefined = first && { ...first, used: asked, fallback: null };
  for (const used of FALLBACKS) {
    const next = used === asked ? undefined : book(used);
    if (next !== undefined) last = { ...next, used, fallback };
    if (next?.invalid === false) break;
  }
  return last;
}
