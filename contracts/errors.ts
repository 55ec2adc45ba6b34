/**
 * Every refusal that a user, a client or an operator can meet: one stable code, its HTTP status and the
 * sentence that says what to do. Documented in docs/errors.md, which a test compares with this table.
 */
export const ERRORS = {
  // Requests
  BAD_REQUEST: [400, 'The request does not fit its schema: see `detail`.'],
  BODY_TOO_LARGE: [413, 'The body is too large; the limit is 64 KiB.'],
  NOT_FOUND: [404, 'There is nothing at this address.'],
  RATE_LIMITED: [429, 'Too many requests; wait for the seconds in Retry-After.'],
  INTERNAL: [500, 'Something failed on our side; nothing was lost. Try again with the same key.'],
  UNAVAILABLE: [503, 'A service that this needs is away; try again with the same key.'],
  // Identity
  UNAUTHENTICATED: [401, 'Log in first: the token is missing, wrong or expired.'],
  FORBIDDEN: [403, 'Your role does not allow this.'],
  LOGIN_FAILED: [401, 'User name or password is wrong.'],
  LOGIN_BLOCKED: [429, 'Too many wrong passwords for this name; wait for `retryAfterMs`.'],
  USERNAME_TAKEN: [409, 'This user name is taken.'],
  PASSWORD_WEAK: [400, 'The password is too easy to guess; see `why`.'],
  // Idempotency
  IDEMPOTENCY_KEY_MISSING: [400, 'Send an Idempotency-Key header of 8 to 64 characters.'],
  IDEMPOTENCY_KEY_REUSED: [409, 'This key was used for another request; make a new key.'],
  IN_PROGRESS: [409, 'The first request with this key is still being decided; ask again.'],
  // Fixture, market and price
  FIXTURE_NOT_FOUND: [404, 'There is no such fixture.'],
  FIXTURE_CLOSED: [409, 'The fixture takes no more bets.'],
  MARKET_NOT_FOUND: [404, 'The fixture has no such market.'],
  OUTCOME_NOT_FOUND: [404, 'The market has no such outcome.'],
  MARKET_SUSPENDED: [409, 'The market is suspended; wait until it is active.'],
  MARKET_CLOSED: [409, 'The market is closed.'],
  PRICE_CHANGED: [409, 'The price moved beyond your price policy; see `offered`.'],
  PRICE_STALE: [409, 'The price that you saw is too old; take the present one.'],
  MATCH_STATE_CHANGED: [
    409,
    'The match changed while the bet waited; every waiting bet is refused.',
  ],
  FEED_DOWN: [503, 'The live feed is silent, so no bets are taken; prices may be old.'],
  HOST_UNAVAILABLE: [503, 'No one prices this fixture at the moment; try again soon.'],
  DECISION_EXPIRED: [409, 'The decision expired before the bet was written; place it again.'],
  // Stake and limits
  STAKE_INVALID: [400, 'The stake must be a positive decimal with the decimals of the currency.'],
  STAKE_BELOW_MINIMUM: [409, 'The stake is below the smallest stake.'],
  STAKE_ABOVE_LIMIT: [409, 'The stake is above what is accepted now; see `maxStake`.'],
  RISK_WORST_CASE: [
    409,
    'The bet would take the fixture past its worst-case limit; see `maxStake`.',
  ],
  RISK_MARKET_LOSS: [409, 'The bet would take the market past what it may lose; see `maxStake`.'],
  RISK_SAME_BETS: [409, 'The payout of all such bets together is above its limit; see `maxStake`.'],
  RISK_TAIL: [409, 'The house takes no more risk at the moment; see `maxStake`.'],
  BUILDER_ABOVE_LIMIT: [409, 'The payout of this combination is above its limit; see `maxStake`.'],
  BETS_TOO_FREQUENT: [429, 'Too many bets on this match within a minute; wait a little.'],
  RISK_BUDGET: [409, 'The house budget for now is used up; see `maxStake`.'],
  STAKE_REFERRED: [409, 'A stake this large is for a trader to take; place the bet again.'],
  PAYOUT_ABOVE_LIMIT: [409, 'The payout is above the largest payout; see `maxStake`.'],
  INSUFFICIENT_FUNDS: [409, 'The free balance is too small.'],
  ACCOUNT_CLOSED: [403, 'The account is closed or excluded; no bets are taken.'],
  ACCOUNT_STAKE_LIMIT: [409, 'The stake limit of the account for this period is reached.'],
  CURRENCY_MISMATCH: [400, 'The currency is not the currency of the account.'],
  AMOUNT_INVALID: [400, 'The amount must be a positive decimal with the decimals of the currency.'],
  // Payments
  AMOUNT_BELOW_MINIMUM: [409, 'The amount is below the smallest payment; see `minAmount`.'],
  AMOUNT_ABOVE_LIMIT: [409, 'The amount is above the largest payment; see `maxAmount`.'],
  ACCOUNT_OWES: [409, 'The account owes money; see `owed`. A deposit pays it first.'],
  PAYMENT_METHOD_UNAVAILABLE: [409, 'This payment method is not offered here.'],
  PAYMENT_NOT_FOUND: [404, 'There is no such payment.'],
  PAYMENT_NOT_CANCELLABLE: [409, 'The payment is on its way or final, so it cannot be cancelled.'],
  PAYMENT_NOT_WAITING: [409, 'The payment does not wait for an approval.'],
  APPROVER_IS_REQUESTER: [403, 'Someone else must decide on what you asked for yourself.'],
  // Settlement
  RESULT_INVALID: [400, 'The result does not name every outcome of the market once; see `why`.'],
  SELECTION_NOT_FOUND: [404, 'There is no such selection of an accepted bet on this fixture.'],
  WINDOW_INVALID: [400, 'Bets of this window of time cannot be void together; see `why`.'],
  DECISION_NOT_FOUND: [404, 'There is no such decision.'],
  DECISION_WAITS: [409, 'The same decision waits for a second person already.'],
  DECISION_NOT_WAITING: [409, 'The decision was made, or its time is over.'],
  EFFECT_CHANGED: [409, 'The effect is no longer the one that you saw; see `effect`.'],
  NOT_SETTLED: [409, 'The bet is not settled, so there is nothing to explain yet.'],
  HOLD_NOT_FOUND: [404, 'There is no such hold that could be released.'],
  // Bets of several legs
  LEGS_TOO_MANY: [400, 'The bet has too many legs; see `detail`.'],
  LINES_TOO_MANY: [400, 'The bet has too many lines; see `detail`.'],
  LEG_DUPLICATE: [400, 'The same selection stands in the bet twice.'],
  LEGS_RELATED: [400, 'Two legs are on one fixture; put them into one bet builder leg.'],
  SYSTEM_INVALID: [400, 'The system does not fit the legs; see `detail`.'],
  LEGS_CONTRADICTORY: [409, 'The parts of the bet builder cannot all win.'],
  // Each-way and bonuses
  EACH_WAY_NOT_OFFERED: [409, 'The market has no place terms, so there is no each-way bet on it.'],
  BONUS_NOT_FOUND: [404, 'There is no such bonus on this account.'],
  BONUS_TAKEN: [409, 'The bonus is in another bet.'],
  BONUS_ENDED: [409, 'The bonus has expired or was withdrawn.'],
  BONUS_NOT_APPLICABLE: [409, 'The bet does not meet a condition of the bonus; see `detail`.'],
  ACCOUNT_NOT_FOUND: [404, 'There is no such account.'],
  // Offers
  OFFER_NOT_FOUND: [404, 'There is no such offer on this account.'],
  OFFER_EXPIRED: [409, 'The offer is too old; place the bet anew.'],
  OFFER_INVALID: [400, 'This cannot be offered in place of the bet; see `why`.'],
  // Bets that wait for a trader
  REFERRAL_EXPIRED: [409, 'No trader decided in time; the stake was given back.'],
  REFERRAL_REJECTED: [409, 'A trader refused the bet; the stake was given back.'],
  REFERRAL_OFFERED: [409, 'A trader takes the bet on other terms; see `offer`.'],
  REFERRAL_DECIDED: [409, 'The bet was decided before; see `verdict`.'],
  REFERRAL_NOT_FOUND: [404, 'No trader was asked about such a bet.'],
  BET_TAKEN_BACK: [409, 'You took the bet back while it waited for a trader.'],
  BET_NOT_WAITING: [409, 'The bet does not wait for a trader, so it cannot be taken back.'],
  // The virtual league
  VIRTUAL_ROUND_LOCKED: [409, 'The round takes no client seeds: it is full, locked or not there.'],
  // Cash-out
  QUOTE_NOT_FOUND: [404, 'There is no such quote of this bet; ask for a new one.'],
  QUOTE_EXPIRED: [409, 'The quote is too old; ask for a new one.'],
  QUOTE_TAKEN: [409, 'This quote was taken before; ask for a new one.'],
  BET_CHANGED: [409, 'The bet is no longer as it was quoted; ask for a new quote.'],
  CASH_OUT_UNDER_WAY: [409, 'A cash-out of this bet is being decided; wait for its answer.'],
  RULE_NOT_FOUND: [404, 'The bet has no automatic cash-out.'],
  // Trading
  BET_NOT_FOUND: [404, 'There is no such bet on this account.'],
  PROOF_NOT_READY: [
    409,
    'Nothing is sealed of this yet; ask again some seconds after the bet is settled.',
  ],
  LEG_NOT_COMBINABLE: [409, 'A leg cannot stand in one bet with the others; see `detail`.'],
  QUOTE_NOT_POSSIBLE: [409, 'There is no such quote now; see `detail`.'],
  // Customers
  FACTOR_CHANGED: [409, 'The factor was changed meanwhile; look at it again.'],
  FACTOR_OUT_OF_LIMITS: [409, 'Traders change no factor beyond the limits; see `detail`.'],
  FACTOR_NOT_RAISED: [409, 'The account is not open, so its factor is never raised.'],
  FACTOR_NOT_UNDONE: [409, 'There is no change of the factor that could be taken back.'],
  // Laying off
  LAY_OFF_REFUSED: [409, 'The desk does not do this; see `why`.'],
  // Gateway
  TOO_MANY_SUBSCRIPTIONS: [429, 'The connection has its largest number of subscriptions.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (value: string): value is ErrorCode => Object.hasOwn(ERRORS, value);
export const httpStatusOf = (code: ErrorCode): number => ERRORS[code][0];
export const messageOf = (code: ErrorCode): string => ERRORS[code][1];

/** The shape of every refusal over HTTP and WebSocket. */
export type ErrorBody = Readonly<{ code: ErrorCode; message: string; detail?: unknown }>;

/** A refusal on its way to the edge, where it becomes an ErrorBody with the status of its code. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${messageOf(code)}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
  }
}
