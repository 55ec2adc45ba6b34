import { intervalOf, type Interval } from './intervals.ts';
import type { PolicyName } from './policies.ts';
import type { SeasonFigures } from './season.ts';

/** One league played through some policies by the same customers. */
export type SeededSeason = Readonly<{
  seed: number;
  elasticity: number;
  seasons: Readonly<Partial<Record<PolicyName, SeasonFigures>>>;
}>;

export const MEASURES = [
  'staked',
  'profit',
  'hold',
  'expectedHold',
  'variance',
  'sd',
  'cvar99',
  'maxDrawdown',
  'refusedShare',
] as const;
export type Measure = (typeof MEASURES)[number];

export type PolicySummary = Readonly<Record<Measure, Interval>>;

const seasonsOf = (runs: readonly SeededSeason[], policy: PolicyName): readonly SeasonFigures[] =>
  runs.flatMap(({ seasons }) => seasons[policy] ?? []);

/** Means over the seeds; undefined when the policy was not played. */
export function summaryOf(
  runs: readonly SeededSeason[],
  policy: PolicyName,
): PolicySummary | undefined {
  const seasons = seasonsOf(runs, policy);
  if (seasons.length === 0) return undefined;
  return Object.fromEntries(
    MEASURES.map((measure) => [measure, intervalOf(seasons.map((season) => season[measure]))]),
  ) as PolicySummary;
}

/** One policy against another, seed by seed: what all seeds have in common falls out. */
export type Comparison = Readonly<{
  /** Shares by which it is lower. */
  variance: Interval;
  sd: Interval;
  cvar99: Interval;
  /** Difference of the holds. */
  hold: Interval;
  expectedHold: Interval;
  profit: Interval;
}>;

export function compare(
  runs: readonly SeededSeason[],
  policy: PolicyName,
  against: PolicyName,
): Comparison | undefined {
  const pairs = runs.flatMap(({ seasons }) => {
    const [one, other] = [seasons[policy], seasons[against]];
    return one === undefined || other === undefined ? [] : [{ one, other }];
  });
  if (pairs.length === 0) return undefined;
  const lower = (measure: 'variance' | 'sd' | 'cvar99'): Interval =>
    intervalOf(pairs.map(({ one, other }) => 1 - one[measure] / other[measure]));
  const more = (measure: 'hold' | 'expectedHold' | 'profit'): Interval =>
    intervalOf(pairs.map(({ one, other }) => one[measure] - other[measure]));
  return {
    variance: lower('variance'),
    sd: lower('sd'),
    cvar99: lower('cvar99'),
    hold: more('hold'),
    expectedHold: more('expectedHold'),
    profit: more('profit'),
  };
}
