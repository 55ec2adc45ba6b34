import { createHash } from 'node:crypto';

import {
  formatMoney,
  messageOf,
  httpStatusOf,
  oddsToDecimal,
  type AccountId,
  type BetBonus,
  type BetId,
  type BetView,
  type Currency,
  type ErrorBody,
  type ErrorCode,
  type Odds,
  type PricePolicy,
  type RefusalReply,
  type Selection,
  type Terms,
} from '#contracts/mod.ts';
import type { Teams } from '#markets/mod.ts';

/** One thing that is backed, at one price. */
export type OrderLeg = Readonly<{ selection: Selection; teams: Teams; banker: boolean }>;

/**
 * The bonus that a bet is to have: by a grant that the customer chose (`sports` are those of the legs), or one
 * that every such bet gets.
 */
export type BonusWish =
  | Readonly<{ kind: 'grant'; grantId: string; sports: readonly string[] }>
  | Readonly<{ kind: 'automatic'; bonus: BetBonus }>;

/**
 * A trader may be asked; or one offered this bet in the place of the bet `by`, for the match as it was then
 * (`stateHashes` in the order of the legs).
 */
export type ReferralWish =
  | Readonly<{ kind: 'wished' }>
  | Readonly<{ kind: 'granted'; by: BetId; stateHashes: readonly string[] }>;

/** One bet that a customer wants, with everything that later steps need. `receivedAt` is UTC ms. */
export type BetOrder = Readonly<{
  betId: BetId;
  accountId: AccountId;
  currency: Currency;
  /** The Idempotency-Key and the hash of the body that came with it. */
  key: string;
  bodyHash: string;
  legs: readonly [OrderLeg, ...OrderLeg[]];
  /** How the legs make up lines; null for a single. */
  terms: Terms | null;
  stakeMinor: bigint;
  policy: PricePolicy;
  receivedAt: number;
  bonus?: BonusWish;
  referral?: ReferralWish;
}>;

/** Why a bet was not taken: a stable code, and what helps the customer. */
export type Refused = Readonly<{ code: ErrorCode; detail: Readonly<Record<string, unknown>> }>;

/** What a request with an idempotency key is answered, for ever. */
export type Answer = Readonly<{ status: number; body: BetView | ErrorBody }>;

/** SHA-256 over the fields in a fixed order, so that the order of JSON keys does not matter. */
export const bodyHashOf = (body: object): string =>
  createHash('sha256')
    .update(JSON.stringify(inFixedOrder(body)))
    .digest('hex');

function inFixedOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFixedOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, inFixedOrder(inner)]);
}

export const refused = (code: ErrorCode, detail: Refused['detail'] = {}): Refused => ({
  code,
  detail,
});

/** A host's refusal in the units of the API: decimal odds, decimal money; `leg` where there are several. */
export const refusedByHost = (
  reply: RefusalReply,
  { currency, leg }: Readonly<{ currency: Currency; leg?: number | undefined }>,
): Refused =>
  refused(reply.code, {
    ...(leg === undefined ? {} : { leg }),
    ...(reply.offered === undefined ? {} : { offered: oddsToDecimal(reply.offered as Odds) }),
    ...(reply.maxStakeMinor === undefined
      ? {}
      : { maxStake: formatMoney(BigInt(reply.maxStakeMinor), currency) }),
  });

export function refusalAnswer({ code, detail }: Refused, betId?: BetId): Answer {
  const full = betId === undefined ? detail : { betId, ...detail };
  const body = { code, message: messageOf(code) };
  return {
    status: httpStatusOf(code),
    body: Object.keys(full).length === 0 ? body : { ...body, detail: full },
  };
}
