import { averageScore, type Forecast, type ResultChances } from '#odds/models/mod.ts';

/** A forecast of home win, draw and away win, and which of them happened. */
export type ResultTruth = Readonly<{
  chances: ResultChances;
  homeGoals: number;
  awayGoals: number;
}>;

export const forecastOf = ({ chances, homeGoals, awayGoals }: ResultTruth): Forecast => ({
  probabilities: [chances.home, chances.draw, chances.away],
  outcome: 1 - Math.sign(homeGoals - awayGoals),
});

export type Score = Readonly<{ matches: number; rps: number; logLoss: number }>;

/** Mean ranked probability score and mean log-loss (natural); infinite when the impossible happened. */
export function scoreOf(truths: readonly ResultTruth[]): Score {
  const { rps, logLoss = Infinity } = averageScore(truths.map(forecastOf));
  return { matches: truths.length, rps, logLoss };
}

export type Difference = Readonly<{ mean: number; standardError: number }>;

/** Mean of the log-losses of one forecast less those of another on the same matches, and its error. */
export function logLossDifference(
  left: readonly ResultTruth[],
  right: readonly ResultTruth[],
): Difference {
  const losses = left.map((truth, at) => scoreOf([truth]).logLoss - lossAt(right, at));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares) / losses.length };
}

const lossAt = (truths: readonly ResultTruth[], at: number): number =>
  scoreOf(truths.slice(at, at + 1)).logLoss;
