import type { Static } from 'typebox';

import { BOOSTED, MAX_SELECTIONS, ODDS_SCALE, type BetBonus, type Odds } from '#contracts/mod.ts';
import {
  ACCUMULATOR_BONUSES,
  betPayout,
  type LegOutcome,
  type Rational,
  type SettledLeg,
} from '#markets/mod.ts';

import { minor, oneOf, optional, percentAbove, wholeFrom } from './fields.ts';
import { exactly } from './operation.ts';
import { refuse } from './read.ts';

/** More than any bet adds: a bonus whose cap is not given. */
const NO_CAP = String(Number.MAX_SAFE_INTEGER);
const MAX_ODDS = 1_000_000;

const boost = exactly({
  of: oneOf(BOOSTED),
  percent: percentAbove,
  cap: optional(minor),
  selection: optional(wholeFrom(0, MAX_SELECTIONS - 1)),
});
const accumulator = exactly({
  version: optional(wholeFrom(1, ACCUMULATOR_BONUSES.length)),
  cap: optional(minor),
});

/** What a bet may have on top of its odds; `percent` of a boost in hundredths, `cap` in minor units. */
export const bonusFields = {
  boost: optional(boost),
  accumulatorBonus: optional(accumulator),
};
type BonusInput = Readonly<{
  freeBet?: string;
  boost?: Static<typeof boost>;
  accumulatorBonus?: Static<typeof accumulator>;
}>;

/** The lines of the bet as they were sized, and its selections without their odds in units of a bet. */
export type BonusBet = Readonly<{
  unitStake: bigint;
  totalStake: bigint;
  lines: number;
  folds: readonly number[];
  eachWay: boolean;
  legs: readonly BonusLeg[];
}>;
export type BonusLeg = Readonly<{
  banker: boolean;
  win: LegOutcome;
  place: Required<SettledLeg>['place'] | undefined;
}>;

/** What the boost or the accumulator bonus adds, minor units; undefined where there is none. @throws InputError. */
export function bonusExtra(input: BonusInput, bet: () => BonusBet): bigint | undefined {
  const given = (['freeBet', 'boost', 'accumulatorBonus'] as const).filter(
    (name) => input[name] !== undefined,
  );
  const [, second] = given;
  if (second !== undefined) refuse(second, input[second], `must not come with ${given[0] ?? ''}`);
  if (input.boost === undefined && input.accumulatorBonus === undefined) return undefined;
  const { unitStake, totalStake, lines, folds, eachWay, legs } = bet();
  const sized = { folds, bankers: legs.filter(({ banker }) => banker).length, count: legs.length };
  const { extraMinor } = betPayout({
    stakeMinor: totalStake,
    terms: {
      folds: [...folds],
      lines,
      unitStakeMinor: String(unitStake),
      ...(eachWay && { eachWay }),
    },
    bonus: input.boost
      ? boostOf(input.boost, legs.length)
      : accumulatorOf(input.accumulatorBonus ?? {}, sized),
    legs: legs.map(settledLeg),
  });
  return extraMinor;
}

function boostOf({ of, percent, cap, selection }: Static<typeof boost>, legs: number): BetBonus {
  const percentBps = Math.round(percent * 100);
  if (Math.abs(percent * 100 - percentBps) > 1e-6)
    refuse('boost.percent', percent, 'must have two decimals at most');
  if (of === 'winnings' && selection !== undefined)
    refuse('boost.selection', selection, 'goes with a boost of a price alone');
  if (of === 'price' && legs > 1 !== (selection !== undefined) && selection !== 0)
    refuse('boost.selection', selection, 'must name the selection whose price is boosted');
  if (selection !== undefined && selection >= legs)
    refuse('boost.selection', selection, `must be below ${legs}`);
  return {
    kind: 'boost',
    grantId: '',
    of,
    percentBps,
    capMinor: cap === undefined ? NO_CAP : String(cap),
    ...(selection !== undefined && { selection }),
  };
}

type Sized = Readonly<{ folds: readonly number[]; bankers: number; count: number }>;

function accumulatorOf(
  { version = ACCUMULATOR_BONUSES.length, cap }: Static<typeof accumulator>,
  { folds, bankers, count }: Sized,
): BetBonus {
  if (folds.length !== 1 || folds[0] !== count - bankers)
    refuse('accumulatorBonus', folds, 'goes with one line of all selections');
  return {
    kind: 'accumulator',
    version,
    capMinor: cap === undefined ? NO_CAP : String(cap),
  };
}

function settledLeg({ banker, win, place }: BonusLeg, at: number): SettledLeg {
  const { odds, ...rest } = win;
  return { ...rest, banker, odds: oddsOf(odds, at), ...(place && { place }) };
}

/** Bets have odds in units of a ten-thousandth. */
function oddsOf({ numerator, denominator }: Rational, at: number): Odds {
  const scaled = numerator * BigInt(ODDS_SCALE);
  const odds = Number(scaled / denominator);
  if (scaled % denominator === 0n && odds <= MAX_ODDS * ODDS_SCALE) return odds as Odds;
  const value = Number(numerator) / Number(denominator);
  const why = `must have four decimals at most and be up to ${MAX_ODDS} where there is a bonus`;
  return refuse(`legs[${at}].odds`, value, why, 'ODDS_INVALID');
}
