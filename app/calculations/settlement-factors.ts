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
  decimal,
  exactly,
  integer,
  list,
  number,
  oneOf,
  operation,
  optional,
  score,
  text,
  type Kind,
  type Output,
} from './operation.ts';
import { lineOf, present, rationalOf } from './read.ts';

const percent = anyOf([number, decimal]);
export const deadHeat = exactly({ places: integer, tied: integer });

/** Fields of a leg's result, shared with whole bets. */
export const legFields = {
  odds: decimal,
  result: oneOf(LEG_RESULTS),
  deadHeat: optional(deadHeat),
  rule4: optional(anyOf([percent, list(percent)])),
};
export type LegInput = Static<ReturnType<typeof exactly<typeof legFields>>>;

export function legOutcome({ odds, result, deadHeat: tie, rule4 }: LegInput): LegOutcome {
  if ((result === 'dead-heat') !== (tie !== undefined)) {
    throw new Error('deadHeat: belongs to the result dead-heat, and only to it');
  }
  return {
    odds: rationalOf(odds),
    result,
    ...(tie !== undefined && { deadHeat: deadHeatFactor(tie.places, tie.tied) }),
    ...(rule4 !== undefined && {
      rule4: rationalOf(String(rule4Total([rule4].flat().map(Number)))),
    }),
  };
}

const factorOutput = (factor: Rational): Output => ({
  factor: formatRational(factor),
  decimal: rationalToNumber(factor),
});

/** What a stake in minor units comes back as, rounded half up. */
const returned = (factor: Rational, stake: number): number =>
  Number(roundHalfUp(multiplyRational(factor, rational(BigInt(stake)))));

type LineInput = Readonly<{
  market: 'handicap' | 'total';
  side: HandicapSide | TotalSide;
  line: string;
  score: readonly [number, number];
  base?: readonly [number, number];
}>;

/** Handicaps count the goals after the base score; totals count all. */
function resultOfLine({ market, side, line, score: at, base = [0, 0] }: LineInput): LineResult {
  const quarters = lineOf(line);
  if (market === 'handicap' && (side === 'home' || side === 'away')) {
    return handicapResult(side, quarters, at[0] - base[0] - (at[1] - base[1]));
  }
  if (market === 'total' && (side === 'over' || side === 'under')) {
    return totalResult(side, quarters, at[0] + at[1]);
  }
  throw new Error(`side: "${side}" is not a side of a ${market}`);
}

const feed = operation(
  {
    odds: decimal,
    result: integer,
    voidFactor: text,
    deadHeatFactor: optional(text),
  },
  ({ odds, result, voidFactor, deadHeatFactor: share }) => {
    if (result !== 0 && result !== 1) throw new Error('result: neither 0 nor 1');
    const tie = share === undefined ? {} : { deadHeat: rationalOf(share) };
    const code = legResultOf({ result, voidFactor: rationalOf(voidFactor), ...tie });
    const known = present(code, 'voidFactor of 0, 0.5 or 1');
    return {
      code: known,
      ...factorOutput(legFactor({ odds: rationalOf(odds), result: known, ...tie })),
    };
  },
);

export const settlementFactorsKind: Kind = {
  feed,
  leg: operation(legFields, (input) => factorOutput(legFactor(legOutcome(input)))),
  line: operation(
    {
      market: oneOf(['handicap', 'total']),
      side: oneOf(['home', 'away', 'over', 'under']),
      line: decimal,
      score,
      base: optional(score),
      odds: optional(decimal),
      stake: optional(integer),
    },
    ({ odds, stake, ...input }) => {
      const result = resultOfLine(input);
      if (odds === undefined) return { result };
      const factor = legFactor({ odds: rationalOf(odds), result });
      const back = stake === undefined ? {} : { return: returned(factor, stake) };
      return { result, ...factorOutput(factor), ...back };
    },
  ),
  'rule4-table': operation({ withdrawn: list(decimal) }, ({ withdrawn }) => {
    const each = withdrawn.map((odds) => rule4Deduction(rationalOf(odds)));
    return { each, total: rule4Total(each) };
  }),
  'dead-heat': operation(
    {
      stake: integer,
      odds: decimal,
      places: integer,
      tied: integer,
      method: optional(oneOf(DEAD_HEAT_METHODS)),
    },
    ({ stake, odds, places, tied, method }) => {
      const factor = deadHeatPays(rationalOf(odds), deadHeatFactor(places, tied), method);
      return { ...factorOutput(factor), return: returned(factor, stake) };
    },
  ),
  reduction: operation({ odds: decimal, percent }, ({ odds, percent: cut }) => {
    const price = reducedPrice(rationalOf(odds), rationalOf(String(cut)));
    return { odds: rationalToNumber(price) };
  }),
};
