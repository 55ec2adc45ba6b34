import {
  ODDS_SCALE,
  payoutMinor,
  type Currency,
  type Odds,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { RESULT_BY_CODE } from '#markets/mod.ts';

/**
 * Fixed exchange rates into the currency in which the house counts its risk: house minor units per
 * million minor units of each currency. Risk figures only; no customer is ever paid by them.
 */
export type HouseRates = Readonly<{
  house: Currency;
  microsPerMinor: Readonly<Record<Currency, bigint>>;
}>;

const MICROS = 1_000_000n;

export const DEFAULT_RATES: HouseRates = {
  house: 'EUR',
  microsPerMinor: { EUR: MICROS, GBP: 1_170_000n, USD: 920_000n, JPY: 610_000n },
};

const floorDivide = (amount: bigint, by: bigint): bigint => {
  const quotient = amount / by;
  return amount % by < 0n ? quotient - 1n : quotient;
};
const ceilDivide = (amount: bigint, by: bigint): bigint => -floorDivide(-amount, by);

/** What a stake returns under each result in its own currency, rounded half up as settlement does. */
export function returnOf(result: OutcomeResult, stakeMinor: bigint, odds: Odds): bigint {
  switch (result) {
    case 'lost':
      return 0n;
    case 'half-lost':
      return (stakeMinor + 1n) / 2n;
    case 'void':
      return stakeMinor;
    case 'half-won': {
      const scale = BigInt(ODDS_SCALE);
      return (stakeMinor * (scale + BigInt(odds)) + scale) / (2n * scale);
    }
    case 'won':
      return payoutMinor(stakeMinor, odds);
  }
}

/** In house minor units: up for what may be owed, down for what is held against it. */
export const toHouseUp = (amount: bigint, currency: Currency, rates: HouseRates): bigint =>
  ceilDivide(amount * rates.microsPerMinor[currency], MICROS);
export const toHouseDown = (amount: bigint, currency: Currency, rates: HouseRates): bigint =>
  floorDivide(amount * rates.microsPerMinor[currency], MICROS);

/**
 * Minor units of the house currency. `returns` are in the order of the result codes. A net win of the
 * bettor is rounded up and a net loss down, so that no conversion makes risk look smaller, and
 * `returns[code] − stake` never falls as the stake of a winning result grows.
 */
export type BetAmounts = Readonly<{ stake: bigint; returns: readonly bigint[] }>;
export type StakeTerms = Readonly<{ stakeMinor: bigint; odds: Odds; currency: Currency }>;

export function betAmounts(
  { stakeMinor, odds, currency }: StakeTerms,
  rates: HouseRates,
): BetAmounts {
  const stake = toHouseDown(stakeMinor, currency, rates);
  const returns = RESULT_BY_CODE.map((result) => {
    const net = returnOf(result, stakeMinor, odds) - stakeMinor;
    return stake + toHouseUp(net, currency, rates);
  });
  return { stake, returns };
}

/** House money as a float that holds it exactly; a book of nine thousand billion is refused. */
export function exactNumber(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`amount beyond 2^53: ${amount}`);
  return number;
}
