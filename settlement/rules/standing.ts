import type { OutcomeId, StoppedRule } from '#contracts/mod.ts';

/**
 * What the outcomes of a market come to when its event was stopped: what stands under the rule as it is graded
 * so far, and void for the rest. Of any sport; `undecided` is what a further course could still change.
 */
export function standing<Result extends string | object>(
  grades: ReadonlyMap<OutcomeId, Result | 'undecided'>,
  rule: StoppedRule,
): ReadonlyMap<OutcomeId, Exclude<Result, 'undecided'> | 'void'> {
  const isWhole = [...grades.values()].every((grade) => grade !== 'undecided');
  const stands = rule === 'decided-outcomes-stand' || (rule === 'decided-markets-stand' && isWhole);
  return new Map(
    [...grades].map(([outcome, grade]) => [outcome, stands && isDecided(grade) ? grade : 'void']),
  );
}

const isDecided = <Result>(grade: Result | 'undecided'): grade is Exclude<Result, 'undecided'> =>
  grade !== 'undecided';
