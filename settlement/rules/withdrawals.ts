import type { Rule4Rule } from '#contracts/mod.ts';
import { isRationalBelow, parseRational, type Rational } from '#markets/mod.ts';

/**
 * Percent of the winnings that is deducted for runners withdrawn at these decimal odds: the percentages of
 * their bands together, waived when small and capped when large. 0 where the sport knows no deductions.
 */
export function withdrawalPercent(rule: Rule4Rule | null, withdrawn: readonly Rational[]): number {
  if (rule === null) return 0;
  const sum = withdrawn.reduce((all, odds) => all + percentOf(rule, odds), 0);
  return sum <= rule.waivedPercent ? 0 : Math.min(sum, rule.mostPercent);
}

function percentOf({ bands }: Rule4Rule, odds: Rational): number {
  const band = bands.find(({ upToOdds }) => {
    const bound = parseRational(upToOdds);
    return bound !== undefined && !isRationalBelow(bound, odds);
  });
  return band?.percent ?? 0;
}
