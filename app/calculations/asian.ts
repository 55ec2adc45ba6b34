import {
  distribution,
  expectedLineFactor,
  fairLineOdds,
  handicapChances,
  marginalsOf,
  scoreGrid,
  stakeWeighted,
  totalChances,
  type LineChances,
} from '#odds/models/mod.ts';
import type { HandicapSide, LineQuarters, TotalSide } from '#markets/mod.ts';
import {
  decimal,
  decimalText,
  integer,
  number,
  oneOf,
  operation,
  optional,
  record,
  score,
  text,
  type Kind,
  type Output,
} from './operation.ts';
import { lineOf } from './read.ts';

function lineOutput(chances: LineChances, odds: string | undefined): Output {
  const { win, push, lose } = stakeWeighted(chances);
  const fair = fairLineOdds(chances);
  const expectedFactor = odds === undefined ? undefined : expectedLineFactor(chances, Number(odds));
  return {
    ...chances,
    W: win,
    P: push,
    L: lose,
    ...(Number.isFinite(fair) && { fairOdds: decimalText(fair) }),
    ...(expectedFactor !== undefined && { expectedFactor, ev: expectedFactor - 1 }),
  };
}

const SIDES = ['home', 'away', 'over', 'under'] as const;
type Side = (typeof SIDES)[number];

const isTotal = (side: Side): side is TotalSide => side === 'over' || side === 'under';

function handicapSide(side: Side): HandicapSide {
  if (isTotal(side)) throw new Error(`input.side: "${side}" is not a side of a handicap`);
  return side;
}

function totalSide(side: Side): TotalSide {
  if (!isTotal(side)) throw new Error(`input.side: "${side}" is not a side of a total`);
  return side;
}

/** The distribution of goal differences written as a table. */
function differencesOf(table: Readonly<Record<string, number>>) {
  const values = Object.keys(table).map(Number);
  if (!values.every(Number.isInteger)) throw new Error('input.differences: not whole numbers');
  const first = Math.min(...values);
  const mass = new Float64Array(Math.max(...values) - first + 1);
  for (const value of values) mass[value - first] = table[String(value)] ?? 0;
  return distribution(first, mass);
}

const lineFields = { side: oneOf(SIDES), line: decimal, odds: optional(decimal) };

export const asianKind: Kind = {
  line: operation(
    {
      ...lineFields,
      lambda: number,
      mu: number,
      rho: optional(number),
      maxGoals: optional(integer),
      market: oneOf(['handicap', 'total']),
      current: optional(score),
    },
    ({
      lambda,
      mu,
      rho = 0,
      maxGoals,
      market,
      side,
      line,
      odds,
      current: [home, away] = [0, 0],
    }) => {
      const grid = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
      const { difference, total } = marginalsOf(grid);
      const quarters: LineQuarters = lineOf(line);
      const chances =
        market === 'handicap'
          ? handicapChances(difference, handicapSide(side), quarters)
          : totalChances(total, totalSide(side), quarters, home + away);
      return lineOutput(chances, odds);
    },
  ),
  pmf: operation({ ...lineFields, differences: record(text, number) }, (input) => {
    const difference = differencesOf(input.differences);
    const chances = handicapChances(difference, handicapSide(input.side), lineOf(input.line));
    return lineOutput(chances, input.odds);
  }),
};
