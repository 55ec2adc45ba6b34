import { InputError, outcomeId, type OutcomeId, type Specifiers } from '#contracts/mod.ts';

import { parseCount } from '../definition.ts';
import { MAX_RUNNERS } from './facts.ts';

/** Keeps what was built for each field size: a tricast of 40 runners has 59,280 outcomes. */
function perSize<Built>(build: (runners: number) => Built): (runners: number) => Built {
  const built = new Map<number, Built>();
  return (runners) => {
    const known = built.get(runners) ?? build(runners);
    built.set(runners, known);
    return known;
  };
}

/** Runner numbers named by one outcome. */
export type Pick = readonly number[];
export type Picks = Readonly<{ picks: readonly Pick[]; outcomes: readonly OutcomeId[] }>;

/** Outcomes are named by their numbers: `3`, `3-7`, `3-7-1`. */
export const picksNamed = (picks: readonly Pick[]): Picks => ({
  picks,
  outcomes: picks.map((pick) => outcomeId(pick.join('-'))),
});

function extend(picks: readonly Pick[], runners: number, ascending: boolean): readonly Pick[] {
  return picks.flatMap((pick) => {
    const from = ascending ? (pick.at(-1) ?? 0) + 1 : 1;
    return Array.from({ length: runners - from + 1 }, (_, at) => from + at)
      .filter((number) => !pick.includes(number))
      .map((number) => [...pick, number]);
  });
}

function picksOfDepth(depth: number, ascending: boolean): (runners: number) => Picks {
  return perSize((runners) => {
    let picks: readonly Pick[] = [[]];
    for (let step = 0; step < depth; step += 1) picks = extend(picks, runners, ascending);
    return picksNamed(picks);
  });
}

/** One runner of the field. */
export const singles = picksOfDepth(1, true);
/** The first two or three in order, sorted by the first number, then the second. */
export const orders = { 2: picksOfDepth(2, false), 3: picksOfDepth(3, false) } as const;
/** Two or three runners in any order, named in ascending order. */
export const sets = { 2: picksOfDepth(2, true), 3: picksOfDepth(3, true) } as const;

/** A number in its canonical spelling from `least` to `most`; undefined otherwise. */
export function numberIn(
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  const number = parseCount(text, most);
  return number === undefined || number < least ? undefined : number;
}

/** The declared field of `runners=12`. */
export const fieldSize = ({ runners }: Specifiers): number | undefined =>
  numberIn(runners, 2, MAX_RUNNERS);

/** `group=2-5-9`: at least `least` numbers, ascending. */
export function parseGroup(text: string | undefined, least: number): Pick | undefined {
  const numbers = (text ?? '').split('-').map((part) => numberIn(part, 1, MAX_RUNNERS) ?? 0);
  const ascending = numbers.every((number, at) => number > (numbers[at - 1] ?? 0));
  return ascending && numbers.length >= least ? numbers : undefined;
}

/** @throws InputError when the specifier is missing or out of range. */
export function needed<Value>(
  value: Value | undefined,
  name: string,
  specifiers: Specifiers,
): Value {
  if (value !== undefined) return value;
  throw new InputError(
    'SPECIFIER_INVALID',
    `specifiers.${name}`,
    specifiers[name],
    'must be given, in range and in its canonical spelling',
  );
}
