import {
  ODDS_SCALE,
  roundSumsMinor,
  type BetBonus,
  type Currency,
  type Odds,
} from '#contracts/mod.ts';

/**
 * What an accumulator pays on top of its winnings, by the number of its legs. As data with a version, which
 * every bet keeps: a version that was ever used is never edited.
 */
export type AccumulatorBonus = Readonly<{
  version: number;
  /** Legs at a lower price do not count. */
  minOdds: Odds;
  /** Ascending; the last step that the bet reaches holds. */
  steps: readonly Readonly<{ legs: number; percentBps: number }>[];
  /** The most that it adds. */
  capMinor: Readonly<Record<Currency, bigint>>;
}>;

const odds = (decimal: number): Odds => Math.round(decimal * ODDS_SCALE) as Odds;

/** All versions, oldest first. */
export const ACCUMULATOR_BONUSES: readonly [AccumulatorBonus, ...AccumulatorBonus[]] = [
  {
    version: 1,
    minOdds: odds(1.5),
    steps: [
      { legs: 5, percentBps: 500 },
      { legs: 6, percentBps: 750 },
      { legs: 7, percentBps: 1_000 },
      { legs: 8, percentBps: 1_500 },
      { legs: 10, percentBps: 2_500 },
      { legs: 15, percentBps: 5_000 },
    ],
    capMinor: roundSumsMinor(10_000_00n),
  },
];

/** @throws RangeError when there was never such a version. */
export function accumulatorBonus(version: number): AccumulatorBonus {
  const found = ACCUMULATOR_BONUSES.find((table) => table.version === version);
  if (found === undefined) throw new RangeError(`There is no accumulator bonus ${version}.`);
  return found;
}

/** Basis points on the winnings for so many legs that count; 0 below the first step. */
export const accumulatorPercentBps = ({ steps }: AccumulatorBonus, legs: number): number =>
  steps.findLast((step) => legs >= step.legs)?.percentBps ?? 0;

/**
 * The bonus that a bet on so many selections gets by the newest table; null when they are too few. What it
 * adds depends on those that win.
 */
export function accumulatorBonusFor(selections: number, currency: Currency): BetBonus | null {
  const table = ACCUMULATOR_BONUSES.at(-1) ?? ACCUMULATOR_BONUSES[0];
  if (selections < (table.steps[0]?.legs ?? Infinity)) return null;
  const { version, capMinor } = table;
  return { kind: 'accumulator', version, capMinor: String(capMinor[currency]) };
}
