import type { LayOffLimits, LayOffOrder } from '#contracts/mod.ts';

import { HOUSE_CURRENCY, moneyText } from '../../format/money-text.ts';
import { formatPrice } from '../../format/odds-format.ts';

/** What may be sent to the exchange, in a sentence. */
export function limitsText(limits: LayOffLimits | null): string {
  if (limits === null)
    return 'Nobody has set limits, so nothing is sent; they are set by “overround lay-off limits”.';
  const money = (minor: string): string => moneyText(BigInt(minor), HOUSE_CURRENCY);
  const { automatic, bandMinor, leastOdds, smallestMinor, orderMinor, matchMinor, dayMinor } =
    limits;
  return (
    `${automatic ? 'The engine sends by itself' : 'A person approves each order'}: ` +
    `none up to ${money(bandMinor)} beyond the rest of a match, at odds from ${formatPrice(leastOdds, 'decimal')}, ` +
    `of at least ${money(smallestMinor)}; at risk ${money(orderMinor)} an order, ${money(matchMinor)} a match, ` +
    `${money(dayMinor)} a day.`
  );
}

const STATUSES: Readonly<Record<LayOffOrder['status'], string>> = {
  proposed: 'Proposed',
  sending: 'Being sent',
  open: 'At the exchange',
  done: 'Done',
  refused: 'Refused',
};

/** What became of an order, with why not. */
export const statusText = ({ status, refusal }: LayOffOrder): string =>
  refusal === null ? STATUSES[status] : `${STATUSES[status]}: ${refusal}`;

/** Whether something of the order may still be matched. */
export const isAtWork = ({ status }: LayOffOrder): boolean =>
  status === 'sending' || status === 'open';

/** What an order came to, or what is matched of it; amounts in the currency of the order. */
export function matchedText(order: LayOffOrder): string {
  const { matchedMinor, averageOdds, profitMinor, currency } = order;
  const money = (minor: string): string => moneyText(BigInt(minor), currency);
  if (profitMinor !== null) return `came to ${money(profitMinor)}`;
  return BigInt(matchedMinor) === 0n
    ? 'nothing matched'
    : `${money(matchedMinor)} matched at ${averageOdds.toFixed(2)}`;
}
