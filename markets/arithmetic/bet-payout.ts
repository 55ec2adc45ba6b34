import { ODDS_SCALE, type BetBonus, type Odds, type Terms } from '#contracts/mod.ts';

import { accumulatorBonus, accumulatorPercentBps } from './accumulator-bonus.ts';
import { betReturn, type BetLeg, type BetReturn } from './bet-return.ts';
import { legFactor, placeOdds, type LegOutcome, type LegResult } from './leg-factor.ts';
import { rational, roundHalfUp, type Rational } from './rational.ts';

/** The place part of a leg: `fraction` of the profit, on a result of its own. */
export type PlacePart = Readonly<{ fraction: Rational; result: LegResult; deadHeat?: Rational }>;

/** A leg with its result. `deadHeat` and `rule4` (percent) as in `LegOutcome`. */
export type SettledLeg = Readonly<{
  odds: Odds;
  result: LegResult;
  banker?: boolean;
  deadHeat?: Rational;
  rule4?: Rational;
  /** Needed in an each-way bet. */
  place?: PlacePart;
}>;

/** `terms` null: one line of all legs. */
export type SettledBet = Readonly<{
  stakeMinor: bigint;
  terms: Terms | null;
  bonus: BetBonus | null;
  legs: readonly SettledLeg[];
}>;

export type BetPayout = Readonly<{
  /** What the bet pays without what a boost or an accumulator bonus adds, before rounding, minor units. */
  exact: Rational;
  /** The same, rounded half up once on the whole bet. */
  basicMinor: bigint;
  /** What the bonus adds, rounded half up by itself; never below zero. */
  extraMinor: bigint;
  payoutMinor: bigint;
}>;

/** Basis points in one. */
const WHOLE_BPS = 10_000n;

const priceOf = (odds: Odds): Rational => rational(BigInt(odds), BigInt(ODDS_SCALE));

const winOutcome = ({ odds, result, deadHeat, rule4 }: SettledLeg): LegOutcome => ({
  odds: priceOf(odds),
  result,
  ...(deadHeat === undefined ? {} : { deadHeat }),
  ...(rule4 === undefined ? {} : { rule4 }),
});

/** What one unit on the win part of the leg pays. */
export const winFactor = (leg: SettledLeg): Rational => legFactor(winOutcome(leg));

/** What one unit on its place part pays; Rule 4 cuts its profit as that of the win part. */
export function placeFactor(leg: SettledLeg, { fraction, result, deadHeat }: PlacePart): Rational {
  const { rule4 } = leg;
  return legFactor({
    odds: placeOdds(priceOf(leg.odds), fraction),
    result,
    ...(deadHeat === undefined ? {} : { deadHeat }),
    ...(rule4 === undefined ? {} : { rule4 }),
  });
}

const partsOf = (leg: SettledLeg): BetLeg => ({
  win: winFactor(leg),
  banker: leg.banker ?? false,
  ...(leg.place === undefined ? {} : { place: placeFactor(leg, leg.place) }),
});

/** Return of the lines by themselves, at any prices. */
function linesReturn(
  { stakeMinor, terms, bonus }: SettledBet,
  legs: readonly SettledLeg[],
): BetReturn {
  const { folds, unitStakeMinor, eachWay } = terms ?? {
    folds: [legs.filter(({ banker }) => banker !== true).length],
    unitStakeMinor: stakeMinor,
  };
  return betReturn({
    unitStakeMinor: BigInt(unitStakeMinor),
    folds,
    legs: legs.map(partsOf),
    ...(eachWay === undefined ? {} : { eachWay }),
    ...(bonus?.kind === 'free-bet'
      ? { freeBet: bonus.stakeReturned ? 'stake-returned' : 'stake-not-returned' }
      : {}),
  });
}

/**
 * What a bet pays, exactly, with its bonus. A bet whose selections are all void returns its stake; that of
 * a free bet is the house's, so it pays nothing and its grant comes back instead.
 */
export function betPayout(bet: SettledBet): BetPayout {
  const { exact, returnMinor } = linesReturn(bet, bet.legs);
  const isFree = bet.bonus?.kind === 'free-bet';
  if (isFree && bet.legs.every((leg) => isVoid(leg, bet.terms?.eachWay ?? false)))
    return { exact: rational(0n), basicMinor: 0n, extraMinor: 0n, payoutMinor: 0n };
  const extraMinor = extraOf(bet, returnMinor);
  return { exact, basicMinor: returnMinor, extraMinor, payoutMinor: returnMinor + extraMinor };
}

const isVoid = ({ result, place }: SettledLeg, eachWay: boolean): boolean =>
  result === 'void' && (!eachWay || place?.result === 'void');

function extraOf(bet: SettledBet, basicMinor: bigint): bigint {
  const { bonus } = bet;
  switch (bonus?.kind) {
    case undefined:
    case 'free-bet':
      return 0n;
    case 'boost': {
      const { of, percentBps, capMinor } = bonus;
      const extra =
        of === 'price'
          ? linesReturn(bet, withBoostedPrice(bet.legs, bonus)).returnMinor - basicMinor
          : percentOf(basicMinor - bet.stakeMinor, percentBps);
      return within(extra, BigInt(capMinor));
    }
    case 'accumulator': {
      const table = accumulatorBonus(bonus.version);
      const legs = bet.legs.filter(({ odds, result }) => result === 'won' && odds >= table.minOdds);
      const percentBps = accumulatorPercentBps(table, legs.length);
      return within(percentOf(basicMinor - bet.stakeMinor, percentBps), BigInt(bonus.capMinor));
    }
  }
}

/** The odds ×10,000 of a boosted price, rounded down. */
export const boostedOdds = (odds: Odds, percentBps: number): Odds =>
  Math.floor((odds * (Number(WHOLE_BPS) + percentBps)) / Number(WHOLE_BPS)) as Odds;

const withBoostedPrice = (
  legs: readonly SettledLeg[],
  { selection = 0, percentBps }: Extract<BetBonus, { kind: 'boost' }>,
): readonly SettledLeg[] =>
  legs.map((leg, at) =>
    at === selection ? { ...leg, odds: boostedOdds(leg.odds, percentBps) } : leg,
  );

const percentOf = (amountMinor: bigint, percentBps: number): bigint =>
  amountMinor <= 0n ? 0n : roundHalfUp(rational(amountMinor * BigInt(percentBps), WHOLE_BPS));

const within = (extraMinor: bigint, capMinor: bigint): bigint => {
  if (extraMinor <= 0n) return 0n;
  return extraMinor < capMinor ? extraMinor : capMinor;
};
