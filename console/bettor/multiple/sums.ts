import { parseMoney, type BetBonus, type Currency, type Odds } from '#contracts/mod.ts';
import {
  accumulatorBonus,
  accumulatorBonusFor,
  betPayout,
  rationalToNumber,
  ticketReturn,
  winningLeg,
  type PricedLeg,
} from '#markets/mod.ts';

import type { Kind } from './kinds.ts';

export type Sums = Readonly<{
  /** Of all lines, minor units. */
  stakeMinor: bigint;
  /** When every selection wins, stake and bonus included. */
  payoutMinor: bigint;
  /** Of it, what the accumulator bonus adds. */
  bonusMinor: bigint;
}>;
/** A bet as it stands on the slip, at the prices of now. */
export type Asked = Readonly<{ legs: readonly PricedLeg[]; kind: Kind; currency: Currency }>;

const bonusOf = ({ legs, kind, currency }: Asked, isGiven: boolean) =>
  isGiven && kind.lines === 1 ? accumulatorBonusFor(legs.length, currency) : null;

/**
 * What a bet costs and pays when every selection wins. `stake` is that of each line as typed; undefined
 * unless it is a positive amount of the currency. `hasBonus`: whether the house gives accumulators theirs, which
 * a bet that takes a grant (`granted`) does not get.
 */
export function sumsOf(
  asked: Asked,
  stake: string,
  hasBonus: boolean,
  granted: BetBonus | null = null,
): Sums | undefined {
  const { legs, kind, currency } = asked;
  const unitStakeMinor = parseMoney(stake.trim(), currency);
  if (unitStakeMinor === undefined || unitStakeMinor <= 0n) return undefined;
  const stakeMinor = unitStakeMinor * BigInt(kind.lines);
  const { payoutMinor, extraMinor } = betPayout({
    stakeMinor,
    terms: {
      folds: [...kind.folds],
      lines: kind.lines,
      unitStakeMinor: String(unitStakeMinor),
    },
    bonus: granted ?? bonusOf(asked, hasBonus),
    legs: legs.map((leg) => ({ ...leg, result: 'won' as const })),
  });
  return { stakeMinor, payoutMinor, bonusMinor: extraMinor };
}

/** Decimal odds of one line of all selections: what one unit on it returns. */
export function lineOdds(legs: readonly PricedLeg[]): number {
  const free = legs.filter(({ banker }) => !banker).length;
  const terms = { folds: [free], lines: 1, unitStakeMinor: '1' };
  return rationalToNumber(ticketReturn(terms, legs.map(winningLeg)).exact);
}

export type NextBonus = Readonly<{ legs: number; percent: number; minOdds: Odds }>;

/** The next step of the accumulator bonus above so many selections that count; undefined on the last one. */
export function nextBonus(legs: readonly PricedLeg[], currency: Currency): NextBonus | undefined {
  // The table of today is that of any bet that is long enough to have one.
  const bonus = accumulatorBonusFor(Number.MAX_SAFE_INTEGER, currency);
  if (bonus?.kind !== 'accumulator') return undefined;
  const { steps, minOdds } = accumulatorBonus(bonus.version);
  const counted = legs.filter(({ odds }) => odds >= minOdds).length;
  const next = steps.find((step) => step.legs > counted);
  return next && { legs: next.legs - counted, percent: next.percentBps / 100, minOdds };
}
