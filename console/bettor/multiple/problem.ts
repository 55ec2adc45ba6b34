import { formatMoney, oddsFromDecimal, parseMoney, type Currency } from '#contracts/mod.ts';

import type { Problem } from '../slip.ts';

/** What would mend a refused bet of several lines, where something does. */
export type Remedy = Readonly<{
  /** The leg that the refusal means, from 0. */
  leg: number | undefined;
  /** Decimal × 10,000: a price of that leg that would be taken. */
  odds: number | undefined;
  /** Of each line: the largest one that would be taken. */
  unitStake: string | undefined;
}>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export function remedyOf(
  { detail }: Pick<Problem, 'detail'>,
  lines: number,
  currency: Currency,
): Remedy {
  const offer = isRecord(detail['offer']) ? detail['offer'] : {};
  const { leg, offered } = detail;
  const stake = offer['stake'] ?? detail['maxStake'];
  const mostMinor = typeof stake === 'string' ? parseMoney(stake, currency) : undefined;
  // Rounded down: every line has the same stake, in whole minor units.
  const unitMinor = mostMinor === undefined ? 0n : mostMinor / BigInt(lines);
  return {
    leg: typeof leg === 'number' ? leg : undefined,
    odds: typeof offered === 'number' ? oddsFromDecimal(offered) : undefined,
    unitStake: unitMinor > 0n ? formatMoney(unitMinor, currency) : undefined,
  };
}
