import { formatMoney, parseMoney, type BetId, type ErrorCode } from '#contracts/mod.ts';

import type { BetRow } from '../placement/bet-row.ts';
import type { Refused } from '../placement/order.ts';

/**
 * What a refused bet could be instead: at another price, with a smaller stake, or both. It is part of the refusal,
 * under the id of the refused bet, so it is kept with it and read from there.
 */
export type Offer = Readonly<{
  offerId: BetId;
  /** Decimal; of the selection `leg` of several. */
  odds?: number;
  leg?: number;
  /** Of all lines, in the currency of the account. */
  stake?: string;
  /** A trader takes it so: limits that a trader may set aside do not refuse it. */
  byTrader?: true;
  /** UTC ms. */
  expiresAt: number;
}>;

export const OFFER_LIFE_MS = 15_000;

const PRICE: ReadonlySet<ErrorCode> = new Set(['PRICE_CHANGED', 'PRICE_STALE']);
const STAKE: ReadonlySet<ErrorCode> = new Set([
  'STAKE_ABOVE_LIMIT',
  'RISK_WORST_CASE',
  'RISK_MARKET_LOSS',
  'RISK_BUDGET',
  'PAYOUT_ABOVE_LIMIT',
  'STAKE_REFERRED',
  'ACCOUNT_STAKE_LIMIT',
  'INSUFFICIENT_FUNDS',
]);

type Asked = Pick<BetRow, 'betId' | 'currency' | 'stakeMinor' | 'terms' | 'bonus'>;

/** The refusal with what is offered instead, where there is something. `at` UTC ms. */
export function withOffer(refusal: Refused, bet: Asked, at: number): Refused {
  const { code, detail } = refusal;
  // What was granted for one bet cannot be divided.
  if (bet.bonus !== null && bet.bonus.kind !== 'accumulator') return refusal;
  const isPrice = PRICE.has(code) && typeof detail['offered'] === 'number';
  const stake = smallerStake(bet, detail);
  if (!isPrice && !(STAKE.has(code) && stake !== undefined)) return refusal;
  const offer: Offer = {
    offerId: bet.betId,
    ...(isPrice ? { odds: Number(detail['offered']), ...legOf(detail) } : {}),
    ...(stake === undefined ? {} : { stake }),
    expiresAt: at + OFFER_LIFE_MS,
  };
  return { code, detail: { ...detail, offer } };
}

const legOf = ({ leg }: Refused['detail']): Pick<Offer, 'leg'> =>
  typeof leg === 'number' ? { leg } : {};

/** The largest stake that would be taken, whole on every line; undefined when that is no smaller, or nothing. */
function smallerStake(
  { currency, stakeMinor, terms }: Asked,
  { maxStake }: Refused['detail'],
): string | undefined {
  const most = typeof maxStake === 'string' ? parseMoney(maxStake, currency) : undefined;
  if (most === undefined) return undefined;
  const offered = most - (most % BigInt(terms?.lines ?? 1));
  return offered > 0n && offered < stakeMinor ? formatMoney(offered, currency) : undefined;
}

/** The offer that a refused bet carries. */
export function offerOf({ status, reasonDetail }: BetRow): Offer | undefined {
  if (status !== 'rejected' || reasonDetail === null) return undefined;
  return reasonDetail['offer'] as Offer | undefined;
}
