import { createHash } from 'node:crypto';

import {
  formatMoney,
  messageOf,
  httpStatusOf,
  oddsToDecimal,
  type AccountId,
  type BetId,
  type BetView,
  type Currency,
  type ErrorBody,
  type ErrorCode,
  type Odds,
  type PlaceBetBody,
  type PricePolicy,
  type RefusalReply,
  type Selection,
} from '#contracts/mod.ts';
import type { Teams } from '#markets/mod.ts';

/** One single that a customer wants, with everything that later steps need. `receivedAt` is UTC ms. */
export type BetOrder = Readonly<{
  betId: BetId;
  accountId: AccountId;
  currency: Currency;
  /** The Idempotency-Key and the hash of the body that came with it. */
  key: string;
  bodyHash: string;
  selection: Selection;
  teams: Teams;
  stakeMinor: bigint;
  policy: PricePolicy;
  receivedAt: number;
}>;

/** Why a bet was not taken: a stable code, and what helps the customer. */
export type Refused = Readonly<{ code: ErrorCode; detail: Readonly<Record<string, unknown>> }>;

/** What a request with an idempotency key is answered, for ever. */
export type Answer = Readonly<{ status: number; body: BetView | ErrorBody }>;

/** SHA-256 over the fields in a fixed order, so that the order of JSON keys does not matter. */
export function bodyHashOf(body: PlaceBetBody): string {
  const { fixtureId, marketKey, outcomeId, odds, stake, pricePolicy } = body;
  const canonical = JSON.stringify([fixtureId, marketKey, outcomeId, odds, stake, pricePolicy]);
  return createHash('sha256').update(canonical).digest('hex');
}

export const refused = (code: ErrorCode, detail: Refused['detail'] = {}): Refused => ({
  code,
  detail,
});

/** A host's refusal in the units of the API: decimal odds, decimal money. */
export const refusedByHost = (reply: RefusalReply, currency: Currency): Refused =>
  refused(reply.code, {
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
