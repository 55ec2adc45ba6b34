import {
  DEAD_HEAT_METHODS,
  deadHeatFactor,
  deadHeatPays,
  formatRational,
  handicapResult,
  LEG_RESULTS,
  legFactor,
  legResultOf,
  multiplyRational,
  rational,
  rationalToNumber,
  reducedPrice,
  roundHalfUp,
  rule4Deduction,
  rule4Total,
  totalResult,
  type HandicapSide,
  type LegOutcome,
  type LineResult,
  type Rational,
  type TotalSide,
} from '#markets/mod.ts';
import type { Static } from 'typebox';
import {
  anyOf,
  exact,
  line,
  list,
  minor,
  odds,
  oneOf,
  optional,
  percent,
  score,
  struckOdds,
  wholeFrom,
} from './fields.ts';
import { exactly, operation, wholeOutput, type Kind, type Output } from './operation.ts';
import { lineOf, rationalOf, refuse } from './read.ts';

const runners = wholeFrom(1, 1000);
export const deadHeat = exactly({ places: runners, tied: runners });

/** Fields of a leg's result, shared with whole bets. */
export const legFields = {
  odds: struckOdds,
  result: oneOf(LEG_RESULTS),
  deadHeat: optional(deadHeat),
  rule4: optional(
    anyOf([percent, list(percent)], 'must be a percentage, 0 to 100, or a list of them'),
  ),
};
export type LegInput = Static<ReturnType<typeof exactly<typeof legFields>>>;

export function legOutcome({ odds: price, result, deadHeat: tie, rule4 }: LegInput): LegOutcome {
  if ((result === 'dead-heat') !== (tie !== undefined)) {
    refuse('deadHeat', tie, 'must be given with the result dead-heat, and only with it');
  }
  return {
    odds: rationalOf(price),
    result,
    ...(tie !== undefined && { deadHeat: deadHeatFactor(tie.places, tie.tied) }),
    ...(rule4 !== undefined && { rule4: rule4Total([rule4].flat().map(rationalOf)) }),
  };
}

const factorOutput = (factor: Rational): Output => ({
  factor: formatRational(factor),
  decimal: rationalToNumber(factor),
});

/** What a stake in minor units comes back as, rounded half up. */
const returned = (factor: Rational, stake: number): number | string =>
  wholeOutput(roundHalfUp(multiplyRational(factor, rational(BigInt(stake)))));

type LineInput = Readonly<{
  market: 'handicap' | 'total';
  side: HandicapSide | TotalSide;
  line: string;
  score: readonly [number, number];
  base?: readonly [number, number];
}>;

/** Handicaps count the goals after the base score; totals count all. */
function resultOfLine({ market, side, line: of, score: at, base = [0, 0] }: LineInput): LineResult {
  const quarters = lineOf(of);
  if (base[0] > at[0] || base[1] > at[1]) {
    refuse('base', base, 'must not be above the score', 'STATE_CONTRADICTORY');
  }
  if (market === 'handicap' && (side === 'home' || side === 'away')) {
    return handicapResult(side, quarters, at[0] - base[0] - (at[1] - base[1]));
  }
  if (market === 'total' && (side === 'over' || side === 'under')) {
    return totalResult(side, quarters, at[0] + at[1]);
  }
  return refuse('side', side, `must be a side of a ${market}`);
}

const feed = operation(
  {
    odds: struckOdds,
    result: wholeFrom(0, 1),
    voidFactor: exact,
    deadHeatFactor: optional(exact),
  },
  ({ odds: price, result, voidFactor, deadHeatFactor: share }) => {
    const tie = share === undefined ? {} : { deadHeat: shareOf(share) };
    const numbers = { result: result === 1 ? 1 : 0, voidFactor: rationalOf(voidFactor) } as const;
    const code = legResultOf({ ...numbers, ...tie });
    const known = code ?? refuse('voidFactor', voidFactor, 'must be 0, 0.5 or 1');
    return {
      code: known,
      ...factorOutput(legFactor({ odds: rationalOf(price), result: known, ...tie })),
    };
  },
);

/** The share of a stake that stands after a dead heat, above 0 and up to 1. */
function shareOf(factor: string): Rational {
  const { numerator, denominator } = rationalOf(factor);
  if (numerator > 0n && numerator <= denominator) return { numerator, denominator };
  return refuse('deadHeatFactor', factor, 'must be above 0 and up to 1', 'NUMBER_INVALID');
}

export const settlementFactorsKind: Kind = {
  feed,
  leg: operation(legFields, (input) => factorOutput(legFactor(legOutcome(input)))),
  line: operation(
    {
      market: oneOf(['handicap', 'total']),
      side: oneOf(['home', 'away', 'over', 'under']),
      line,
      score,
      base: optional(score),
      odds: optional(struckOdds),
      stake: optional(minor),
    },
    ({ odds: price, stake, ...input }) => {
      const result = resultOfLine(input);
      if (price === undefined) return { result };
      const factor = legFactor({ odds: rationalOf(price), result });
      const back = stake === undefined ? {} : { return: returned(factor, stake) };
      return { result, ...factorOutput(factor), ...back };
    },
  ),
  'rule4-table': operation({ withdrawn: list(odds) }, ({ withdrawn }) => {
    const each = withdrawn.map((price) => rule4Deduction(rationalOf(price)));
    return { each, total: rationalToNumber(rule4Total(each.map(rationalOf))) };
  }),
  'dead-heat': operation(
    {
      stake: minor,
      odds: struckOdds,
      places: runners,
      tied: runners,
      method: optional(oneOf(DEAD_HEAT_METHODS)),
    },
    ({ stake, odds: price, places, tied, method }) => {
      const factor = deadHeatPays(rationalOf(price), deadHeatFactor(places, tied), method);
      return { ...factorOutput(factor), return: returned(factor, stake) };
    },
  ),
  reduction: operation({ odds: struckOdds, percent }, ({ odds: price, percent: cut }) => ({
    odds: rationalToNumber(reducedPrice(rationalOf(price), rationalOf(cut))),
  })),
};
