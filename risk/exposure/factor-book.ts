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

export function addByCode(onto: Float64Array, codes: Uint8Array, amounts: Float64Array): void {
  for (let cell = 0; cell < onto.length; cell += 1) {
    onto[cell] = (onto[cell] ?? 0) + (amounts[codes[cell] ?? 0] ?? 0);
  }
}

/** `bets` counts selections. */
type Change = Readonly<{ staked: number; bets: number }>;

interface Group {
  readonly part: FactorPart;
  readonly typical: Float64Array;
  readonly owed: Float64Array;
  staked: number;
  bets: number;
  /** Of `mostOwed`, until something moves. */
  most: Readonly<{ index: FootballIndex; byClass: Float64Array }> | null;
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
    for (const group of this.#groups.values()) group.most = null;
  }

  /** Moves what is owed on a selection; `staked` and `bets` are changes. */
  add(part: FactorPart, { typical, most }: Amounts, { staked, bets }: Change): void {
    const group = this.#groups.get(part.group) ?? emptyGroup(part);
    addByCode(group.typical, part.codes, typical);
    addByCode(group.owed, part.codes, most);
    group.most = null;
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
    const most: FactorMost[] = [];
    for (const group of this.#groups.values()) {
      if (group.most?.index !== index) {
        const [byClass = new Float64Array()] = inEveryClass([this.#mostOf(group, index)]);
        group.most = { index, byClass };
      }
      most.push({ group: group.part.group, byClass: group.most.byClass });
    }
    return most;
  }

  /** The same for one factor among the cells where a selection has each result; −Infinity where none has. */
  mostByCode(part: FactorPart, index: FootballIndex): readonly Float64Array[] {
    const group = this.#groups.get(part.group) ?? emptyGroup(part);
    const asked = { part, owed: group.owed };
    return inEveryClass(
      Array.from({ length: CODES }, (_, code) => this.#mostOf(asked, index, code)),
    );
  }

  #mostOf(
    { part, owed }: Pick<Group, 'part' | 'owed'>,
    index: FootballIndex,
    wanted?: number,
  ): Float64Array {
    const chances = this.chances(part);
    const fits = fittingOf(part.view);
    const goals = fits === undefined ? [] : goalClasses(index).goals;
    const most = new Float64Array(Math.max(1, goals.length)).fill(-Infinity);
    for (let cell = 0; cell < owed.length; cell += 1) {
      if (wanted !== undefined && part.codes[cell] !== wanted) continue;
      if (chances !== null && (chances[cell] ?? 0) <= 0) continue;
      const amount = owed[cell] ?? 0;
      if (fits === undefined) {
        if (amount > (most[0] ?? Infinity)) most[0] = amount;
        continue;
      }
      for (let at = 0; at < goals.length; at += 1) {
        const score = goals[at];
        if (score === undefined || amount <= (most[at] ?? Infinity)) continue;
        if (fits(cell, score)) most[at] = amount;
      }
    }
    return most;
  }
}

/** In a class that nothing fits, core and factor speak of different moments: there the factor counts in full. */
function inEveryClass(parts: readonly Float64Array[]): readonly Float64Array[] {
  const classes = parts[0]?.length ?? 0;
  for (let score = 0; score < classes; score += 1) {
    if (parts.some((byClass) => byClass[score] !== -Infinity)) continue;
    for (const byClass of parts) byClass[score] = Math.max(...byClass);
  }
  return parts;
}

const emptyGroup = (part: FactorPart): Group => ({
  part,
  typical: new Float64Array(part.codes.length),
  owed: new Float64Array(part.codes.length),
  staked: 0,
  bets: 0,
  most: null,
});
