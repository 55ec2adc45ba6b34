import {
  formatMoney,
  ofEachCurrency,
  parseMoney,
  Refusal,
  roundSumMinor,
  roundSumsMinor,
  type Currency,
  type PaymentKind,
} from '#contracts/mod.ts';

/** Smallest and largest amount of one payment, minor units. */
type Range = Readonly<{ leastMinor: bigint; mostMinor: bigint }>;

export type PaymentPolicy = Readonly<{
  deposit: Readonly<Record<Currency, Range>>;
  withdrawal: Readonly<Record<Currency, Range>>;
  /** Withdrawals above it wait for an operator. */
  approvalAboveMinor: Readonly<Record<Currency, bigint>>;
}>;

const ranges = (least: bigint, most: bigint): Readonly<Record<Currency, Range>> =>
  ofEachCurrency((currency) => ({
    leastMinor: roundSumMinor(least, currency),
    mostMinor: roundSumMinor(most, currency),
  }));

export const DEFAULT_PAYMENT_POLICY: PaymentPolicy = {
  deposit: ranges(5_00n, 10_000_00n),
  withdrawal: ranges(5_00n, 50_000_00n),
  approvalAboveMinor: roundSumsMinor(1_000_00n),
};

export type AskedAmount = Readonly<{
  kind: PaymentKind;
  amount: string;
  currency: string | undefined;
}>;

/**
 * The amount in minor units. Throws CURRENCY_MISMATCH, AMOUNT_INVALID (no plain decimal, not above zero, more
 * decimals than the currency has), AMOUNT_BELOW_MINIMUM or AMOUNT_ABOVE_LIMIT, in this order.
 */
export function checkedAmount(
  { kind, amount, currency: asked }: AskedAmount,
  currency: Currency,
  policy: PaymentPolicy,
): bigint {
  if (asked !== undefined && asked !== currency)
    throw new Refusal('CURRENCY_MISMATCH', { currency });
  const amountMinor = parseMoney(amount, currency);
  if (amountMinor === undefined || amountMinor <= 0n) throw new Refusal('AMOUNT_INVALID');
  const { leastMinor, mostMinor } = policy[kind][currency];
  if (amountMinor < leastMinor)
    throw new Refusal('AMOUNT_BELOW_MINIMUM', { minAmount: formatMoney(leastMinor, currency) });
  if (amountMinor > mostMinor)
    throw new Refusal('AMOUNT_ABOVE_LIMIT', { maxAmount: formatMoney(mostMinor, currency) });
  return amountMinor;
}
