import { transferId, type Currency } from '#contracts/mod.ts';

import { derivedId, exchangeAccountId, houseAccountId, type ExchangeName } from './accounts.ts';
import type { Leg, Transfer } from './transfer.ts';

/** What a bet of the house at an exchange came to. */
export type LayOffSettlement = Readonly<{
  orderId: string;
  exchange: ExchangeName;
  currency: Currency;
  /** From 1; each takes the place of the one before. */
  settlement: number;
  /** Won by the selection's result, below zero lost; the commission of the exchange, at least 0, goes off. */
  grossMinor: bigint;
  commissionMinor: bigint;
  at: number;
}>;

/** The exchange owes what was won, less its commission; null when there is neither. */
export const settleLayOff = (settled: LayOffSettlement): Transfer | null =>
  transferOf('lay-off', settled, 1n);

/** Takes a settlement back, so that there can be a new one. */
export const reverseLayOff = (settled: LayOffSettlement): Transfer | null =>
  transferOf('lay-off-reversal', settled, -1n);

function transferOf(
  kind: 'lay-off' | 'lay-off-reversal',
  { orderId, exchange, currency, settlement, grossMinor, commissionMinor, at }: LayOffSettlement,
  sign: 1n | -1n,
): Transfer | null {
  const [clearing, house] = [
    exchangeAccountId(exchange, currency),
    houseAccountId('house', currency),
  ];
  const legs: readonly Leg[] = [grossMinor, -commissionMinor].flatMap((won) => [
    { accountId: house, amountMinor: sign * won },
    { accountId: clearing, amountMinor: -sign * won },
  ]);
  const moving = legs.filter(({ amountMinor }) => amountMinor !== 0n);
  if (moving.length === 0) return null;
  const id = derivedId(orderId, `${kind}|${orderId}|${String(settlement)}`);
  return {
    id: transferId(id),
    kind,
    at,
    legs: moving,
    memo: { orderId, settlement },
    linked: `lay-off ${orderId}`,
  };
}
