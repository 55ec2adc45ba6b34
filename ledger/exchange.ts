import {
  exponentOf,
  transferId,
  type AccountId,
  type Currency,
  type TransferId,
} from '#contracts/mod.ts';

import { derivedId, houseAccountId } from './accounts.ts';
import type { Transfer } from './transfer.ts';

/** Units of the bought currency for one of the sold, as an exact fraction: 1.0825 is 10825/10000. */
export type ExchangeRate = Readonly<{ numerator: bigint; denominator: bigint }>;

export type Exchange = Readonly<{
  id: TransferId;
  at: number;
  sell: Readonly<{ accountId: AccountId; currency: Currency; amountMinor: bigint }>;
  buy: Readonly<{ accountId: AccountId; currency: Currency }>;
  rate: ExchangeRate;
}>;

/** What an amount brings at a rate, in minor units of the other currency, rounded half up. */
export function exchangedMinor({ sell, buy, rate }: Omit<Exchange, 'id' | 'at'>): bigint {
  if (rate.numerator <= 0n || rate.denominator <= 0n || sell.amountMinor <= 0n)
    throw new RangeError('an exchange needs an amount and a rate above zero');
  const numerator = sell.amountMinor * rate.numerator * 10n ** BigInt(exponentOf(buy.currency));
  const denominator = rate.denominator * 10n ** BigInt(exponentOf(sell.currency));
  return (2n * numerator + denominator) / (2n * denominator);
}

/**
 * Changes money of one account into another currency on another account, in one transfer that balances in
 * both: each side meets the clearing account of its currency. The house has then sold one currency and
 * bought the other until `clearExchange`.
 */
export function exchange(order: Exchange): Transfer {
  const { sell, buy, rate } = order;
  if (sell.currency === buy.currency) throw new RangeError('an exchange needs two currencies');
  const boughtMinor = exchangedMinor(order);
  if (boughtMinor === 0n) throw new RangeError('the amount is too small to be exchanged');
  return {
    id: order.id,
    kind: 'exchange',
    at: order.at,
    memo: { rate: `${String(rate.numerator)}/${String(rate.denominator)}` },
    legs: [
      { accountId: sell.accountId, amountMinor: -sell.amountMinor },
      { accountId: houseAccountId('clearing', sell.currency), amountMinor: sell.amountMinor },
      { accountId: houseAccountId('clearing', buy.currency), amountMinor: -boughtMinor },
      { accountId: buy.accountId, amountMinor: boughtMinor },
    ],
  };
}

/** The house takes over both sides of an exchange, from its own funds of each currency: both are zero again. */
export function clearExchange(order: Exchange): Transfer {
  const { sell, buy } = order;
  const boughtMinor = exchangedMinor(order);
  return {
    id: transferId(derivedId(order.id, `clear|${order.id}`)),
    kind: 'exchange-clear',
    at: order.at,
    clears: order.id,
    legs: [
      { accountId: houseAccountId('clearing', sell.currency), amountMinor: -sell.amountMinor },
      { accountId: houseAccountId('house', sell.currency), amountMinor: sell.amountMinor },
      { accountId: houseAccountId('clearing', buy.currency), amountMinor: boughtMinor },
      { accountId: houseAccountId('house', buy.currency), amountMinor: -boughtMinor },
    ],
  };
}
