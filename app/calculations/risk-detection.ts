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
import { decimal, integer, list, number, operation, optional, type Kind } from './operation.ts';

/** Deviation of one bet: given, or that of the profit at the given odds. */
function deviationOf(edge: number, sd: number | undefined, odds: string | undefined): number {
  if ((sd === undefined) === (odds === undefined)) throw new Error('either sd or odds is needed');
  return sd ?? profitDeviation(edge, Number(odds));
}

export const detectionOperations: Kind = {
  'clv-z': operation({ mean: number, sd: number, n: number }, ({ mean, sd, n }) => ({
    z: meanZ(mean, sd, n),
  })),
  'pnl-z': operation({ edge: number, odds: decimal, n: number }, ({ edge, odds, n }) => ({
    z: meanZ(edge, profitDeviation(edge, Number(odds)), n),
  })),
  'bets-needed': operation(
    { edge: number, sd: optional(number), odds: optional(decimal), z: number },
    ({ edge, sd, odds, z }) => ({ n: betsNeeded(edge, deviationOf(edge, sd, odds), z) }),
  ),
  sprt: operation(
    {
      mu0: optional(number),
      mu1: number,
      sd: number,
      alpha: number,
      beta: number,
      data: optional(list(number)),
    },
    ({ mu0 = 0, data, ...rest }) => {
      const test = { mu0, ...rest };
      return { ...sequentialBounds(test), ...(data && sequentialTest(test, data)) };
    },
  ),
  'poisson-burst': operation({ mean: number, atLeast: integer }, ({ mean, atLeast }) => ({
    tail: poissonTail(mean, atLeast),
  })),
  'binomial-hits': operation({ n: integer, p: number, atLeast: integer }, ({ n, p, atLeast }) => ({
    tail: binomialTail(n, p, atLeast),
  })),
  'false-discovery': operation({ pValues: list(number), rate: number }, ({ pValues, rate }) => ({
    flagged: falseDiscoveries(pValues, rate),
  })),
};
