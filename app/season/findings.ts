import {
  compare,
  POLICY_NAMES,
  summaryOf,
  type Comparison,
  type PolicyName,
  type PolicySummary,
  type SeededSeason,
} from '#risk/simulator/mod.ts';

/** What the seasons of one elasticity show. */
export type Finding = Readonly<{
  elasticity: number;
  policies: readonly Readonly<{ policy: PolicyName; summary: PolicySummary }>[];
  /** The joint policy against the two static ones, where they were played. */
  againstStatic?: Comparison;
  againstCapped?: Comparison;
  runs: readonly SeededSeason[];
}>;

export function findingsOf(runs: readonly SeededSeason[]): readonly Finding[] {
  const byElasticity = Map.groupBy(runs, ({ elasticity }) => elasticity);
  return [...byElasticity].map(([elasticity, own]): Finding => {
    const againstStatic = compare(own, 'joint', 'static');
    const againstCapped = compare(own, 'joint', 'static-capped');
    return {
      elasticity,
      policies: POLICY_NAMES.flatMap((policy) => {
        const summary = summaryOf(own, policy);
        return summary === undefined ? [] : [{ policy, summary }];
      }),
      ...(againstStatic === undefined ? {} : { againstStatic }),
      ...(againstCapped === undefined ? {} : { againstCapped }),
      runs: own,
    };
  });
}
