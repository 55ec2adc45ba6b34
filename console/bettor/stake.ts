import { parseMoney, type Currency, type GrantView } from '#contracts/mod.ts';

import { returnWith } from './bonus.ts';

/** A stake as typed, in minor units; undefined unless it is a positive amount of the currency. */
export function stakeOf(text: string, currency: Currency): bigint | undefined {
  const amount = parseMoney(text.trim(), currency);
  return amount !== undefined && amount > 0n ? amount : undefined;
}

/** What the bet would pay, stake included; undefined without a proper stake. `odds` × 10,000. */
export function potentialReturn(
  text: string,
  odds: number,
  currency: Currency,
  bonus: GrantView | null = null,
): bigint | undefined {
  const stake = stakeOf(text, currency);
  return stake === undefined ? undefined : returnWith(bonus, stake, { odds, currency });
}
