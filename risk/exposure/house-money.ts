import {
  ODDS_SCALE,
  payoutMinor,
  SHARE_SCALE,
  type Currency,
  type LegShare,
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
  microsPerMinor: {
    EUR: MICROS,
    GBP: 1_170_000n,
    USD: 920_000n,
    JPY: 610_000n,
    AUD: 560_000n,
    BHD: 245_000n,
    BRL: 160_000n,
    CAD: 620_000n,
    CHF: 1_070_000n,
    CZK: 41_000n,
    DKK: 134_000n,
    KWD: 300_000n,
    MXN: 47_000n,
    NOK: 85_000n,
    NZD: 510_000n,
    PLN: 235_000n,
    SEK: 91_000n,
    ZAR: 50_000n,
  },
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

/** What a stake returns under each result, for a bet of several legs as far as its other legs decide it. */
function returnsOf(
  { stakeMinor, odds }: Omit<StakeTerms, 'currency'>,
  share: LegShare[keyof LegShare] | undefined,
): readonly bigint[] {
  if (share === undefined) return RESULT_BY_CODE.map((code) => returnOf(code, stakeMinor, odds));
  const divisor = SHARE_SCALE * 2n * BigInt(ODDS_SCALE);
  const rest = BigInt(share.rest) * 2n * BigInt(ODDS_SCALE);
  const onLeg = BigInt(share.onLeg);
  return RESULT_BY_CODE.map((code) =>
    ceilDivide(stakeMinor * (rest + onLeg * twiceOdds(code, odds)), divisor),
  );
}

/** The leg factor × 2 × ODDS_SCALE, which is whole for every result. */
function twiceOdds(result: OutcomeResult, odds: Odds): bigint {
  const scale = BigInt(ODDS_SCALE);
  switch (result) {
    case 'lost':
      return 0n;
    case 'half-lost':
      return scale;
    case 'void':
      return 2n * scale;
    case 'half-won':
      return scale + BigInt(odds);
    case 'won':
      return 2n * BigInt(odds);
  }
}

/**
 * Minor units of the house currency. `returns` are in the order of the result codes. A net win of the
 * bettor is rounded up and a net loss down, so that no conversion makes risk look smaller, and
 * `returns[code] − stake` never falls as the stake of a winning result grows.
 */
export type BetAmounts = Readonly<{ stake: bigint; returns: readonly bigint[] }>;
export type StakeTerms = Readonly<{
  stakeMinor: bigint;
  odds: Odds;
  currency: Currency;
  /** Of a bet with other legs. */
  share?: LegShare | undefined;
}>;

const inHouseMoney = (
  { stakeMinor, currency }: StakeTerms,
  returns: readonly bigint[],
  rates: HouseRates,
): BetAmounts => {
  const stake = toHouseDown(stakeMinor, currency, rates);
  return {
    stake,
    returns: returns.map((amount) => stake + toHouseUp(amount - stakeMinor, currency, rates)),
  };
};

/** The meaning of `betAmounts`, which takes floats where they are exact. */
export const exactBetAmounts = (bet: StakeTerms, rates: HouseRates): BetAmounts =>
  inHouseMoney(bet, returnsOf(bet, bet.share?.most), rates);

/**
 * The same as it enters the books of the leg's fixture. `returns` are what is owed on average over the
 * other legs, which prices may lean on. `reserve` is what must be added for the worst: there the other
 * legs win, and no scenario of this fixture may count on the stake, which serves the other fixtures, too.
 */
export type ExactExposure = BetAmounts &
  Readonly<{
    reserve: readonly bigint[] | null;
    /** What it returns when every leg wins. */
    won: bigint;
  }>;

export function exactExposureAmounts(bet: StakeTerms, rates: HouseRates): ExactExposure {
  const most = exactBetAmounts(bet, rates);
  const won = most.returns.at(-1) ?? 0n;
  if (bet.share === undefined) return { ...most, reserve: null, won };
  const typical = inHouseMoney(bet, returnsOf(bet, bet.share.typical), rates);
  const reserve = typical.returns.map((owed, code) => {
    const loss = (most.returns[code] ?? 0n) - most.stake;
    return (loss > 0n ? loss : 0n) - (owed - typical.stake);
  });
  return { ...typical, reserve, won };
}

/** House money as a float that holds it exactly; a book of nine thousand billion is refused. */
export function exactNumber(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`amount beyond 2^53: ${amount}`);
  return number;
}
