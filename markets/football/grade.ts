import type { MarketIdentity, OutcomeId, OutcomeResult } from '#contracts/mod.ts';

import type { MatchRecord } from '../record/match-record.ts';
import { settleWith, type FootballDefinition } from './definition.ts';
import { reachableFacts } from './reachable.ts';

export type Grade = OutcomeResult | 'undecided';
export type Grades = ReadonlyMap<OutcomeId, Grade>;

/**
 * What each outcome of a market has come to: a result as soon as every end that the match may still have
 * agrees on it, `undecided` before. A match that stops early stays as it is; house rules say what becomes
 * of it.
 */
export function gradeFootball(
  record: MatchRecord,
  definition: FootballDefinition,
  { specifiers }: Pick<MarketIdentity, 'specifiers'>,
): Grades {
  const outcomes = definition.outcomes(specifiers);
  const grades: (Grade | undefined)[] = outcomes.map(() => undefined);
  let open = outcomes.length;
  for (const facts of reachableFacts(definition.reads, record, specifiers)) {
    settleWith(definition, facts, specifiers).forEach((result, at) => {
      const before = grades[at];
      if (before === undefined) grades[at] = result;
      else if (before !== 'undecided' && before !== result) {
        grades[at] = 'undecided';
        open -= 1;
      }
    });
    if (open === 0) break;
  }
  return new Map(outcomes.map((outcome, at) => [outcome, grades[at] ?? 'undecided']));
}
