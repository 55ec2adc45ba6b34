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
import {
  exactly,
  flag,
  integer,
  list,
  oneOf,
  operation,
  optional,
  text,
  type Kind,
} from './operation.ts';
import { present, rationalOf } from './read.ts';
import { deadHeat, legFields, legOutcome } from './settlement-factors.ts';

const place = exactly({
  fraction: text,
  result: oneOf(LEG_RESULTS),
  deadHeat: optional(deadHeat),
});
const leg = exactly({ ...legFields, banker: optional(flag), place: optional(place) });

function betLeg({ banker = false, place: part, ...win }: Static<typeof leg>): BetLeg {
  const base = { win: legFactor(legOutcome(win)), banker };
  if (part === undefined) return base;
  const { fraction, ...result } = part;
  const { rule4 } = win;
  const outcome = legOutcome({ odds: win.odds, ...result, ...(rule4 !== undefined && { rule4 }) });
  const odds = placeOdds(outcome.odds, rationalOf(fraction));
  return { ...base, place: legFactor({ ...outcome, odds }) };
}

/** The sizes of the lines: given, or those of the named system; given both, they must agree. */
function foldsOf(system: string | undefined, folds: readonly number[] | undefined) {
  if (system === undefined) return present(folds, 'folds');
  if (!isSystemName(system)) return present(folds, `folds of the unknown system "${system}"`);
  const named = SYSTEMS[system].folds;
  if (folds !== undefined && [...folds].sort().join() !== named.join()) {
    throw new Error(`folds: not those of a ${system}`);
  }
  return named;
}

export const betsPayoutKind: Kind = {
  payout: operation(
    {
      system: optional(text),
      unitStake: integer,
      folds: optional(list(integer)),
      legs: list(leg),
      eachWay: optional(flag),
      freeBet: optional(oneOf(FREE_BET_KINDS)),
    },
    ({ system, unitStake, folds, legs, eachWay, freeBet }) => {
      const bet = betReturn({
        unitStakeMinor: BigInt(unitStake),
        folds: foldsOf(system, folds),
        legs: legs.map(betLeg),
        ...(eachWay !== undefined && { eachWay }),
        ...(freeBet !== undefined && { freeBet }),
      });
      return {
        lines: bet.lines,
        totalStake: Number(bet.totalStakeMinor),
        return: Number(bet.returnMinor),
        exact: formatRational(bet.exact),
      };
    },
  ),
};
