import { RESULT_BY_CODE, type FootballIndex } from '#markets/mod.ts';

import { chancesOver, fittingOf, goalClasses, type FactorLaw } from './factor-spaces.ts';
import type { FactorPart } from './place.ts';

/** What bets of one selection are owed under each result code, in house minor units. */
export type Amounts = Readonly<{
  /** On average over what other fixtures decide. */
  typical: Float64Array;
  /** At most. */
  most: Float64Array;
}>;

/** `bets` counts selections. */
type Change = Readonly<{ staked: number; bets: number }>;

interface Group {
  readonly part: FactorPart;
  readonly typical: Float64Array;
  readonly most: Float64Array;
  staked: number;
  bets: number;
}

const CODES = RESULT_BY_CODE.length;

/** The most that is owed over cells that can happen, by goal class where goals and cells bind each other. */
export type FactorMost = Readonly<{
  group: string;
  /** One entry for all final scores, or one for each goal class. */
  byClass: Float64Array;
}>;

/**
 * What open bets on factors beside the core cost in every cell of each factor: corners, cards, players,
 * minutes, ties. Factors stand in a star around the core: any cell of one goes with any of the others, and
 * with the final scores that it fits. Bets on one factor exclude each other as its cells do.
 */
export class FactorBook {
  readonly #groups = new Map<string, Group>();
  #laws: ReadonlyMap<string, FactorLaw> = new Map();
  #chances = new Map<string, Float64Array | null>();

  /** The distributions of the moment, by name; what is not among them may end in any cell. */
  believe(laws: ReadonlyMap<string, FactorLaw>): void {
    this.#laws = laws;
    this.#chances = new Map();
  }

  /** Moves what is owed on a selection; `staked` and `bets` are changes. */
  add(part: FactorPart, { typical, most }: Amounts, { staked, bets }: Change): void {
    const group = this.#groups.get(part.group) ?? emptyGroup(part);
    const { codes } = part;
    for (let cell = 0; cell < codes.length; cell += 1) {
      const code = codes[cell] ?? 0;
      group.typical[cell] = (group.typical[cell] ?? 0) + (typical[code] ?? 0);
      group.most[cell] = (group.most[cell] ?? 0) + (most[code] ?? 0);
    }
    group.staked += staked;
    group.bets += bets;
    if (group.bets === 0) this.#groups.delete(part.group);
    else this.#groups.set(part.group, group);
  }

  /** What is owed on average; a factor without a distribution is expected to pay its stakes back. */
  expectedOwed(): number {
    let owed = 0;
    for (const { part, typical, staked } of this.#groups.values()) {
      const chances = this.chances(part);
      if (chances === null) owed += staked;
      else
        for (let cell = 0; cell < typical.length; cell += 1) {
          owed += (chances[cell] ?? 0) * (typical[cell] ?? 0);
        }
    }
    return owed;
  }

  /** Chances of the cells of a part's factor; null when nothing says them. */
  chances({ distribution, view }: FactorPart): Float64Array | null {
    const known = this.#chances.get(distribution);
    if (known !== undefined) return known;
    const law = this.#laws.get(distribution);
    const over = law === undefined ? null : chancesOver(view, law);
    // A distribution without any mass says nothing, least of all that nothing can happen.
    const chances = over?.some((chance) => chance > 0) === true ? over : null;
    this.#chances.set(distribution, chances);
    return chances;
  }

  /** Chance that a part pays anything, 1 when nothing says it. */
  payingChance(part: FactorPart): number {
    const chances = this.chances(part);
    if (chances === null) return 1;
    let [paying, all] = [0, 0];
    for (let cell = 0; cell < chances.length; cell += 1) {
      const chance = chances[cell] ?? 0;
      all += chance;
      if (part.codes[cell] !== 0) paying += chance;
    }
    return all > 0 ? paying / all : 1;
  }

  mostOwed(index: FootballIndex): readonly FactorMost[] {
    return [...this.#groups.values()].map(({ part, most }) => {
      const [byClass = new Float64Array()] = inEveryClass([this.#mostOf(part, most, index)]);
      return { group: part.group, byClass };
    });
  }

  /** The same for one factor among the cells where a selection has each result; −Infinity where none has. */
  mostByCode(part: FactorPart, index: FootballIndex): readonly Float64Array[] {
    const owed = this.#groups.get(part.group)?.most ?? new Float64Array(part.codes.length);
    return inEveryClass(
      Array.from({ length: CODES }, (_, code) => this.#mostOf(part, owed, index, code)),
    );
  }

  #mostOf(
    part: FactorPart,
    owed: Float64Array,
    index: FootballIndex,
    wanted?: number,
  ): Float64Array {
    const chances = this.chances(part);
    const fits = fittingOf(part.view);
    const goals = fits === undefined ? [undefined] : goalClasses(index).goals;
    const most = new Float64Array(goals.length).fill(-Infinity);
    for (let cell = 0; cell < owed.length; cell += 1) {
      if (wanted !== undefined && part.codes[cell] !== wanted) continue;
      if (chances !== null && (chances[cell] ?? 0) <= 0) continue;
      const amount = owed[cell] ?? 0;
      goals.forEach((score, at) => {
        if (amount <= (most[at] ?? Infinity)) return;
        if (score === undefined || fits?.(cell, score) === true) most[at] = amount;
      });
    }
    return most;
  }
}

/** In a class that nothing fits, core and factor speak of different moments: there the factor counts in full. */
function inEveryClass(parts: readonly Float64Array[]): readonly Float64Array[] {
  const highest = parts.map((byClass) => byClass.reduce((high, owed) => Math.max(high, owed)));
  return parts.map((byClass, at) =>
    byClass.map((owed, score) =>
      parts.every((part) => part[score] === -Infinity) ? (highest[at] ?? owed) : owed,
    ),
  );
}

const emptyGroup = (part: FactorPart): Group => ({
  part,
  typical: new Float64Array(part.codes.length),
  most: new Float64Array(part.codes.length),
  staked: 0,
  bets: 0,
});
