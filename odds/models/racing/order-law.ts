import { InputError } from '#contracts/mod.ts';
import { MAX_RUNNERS } from '#markets/mod.ts';

/** How many of the first runners home an order names. */
export type OrderDepth = 1 | 2 | 3;

/**
 * The law of a finishing order. Runners are indexed from 0 (number − 1); one whose win chance is 0 does
 * not run, and every chance that names it is 0.
 */
export type OrderLaw = Readonly<{
  /** Win chances; they sum to 1. */
  win: readonly number[];
  /** Chances to finish in the first `places`; they sum to the smaller of `places` and the field. */
  place: (places: number) => readonly number[];
  /** Chances of the first runners home: of (i, j, k) at index (i × n + j) × n + k. They sum to 1. */
  front: (depth: OrderDepth) => Float64Array;
  /** Chances to finish in front of all others of `group`, in its order; they sum to 1. */
  firstOf: (group: readonly number[]) => readonly number[];
  /** Win chances when these do not run after all: for them 0. */
  without: (withdrawn: readonly number[]) => readonly number[];
}>;

/** A smaller chance is a slip of the keyboard, and beyond the last digits of the integrals. */
const LEAST_WIN_CHANCE = 1e-9;
const SUM_TOLERANCE = 1e-6;

/**
 * Win chances of a field, scaled to a sum of exactly 1.
 * @throws InputError unless there are 2 to 40, each 0 or at least 1e-9, two of them positive, sum 1 ± 1e-6.
 */
export function checkedWin(win: readonly number[]): readonly number[] {
  if (win.length < 2 || win.length > MAX_RUNNERS) {
    const why = `must be 2 to ${MAX_RUNNERS} chances`;
    throw new InputError('NUMBER_INVALID', 'win', win.length, why);
  }
  win.forEach((chance, at) => {
    if (chance === 0 || (chance >= LEAST_WIN_CHANCE && chance < 1)) return;
    const why = `must be 0, or at least ${LEAST_WIN_CHANCE} and below 1`;
    throw new InputError('NUMBER_INVALID', `win[${at}]`, chance, why);
  });
  const sum = win.reduce((total, chance) => total + chance, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw new InputError('NUMBER_INVALID', 'win', sum, 'must sum to 1');
  }
  return win.map((chance) => chance / sum);
}

/** @throws InputError unless `places` is a whole number from 1 to 40. */
export function checkPlaces(places: number): void {
  if (Number.isInteger(places) && places >= 1 && places <= MAX_RUNNERS) return;
  const why = `must be a whole number from 1 to ${MAX_RUNNERS}`;
  throw new InputError('NUMBER_INVALID', 'places', places, why);
}

/**
 * Those of `group` that run.
 * @throws InputError when it names a runner twice or one outside the field, or nobody who runs.
 */
export function checkGroup(group: readonly number[], win: readonly number[]): readonly number[] {
  const known = group.every((at) => win[at] !== undefined);
  const running = group.filter((at) => (win[at] ?? 0) > 0);
  if (known && new Set(group).size === group.length && running.length > 0) return running;
  const why = 'must hold indices of the field, each once, of whom one runs';
  throw new InputError('NUMBER_INVALID', 'group', group, why);
}

/** Who is left after withdrawals. @throws InputError when fewer than two are. */
export function remainingAfter(
  withdrawn: readonly number[],
  win: readonly number[],
): readonly number[] {
  const left = win.flatMap((chance, at) => (chance > 0 && !withdrawn.includes(at) ? [at] : []));
  if (withdrawn.every((at) => win[at] !== undefined) && left.length >= 2) return left;
  const why = 'must be indices of the field and leave two runners';
  throw new InputError('STATE_CONTRADICTORY', 'withdrawn', withdrawn, why);
}
