import fc from 'fast-check';

import type { Specifiers } from '#contracts/mod.ts';

import type { Settled } from '../../definition.ts';
import type { RacingFacts, RunnerStatus } from '../facts.ts';

/** Share of the stake that wins; NaN when it comes back. */
export function shareOf(settled: Settled | 'undecided' | undefined): number {
  if (settled === 'won') return 1;
  if (settled === 'lost') return 0;
  return typeof settled === 'object' ? settled.places / settled.tied : NaN;
}

/** All orders of some numbers, the obvious way. */
function* permutations(numbers: readonly number[]): Generator<readonly number[]> {
  if (numbers.length === 0) yield [];
  for (const number of numbers) {
    const others = numbers.filter((other) => other !== number);
    for (const rest of permutations(others)) yield [number, ...rest];
  }
}

/** Every order that is left when the judge's ties are broken in all ways. */
export function* tieBreaks(finish: RacingFacts['finish']): Generator<readonly number[]> {
  const [first, ...behind] = finish;
  if (first === undefined) yield [];
  else {
    for (const front of permutations(first)) {
      for (const rest of tieBreaks(behind)) yield [...front, ...rest];
    }
  }
}

const runnerStatus: fc.Arbitrary<RunnerStatus> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<RunnerStatus>('ran') },
  { weight: 1, arbitrary: fc.constant<RunnerStatus>('non-runner') },
  { weight: 1, arbitrary: fc.constant<RunnerStatus>('did-not-finish') },
);

/** A finished race with withdrawals, falls and dead heats; all placings are known. */
export const races = (min = 2, max = 7): fc.Arbitrary<RacingFacts> =>
  fc.array(runnerStatus, { minLength: min, maxLength: max }).chain((runners) => {
    const home = runners.flatMap((status, at) => (status === 'ran' ? [at + 1] : []));
    return fc
      .record({
        order: fc.shuffledSubarray(home, { minLength: home.length }),
        level: fc.array(fc.integer({ min: 0, max: 3 }), {
          minLength: home.length,
          maxLength: home.length,
        }),
      })
      .map(({ order, level }) => {
        const finish: number[][] = [];
        order.forEach((number, at) => {
          const tied = finish.at(-1);
          if (tied !== undefined && level[at] === 0) tied.push(number);
          else finish.push([number]);
        });
        return { runners, finish };
      });
  });

/** Specifiers that the market of a field of this size can have. */
export const raceSpecifiers = (
  runners: number,
): Readonly<Record<string, readonly Specifiers[]>> => {
  const field = { runners: String(runners) };
  const upTo = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  const places = (from: number) =>
    upTo(from, runners - 1).map((n) => ({ ...field, places: String(n) }));
  return {
    'racing-win': [field],
    'racing-place': places(2),
    'racing-not-placed': places(1),
    'racing-finish-position': upTo(2, runners).map((n) => ({ ...field, position: String(n) })),
    'racing-winner-without':
      runners < 3 ? [] : upTo(1, runners).map((n) => ({ ...field, without: String(n) })),
    'racing-match-bet': upTo(2, runners).map((b) => ({ a: '1', b: String(b) })),
    'racing-group-bet': runners < 4 ? [] : [{ group: '1-2-4' }, { group: '1-2-3-4' }],
    'racing-forecast': [field],
    'racing-reverse-forecast': [field],
    'racing-tricast': runners < 3 ? [] : [field],
    'racing-combination-tricast': runners < 3 ? [] : [field],
  };
};
