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
import type { HandicapSide, TotalSide } from '#markets/mod.ts';
import {
  chance,
  line,
  odds,
  oneOf,
  optional,
  number,
  rate,
  record,
  score,
  size,
  text,
} from './fields.ts';
import { decimalText, operation, type Kind, type Output } from './operation.ts';
import { lineOf, refuse } from './read.ts';

function lineOutput(chances: LineChances, price: string | undefined): Output {
  const { win, push, lose } = stakeWeighted(chances);
  const fair = fairLineOdds(chances);
  const expectedFactor =
    price === undefined ? undefined : expectedLineFactor(chances, Number(price));
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
  return isTotal(side) ? refuse('side', side, 'must be a side of a handicap, home or away') : side;
}

function totalSide(side: Side): TotalSide {
  return isTotal(side) ? side : refuse('side', side, 'must be a side of a total, over or under');
}

const DIFFERENCE = /^-?\d{1,3}$/u;
/** A sum of chances may be off by this, as chances written to few decimals are. */
const SUM_SLACK = 2e-3;

/** The distribution of goal differences written as a table. */
function differencesOf(table: Readonly<Record<string, number>>) {
  const values = Object.keys(table).map((key) =>
    DIFFERENCE.test(key)
      ? Number(key)
      : refuse('differences', key, 'must have whole numbers as names'),
  );
  const sum = Object.values(table).reduce((all, p) => all + p, 0);
  if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
    refuse('differences', sum, 'must have a sum of 1', 'NUMBER_INVALID');
  }
  const first = Math.min(...values);
  const mass = new Float64Array(Math.max(...values) - first + 1);
  for (const [key, p] of Object.entries(table)) {
    const cell = Number(key) - first;
    mass[cell] = (mass[cell] ?? 0) + p;
  }
  return distribution(first, mass);
}

const lineFields = { side: oneOf(SIDES), line, odds: optional(odds) };

export const asianKind: Kind = {
  line: operation(
    {
      ...lineFields,
      lambda: rate,
      mu: rate,
      rho: optional(number),
      maxGoals: optional(size),
      market: oneOf(['handicap', 'total']),
      current: optional(score),
    },
    ({ lambda, mu, rho = 0, maxGoals, market, side, current: [home, away] = [0, 0], ...bet }) => {
      const grid = scoreGrid({ model: 'dixon-coles', lambda, mu, rho }, maxGoals);
      const { difference, total } = marginalsOf(grid);
      const quarters = lineOf(bet.line);
      const chances =
        market === 'handicap'
          ? handicapChances(difference, handicapSide(side), quarters)
          : totalChances(total, totalSide(side), quarters, home + away);
      return lineOutput(chances, bet.odds);
    },
  ),
  pmf: operation({ ...lineFields, differences: record(text, chance) }, (input) => {
    const difference = differencesOf(input.differences);
    const chances = handicapChances(difference, handicapSide(input.side), lineOf(input.line));
    return lineOutput(chances, input.odds);
  }),
};
