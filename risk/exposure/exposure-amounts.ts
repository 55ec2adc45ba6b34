import { ODDS_SCALE, SHARE_SCALE, type LegShare } from '#contracts/mod.ts';

import {
  exactBetAmounts,
  exactExposureAmounts,
  exactNumber,
  type BetAmounts,
  type ExactExposure,
  type HouseRates,
  type StakeTerms,
} from './house-money.ts';

/**
 * What a bet adds to the books of a fixture, in whole house minor units that a float holds exactly; the meaning is that
 * of `exactExposureAmounts`.
 */
export type ExposureAmounts = Readonly<{
  stake: number;
  returns: readonly number[];
  reserve: readonly number[] | null;
  won: number;
}>;

/** Up to here quotients by the scales below, rounded either way, are those of whole numbers. */
const EXACT_UP_TO = 2 ** 49;
const MICROS = 1e6;
const ONE_SHARE = String(SHARE_SCALE);

type Terms = Readonly<{ stake: number; odds: number; rate: number }>;

/** The same figures as with big integers, which take ten times as long; those stand in where floats are not enough. */
export function exposureAmounts(bet: StakeTerms, rates: HouseRates): ExposureAmounts {
  return (
    quickAmounts(termsOf(bet, rates), bet.share) ?? inNumbers(exactExposureAmounts(bet, rates))
  );
}

/** What the bet can cost at most: every other leg wins. */
export function betAmounts(bet: StakeTerms, rates: HouseRates): BetAmounts {
  const terms = termsOf(bet, rates);
  const own = bet.share === undefined ? singleReturns(terms) : sharedReturns(terms, bet.share.most);
  const most = own && inHouse(own, terms);
  if (most === null) return exactBetAmounts(bet, rates);
  return { stake: BigInt(most.stake), returns: most.returns.map(BigInt) };
}

const termsOf = ({ stakeMinor, odds, currency }: StakeTerms, rates: HouseRates): Terms => ({
  stake: Number(stakeMinor),
  odds,
  rate: Number(rates.microsPerMinor[currency]),
});

function quickAmounts(terms: Terms, share: LegShare | undefined): ExposureAmounts | null {
  const own = singleReturns(terms);
  if (own === null) return null;
  if (share === undefined) {
    const most = inHouse(own, terms);
    return most && { ...most, reserve: null };
  }
  const most = sharedReturns(terms, share.most);
  const typical = sharedReturns(terms, share.typical);
  const [inMost, inTypical] = [most && inHouse(most, terms), typical && inHouse(typical, terms)];
  if (inMost === null || inTypical === null) return null;
  const reserve = inTypical.returns.map((owed, code) => {
    const loss = (inMost.returns[code] ?? 0) - inMost.stake;
    return Math.max(0, loss) - (owed - inTypical.stake);
  });
  return { ...inTypical, reserve, won: inMost.won };
}

/** Under each result code in the bet's own currency, rounded half up. */
function singleReturns({ stake, odds }: Terms): readonly number[] | null {
  if (stake * (ODDS_SCALE + odds) > EXACT_UP_TO) return null;
  const halfWon = Math.floor((stake * (ODDS_SCALE + odds) + ODDS_SCALE) / (2 * ODDS_SCALE));
  const won = Math.floor((stake * odds + ODDS_SCALE / 2) / ODDS_SCALE);
  return [0, Math.floor((stake + 1) / 2), stake, halfWon, won];
}

/** The same as far as other legs decide it, rounded up; null where a float cannot tell which way. */
function sharedReturns(
  { stake, odds }: Terms,
  { rest, onLeg }: LegShare[keyof LegShare],
): readonly number[] | null {
  const twice = [0, ODDS_SCALE, 2 * ODDS_SCALE, ODDS_SCALE + odds, 2 * odds];
  if (rest === '0' && onLeg === ONE_SHARE) {
    return twice.map((factor) => Math.ceil((stake * factor) / (2 * ODDS_SCALE)));
  }
  const [certain, share] = [Number(rest), Number(onLeg)];
  const amounts = twice.map((factor) => {
    const amount = (stake * (certain + (share * factor) / (2 * ODDS_SCALE))) / Number(SHARE_SCALE);
    const doubt = Math.abs(amount - Math.round(amount)) <= 1e-12 * amount;
    return doubt && amount !== 0 ? NaN : Math.ceil(amount);
  });
  return amounts.every((amount) => amount < EXACT_UP_TO) ? amounts : null;
}

/** In house money, a net win of the bettor rounded up and a net loss down. */
function inHouse(
  own: readonly number[],
  { stake, rate }: Terms,
): Omit<ExposureAmounts, 'reserve'> | null {
  const won = own.at(-1) ?? 0;
  if (rate === MICROS) return { stake, returns: own, won };
  if (Math.max(stake, won) * rate > EXACT_UP_TO) return null;
  const held = Math.floor((stake * rate) / MICROS);
  const returns = own.map((amount) => held + Math.ceil(((amount - stake) * rate) / MICROS));
  return { stake: held, returns, won: returns.at(-1) ?? 0 };
}

function inNumbers({ stake, returns, reserve, won }: ExactExposure): ExposureAmounts {
  return {
    stake: exactNumber(stake),
    returns: returns.map(exactNumber),
    reserve: reserve?.map(exactNumber) ?? null,
    won: exactNumber(won),
  };
}
