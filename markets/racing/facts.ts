import { InputError } from '#contracts/mod.ts';

export const RUNNER_STATUSES = ['ran', 'non-runner', 'did-not-finish'] as const;
export type RunnerStatus = (typeof RUNNER_STATUSES)[number];

/**
 * A race as far as its markets look at it. `runners` are the declared ones: the status of number k
 * stands at index k − 1. `finish` holds numbers in finishing order, tied ones together. It may stop
 * after the placings that are known: who ran and is not in it came in behind all who are.
 */
export type RacingFacts = Readonly<{
  runners: readonly RunnerStatus[];
  finish: readonly (readonly number[])[];
}>;

/** The largest field that is priced and settled. */
export const MAX_RUNNERS = 40;

/** Runners that came under starter's orders: place terms and walkovers are counted on them. */
export const starterCount = ({ runners }: RacingFacts): number =>
  runners.filter((status) => status !== 'non-runner').length;

/** Whether enough started, and anybody came home: otherwise no question about the order was put. */
export const isRace = (facts: RacingFacts, leastStarters: number): boolean =>
  starterCount(facts) >= leastStarters && (facts.finish.length > 0 || !isComplete(facts));

export const didRun = ({ runners }: RacingFacts, number: number): boolean => {
  const status = runners[number - 1];
  return status !== undefined && status !== 'non-runner';
};

/** How many runners have a known placing. */
export const placedCount = ({ finish }: RacingFacts): number =>
  finish.reduce((sum, tied) => sum + tied.length, 0);

/** Whether every runner that finished is in the finishing order. */
export const isComplete = (facts: RacingFacts): boolean =>
  placedCount(facts) === facts.runners.filter((status) => status === 'ran').length;

/** The finishing order of some runners alone, as if the others had not been there. */
export const finishAmong = (
  { finish }: RacingFacts,
  isMember: (number: number) => boolean,
): RacingFacts['finish'] =>
  finish.map((tied) => tied.filter(isMember)).filter((tied) => tied.length > 0);

const contradiction = (field: string, value: unknown, why: string): InputError =>
  new InputError('STATE_CONTRADICTORY', field, value, why);

/** @throws InputError when the field is too small or too large, or the order contradicts the statuses. */
export function checkFacts({ runners, finish }: RacingFacts): void {
  if (runners.length < 2 || runners.length > MAX_RUNNERS) {
    throw contradiction('runners', runners.length, `must be 2 to ${MAX_RUNNERS} declared runners`);
  }
  const seen = new Set<number>();
  for (const tied of finish) {
    if (tied.length === 0) throw contradiction('finish', finish, 'must have no empty placing');
    for (const number of tied) {
      if (runners[number - 1] !== 'ran') {
        throw contradiction('finish', number, 'must hold only declared runners that finished');
      }
      if (seen.has(number)) throw contradiction('finish', number, 'must hold each runner once');
      seen.add(number);
    }
  }
}
