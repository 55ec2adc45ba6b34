import { InputError } from '#contracts/mod.ts';
import { choose } from '#markets/mod.ts';

import {
  checkedWin,
  checkGroup,
  checkPlaces,
  remainingAfter,
  type OrderDepth,
  type OrderLaw,
} from './order-law.ts';

/** Weights of the field when one place is filled; the last of the list holds for all later places. */
type Levels = readonly (readonly number[])[];

/** Exponents of second, third and fourth place, the last for all that follow. */
const MAX_EXPONENTS = 3;
const MAX_EXPONENT = 5;

/** Sets of placed runners that the exact sum may walk through: a tenth of a second. */
const MAX_SETS = 100_000;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const levelAt = (levels: Levels, step: number): readonly number[] =>
  levels[Math.min(step, levels.length - 1)] ?? [];

/** Chances to fill the next place. Added up afresh, for a difference would cancel behind a favourite. */
function nextChances(weights: readonly number[], placed: readonly number[]): readonly number[] {
  const rest = weights.map((weight, at) => (placed.includes(at) ? 0 : weight));
  const sum = sumOf(rest);
  return sum > 0 ? rest.map((weight) => weight / sum) : rest;
}

/** Runners that fill the first places, in whatever order, and the chance of it. */
type Placed = Readonly<{ members: readonly number[]; chance: number }>;

/** @throws InputError when there are too many sets of placed runners. */
function checkEffort(places: number, running: number): void {
  const largest = Math.max(...Array.from({ length: places }, (_, at) => choose(running, at)));
  if (largest <= MAX_SETS) return;
  throw new InputError('NO_SOLUTION', 'places', places, `is too many in a field of ${running}`);
}

/** Dynamic programming over sets: who comes next depends on who is in front, not on their order. */
function placeChances(levels: Levels, asked: number): readonly number[] {
  const running = levelAt(levels, 0).filter((weight) => weight > 0).length;
  const places = Math.min(asked, running);
  checkEffort(places, running);
  const chances = levelAt(levels, 0).map(() => 0);
  let sets: ReadonlyMap<number, Placed> = new Map([[0, { members: [], chance: 1 }]]);
  for (let step = 0; step < places; step += 1) {
    const grown = new Map<number, Placed>();
    for (const [key, { members, chance }] of sets) {
      nextChances(levelAt(levels, step), members).forEach((share, at) => {
        if (share === 0) return;
        chances[at] = (chances[at] ?? 0) + chance * share;
        if (step === places - 1) return;
        // A field of 40 is 40 bits, which a double holds exactly.
        const set = key + 2 ** at;
        const known = grown.get(set) ?? { members: [...members, at], chance: 0 };
        grown.set(set, { members: known.members, chance: known.chance + chance * share });
      });
    }
    sets = grown;
  }
  return chances;
}

function frontChances(levels: Levels, depth: OrderDepth): Float64Array {
  const field = levelAt(levels, 0).length;
  const chances = new Float64Array(field ** depth);
  const walk = (placed: readonly number[], chance: number, index: number): void => {
    if (placed.length === depth) {
      chances[index] = chance;
      return;
    }
    nextChances(levelAt(levels, placed.length), placed).forEach((share, at) => {
      if (share > 0) walk([...placed, at], chance * share, index * field + at);
    });
  };
  walk([], 1, 0);
  return chances;
}

/**
 * Either one of the group fills the next place, or an outsider does and the question is put again; once
 * the weights no longer change with the place, they alone decide within the group.
 */
function firstChances(levels: Levels, group: readonly number[]): readonly number[] {
  const chances = levelAt(levels, 0).map(() => 0);
  const add = (at: number, chance: number): void => {
    chances[at] = (chances[at] ?? 0) + chance;
  };
  const walk = (outsiders: readonly number[], chance: number): void => {
    const weights = levelAt(levels, outsiders.length);
    if (outsiders.length >= levels.length - 1) {
      const sum = sumOf(group.map((at) => weights[at] ?? 0));
      for (const at of group) add(at, (chance * (weights[at] ?? 0)) / sum);
      return;
    }
    nextChances(weights, outsiders).forEach((share, at) => {
      if (group.includes(at)) add(at, chance * share);
      else if (share > 0) walk([...outsiders, at], chance * share);
    });
  };
  walk([], 1);
  return chances;
}

/**
 * Places filled one after the other, the next one by p^e / Σ p^e over the runners left, with e = 1 for
 * the winner and `exponents` for second, third, …; the last one holds from there on. No exponents is
 * Harville's law (JASA 68, 1973). Exponents below 1 are the discount model of Lo & Bacon-Shone (The
 * Statistician 43, 1994), which Benter (1994) used as well: they take off the favourites' excess of
 * places. A withdrawal leaves the other chances in proportion.
 * @throws InputError for bad win chances, or other than at most three exponents above 0 and up to 5.
 */
export function sequentialLaw(chances: readonly number[], exponents: readonly number[]): OrderLaw {
  const win = checkedWin(chances);
  if (exponents.length > MAX_EXPONENTS || !exponents.every((e) => e > 0 && e <= MAX_EXPONENT)) {
    const why = `must be at most ${MAX_EXPONENTS} exponents above 0 and up to ${MAX_EXPONENT}`;
    throw new InputError('NUMBER_INVALID', 'exponents', exponents, why);
  }
  const levels = [1, ...exponents].map((exponent) => win.map((chance) => chance ** exponent));
  return {
    win,
    place: (places) => {
      checkPlaces(places);
      return placeChances(levels, places);
    },
    front: (depth) => frontChances(levels, depth),
    firstOf: (group) => {
      const first = firstChances(levels, checkGroup(group, win));
      return group.map((at) => first[at] ?? 0);
    },
    without: (withdrawn) => {
      const left = remainingAfter(withdrawn, win);
      const sum = sumOf(left.map((at) => win[at] ?? 0));
      return win.map((chance, at) => (left.includes(at) ? chance / sum : 0));
    },
  };
}
