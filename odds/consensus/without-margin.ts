import { devigWithFallback, type MethodUsed } from '../margin/mod.ts';
import type { BookPrices, ConsensusRule } from './book-prices.ts';
import type { Voice } from './pool.ts';

/** A book whose margin has been taken out; `weight` is trust × staleness. */
export type FairVoice = Voice & MethodUsed & Readonly<{ from: BookPrices }>;

/** Trust, halved with every half-life that the prices are old; what is dated ahead is new. */
const weightOf = ({ at, trust = 1 }: BookPrices, nowMs: number, halfLifeMs: number): number =>
  trust * 0.5 ** (Math.max(0, nowMs - at) / halfLifeMs);

/** The prices a book has, without margin, as chances that sum to `fairSum`. */
export function fairVoice(
  from: BookPrices,
  fairSum: number,
  { nowMs, rule }: Readonly<{ nowMs: number; rule: ConsensusRule }>,
): FairVoice | undefined {
  const implied = from.odds.flatMap((odds) => (odds === null ? [] : [1 / odds]));
  const fair = devigWithFallback(implied, from.method ?? rule.method, fairSum);
  if (fair?.invalid !== false) return undefined;
  let next = 0;
  const chances = from.odds.map((odds) =>
    odds === null ? null : (fair.probabilities[next++] ?? null),
  );
  const weight = weightOf(from, nowMs, rule.halfLifeMs);
  return { from, chances, weight, used: fair.used, fallback: fair.fallback };
}
