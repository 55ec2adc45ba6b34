import {
  InputError,
  type OutcomeId,
  type RacingMarketType,
  type Specifiers,
} from '#contracts/mod.ts';

import type { Settled } from '../definition.ts';
import { RACING_DEFINITIONS } from './definitions.ts';
import { checkFacts, didRun, type RacingFacts } from './facts.ts';

export type RacingGrades = ReadonlyMap<OutcomeId, Settled | 'undecided'>;

const numbersOf = (outcome: OutcomeId): readonly number[] => outcome.split('-').map(Number);

/** Whether an outcome names a runner that was withdrawn: its stakes come back at once. */
const namesNonRunner = (facts: RacingFacts, outcome: OutcomeId): boolean =>
  numbersOf(outcome).some((number) => !didRun(facts, number));

/** @throws InputError when the market speaks of another field than the facts. */
function checkField({ runners }: RacingFacts, specifiers: Specifiers, named: readonly OutcomeId[]) {
  const declared = specifiers['runners'];
  const isSame =
    declared === undefined
      ? named.flatMap(numbersOf).every((number) => number <= runners.length)
      : declared === String(runners.length);
  if (isSame) return;
  const why = `must fit the ${runners.length} declared runners`;
  throw new InputError('STATE_CONTRADICTORY', 'specifiers', specifiers, why);
}

/**
 * What each outcome of a racing market has come to, in the order of its outcomes. While the placings
 * that the market needs are not known, only bets on non-runners are decided.
 * @throws InputError when the specifiers are not the market's, or the facts contradict themselves.
 */
export function gradeRacing(
  facts: RacingFacts,
  type: RacingMarketType,
  specifiers: Specifiers,
): RacingGrades {
  const { accepts, outcomes, settle, decided } = RACING_DEFINITIONS[type];
  if (!accepts(specifiers)) {
    throw new InputError('SPECIFIER_INVALID', 'specifiers', specifiers, `must be those of ${type}`);
  }
  checkFacts(facts);
  const named = outcomes(specifiers);
  checkField(facts, specifiers, named);
  const settled = decided(facts, specifiers) ? settle(facts, specifiers) : [];
  return new Map(
    named.map((outcome, at) => [
      outcome,
      settled[at] ?? (namesNonRunner(facts, outcome) ? 'void' : 'undecided'),
    ]),
  );
}
