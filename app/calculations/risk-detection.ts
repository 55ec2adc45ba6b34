import {
  betsNeeded,
  binomialTail,
  falseDiscoveries,
  meanZ,
  poissonTail,
  profitDeviation,
  sequentialBounds,
  sequentialTest,
} from '#risk/formulas/mod.ts';

import {
  chance,
  count,
  expectedCount,
  list,
  number,
  odds,
  openChance,
  optional,
  positive,
  positiveCount,
} from './fields.ts';
import { operation, type Kind } from './operation.ts';
import { refuse } from './read.ts';

/** Deviation of the profit of a bet, which a bet that nearly always wins at such an edge cannot have. */
function profitDeviationOf(edge: number, price: string): number {
  const deviation = profitDeviation(edge, Number(price));
  if (deviation > 0) return deviation;
  return refuse('edge', edge, `must be between -1 and ${Number(price) - 1}`, 'NUMBER_INVALID');
}

/** Deviation of one bet: given, or that of the profit at the given odds. */
function deviationOf(edge: number, sd: number | undefined, price: string | undefined): number {
  if (sd !== undefined && price !== undefined) refuse('odds', price, 'must not be given with sd');
  if (price !== undefined) return profitDeviationOf(edge, price);
  return sd ?? refuse('sd', sd, 'or odds must be given');
}

export const detectionOperations: Kind = {
  'clv-z': operation({ mean: number, sd: positive, n: positiveCount }, ({ mean, sd, n }) => ({
    z: meanZ(mean, sd, n),
  })),
  'pnl-z': operation({ edge: number, odds, n: positiveCount }, ({ edge, odds: price, n }) => ({
    z: meanZ(edge, profitDeviationOf(edge, price), n),
  })),
  'bets-needed': operation(
    { edge: positive, sd: optional(positive), odds: optional(odds), z: positive },
    ({ edge, sd, odds: price, z }) => ({ n: betsNeeded(edge, deviationOf(edge, sd, price), z) }),
  ),
  sprt: operation(
    {
      mu0: optional(number),
      mu1: number,
      sd: positive,
      alpha: openChance,
      beta: openChance,
      data: optional(list(number, { least: 0, most: 100_000 })),
    },
    ({ mu0 = 0, data, ...rest }) => {
      if (rest.mu1 === mu0) refuse('mu1', rest.mu1, 'must differ from mu0');
      if (rest.alpha + rest.beta >= 1)
        refuse('beta', rest.beta, 'must leave a sum with alpha below 1');
      const test = { mu0, ...rest };
      return { ...sequentialBounds(test), ...(data && sequentialTest(test, data)) };
    },
  ),
  'poisson-burst': operation({ mean: expectedCount, atLeast: count }, ({ mean, atLeast }) => ({
    tail: poissonTail(mean, atLeast),
  })),
  'binomial-hits': operation({ n: count, p: chance, atLeast: count }, ({ n, p, atLeast }) => ({
    tail: binomialTail(n, p, atLeast),
  })),
  'false-discovery': operation({ pValues: list(chance), rate: chance }, ({ pValues, rate }) => ({
    flagged: falseDiscoveries(pValues, rate),
  })),
};
