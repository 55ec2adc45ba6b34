import { parseMoney, payoutMinor, type Currency, type Odds } from '#contracts/mod.ts';

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
): bigint | undefined {
  const stake = stakeOf(text, currency);
  return stake === undefined ? undefined : payoutMinor(stake, odds as Odds);
}
