import { MAX_SELECTIONS } from '#contracts/mod.ts';
import {
  betReturn,
  formatRational,
  FREE_BET_KINDS,
  isSystemName,
  LEG_RESULTS,
  legFactor,
  placeOdds,
  SYSTEMS,
  type BetLeg,
} from '#markets/mod.ts';
import type { Static } from 'typebox';

import { bonusExtra, bonusFields, type BonusLeg } from './bet-bonus.ts';
import { exact, flag, list, minor, oneOf, optional, text, wholeFrom } from './fields.ts';
import { exactly, operation, wholeOutput, type Kind } from './operation.ts';
import { present, rationalOf, refuse, within } from './read.ts';
import { deadHeat, legFields, legOutcome } from './settlement-factors.ts';

const place = exactly({
  fraction: exact,
  result: oneOf(LEG_RESULTS),
  deadHeat: optional(deadHeat),
});
const leg = exactly({ ...legFields, banker: optional(flag), place: optional(place) });
type Leg = Static<typeof leg>;

/** The leg by its results, and what its place part is paid at. */
function legOf({ banker = false, place: part, ...win }: Leg): BonusLeg {
  const base = { win: legOutcome(win), banker, place: undefined };
  if (part === undefined) return base;
  const { fraction, ...result } = part;
  const { result: placed, deadHeat: tie } = within('place', () =>
    legOutcome({ odds: win.odds, ...result }),
  );
  return {
    ...base,
    place: {
      fraction: rationalOf(fraction),
      result: placed,
      ...(tie !== undefined && { deadHeat: tie }),
    },
  };
}

function betLeg({ banker, win, place: part }: BonusLeg): BetLeg {
  const base = { win: legFactor(win), banker };
  if (part === undefined) return base;
  const { fraction, ...placed } = part;
  const { rule4 } = win;
  const odds = placeOdds(win.odds, fraction);
  return { ...base, place: legFactor({ odds, ...placed, ...(rule4 !== undefined && { rule4 }) }) };
}

const sorted = (folds: readonly number[]): string => folds.toSorted((a, b) => a - b).join();

/** The sizes of the lines: given, or those of the named system; given both, they must agree. */
function foldsOf(
  system: string | undefined,
  folds: readonly number[] | undefined,
  freeLegs: number,
): readonly number[] {
  if (system === undefined) return present(folds, 'folds');
  if (!isSystemName(system)) {
    return folds ?? refuse('folds', folds, `must be given with the unknown system "${system}"`);
  }
  const named = SYSTEMS[system];
  if (freeLegs !== named.legs) {
    refuse('system', system, `has ${named.legs} legs that are no bankers, not ${freeLegs}`);
  }
  if (folds !== undefined && sorted(folds) !== sorted(named.folds)) {
    refuse('folds', folds, `must be those of a ${system}: ${named.folds.join(', ')}`);
  }
  return named.folds;
}

function checkFolds(folds: readonly number[], legs: readonly Leg[], freeLegs: number): void {
  // A line of bankers alone is one, a line of no leg is none.
  const least = freeLegs < legs.length ? 0 : 1;
  folds.forEach((size, at) => {
    const place = `folds[${at}]`;
    if (size < least || size > freeLegs)
      refuse(place, size, `must be from ${least} to ${freeLegs}`);
    if (folds.indexOf(size) < at) refuse(place, size, 'must not come twice');
  });
}

function checkPlaces(legs: readonly Leg[]): void {
  const without = legs.findIndex(({ place: part }) => part === undefined);
  if (without >= 0) refuse(`legs[${without}].place`, undefined, 'must be given in an each-way bet');
}

export const betsPayoutKind: Kind = {
  payout: operation(
    {
      system: optional(text),
      unitStake: minor,
      folds: optional(list(wholeFrom(0, MAX_SELECTIONS))),
      legs: list(leg, { most: MAX_SELECTIONS }),
      eachWay: optional(flag),
      freeBet: optional(oneOf(FREE_BET_KINDS)),
      ...bonusFields,
    },
    ({ system, unitStake, folds, legs, eachWay, freeBet, ...bonus }) => {
      const freeLegs = legs.filter(({ banker = false }) => !banker).length;
      const sizes = foldsOf(system, folds, freeLegs);
      checkFolds(sizes, legs, freeLegs);
      if (eachWay === true) checkPlaces(legs);
      const resulted = legs.map((one, at) => within(`legs[${at}]`, () => legOf(one)));
      const bet = betReturn({
        unitStakeMinor: BigInt(unitStake),
        folds: sizes,
        legs: resulted.map(betLeg),
        ...(eachWay !== undefined && { eachWay }),
        ...(freeBet !== undefined && { freeBet }),
      });
      const extra = bonusExtra({ ...bonus, ...(freeBet !== undefined && { freeBet }) }, () => ({
        unitStake: BigInt(unitStake),
        totalStake: bet.totalStakeMinor,
        lines: bet.lines,
        folds: sizes,
        eachWay: eachWay ?? false,
        legs: resulted,
      }));
      return {
        lines: bet.lines,
        totalStake: wholeOutput(bet.totalStakeMinor),
        return: wholeOutput(bet.returnMinor + (extra ?? 0n)),
        exact: formatRational(bet.exact),
        ...(extra !== undefined && { extra: wholeOutput(extra) }),
      };
    },
  ),
};
