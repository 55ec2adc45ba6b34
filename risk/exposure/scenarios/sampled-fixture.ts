import type { FixtureId } from '#contracts/mod.ts';
import {
  codeOf,
  oncePer,
  RESULT_BY_CODE,
  type FootballIndex,
  type PayoffContext,
} from '#markets/mod.ts';

import { chancesOver, type FactorLaw } from '../factor-spaces.ts';
import { placeOf, type Backed, type FactorPart, type Place } from '../place.ts';
import { drawCells, streamOf, uniformAt } from './uniforms.ts';

/** What is believed of a fixture now, and the groups that its bets count in. */
export type FixtureBelief = Readonly<{
  index: FootballIndex;
  context: PayoffContext;
  /** Chances over the cells of the index. */
  core: Float64Array;
  /** Distributions of the factors beside the core, by name. */
  factors: ReadonlyMap<string, FactorLaw>;
  competition: string;
  /** Of kick-off, UTC, `2026-06-01`. */
  day: string;
}>;

/** How a selection ends in every scenario. */
export type Sample = Readonly<{
  /** One bit a scenario, set unless it is lost. */
  alive: Uint32Array;
  /** Result codes by scenario, where it is alive; null for a selection that is only ever won or lost. */
  codes: Uint8Array | null;
}>;

export type SampleSize = Readonly<{ seed: number; scenarios: number }>;

const WON = codeOf('won');
const LOST = codeOf('lost');
const CODES = RESULT_BY_CODE.length;
const CORE = 'core';

const isShaded = oncePer((column: Uint8Array): boolean =>
  column.some((code) => code !== WON && code !== LOST),
);

/** 1 where a cell is not lost. */
const survives = oncePer((column: Uint8Array): Uint8Array =>
  column.map((code) => Number(code !== LOST)),
);

/** Looks a column of result codes up in the cells that were drawn. No branch depends on what is found. */
function sampleOf(column: Uint8Array, cells: Uint16Array): Sample {
  const survivors = survives(column);
  const alive = new Uint32Array(cells.length / 32);
  for (let word = 0, from = 0; word < alive.length; word += 1, from += 32) {
    let bits = 0;
    for (let at = 0; at < 32; at += 1) {
      bits |= (survivors[cells[from + at] ?? 0] ?? 0) << at;
    }
    alive[word] = bits;
  }
  if (!isShaded(column)) return { alive, codes: null };
  const codes = new Uint8Array(cells.length);
  for (let at = 0; at < codes.length; at += 1) codes[at] = column[cells[at] ?? 0] ?? LOST;
  return { alive, codes };
}

/** Both must pay; the codes are those of the first, which are looked at only where it is alive. */
function both({ alive, codes }: Sample, other: Sample): Sample {
  return { alive: alive.map((word, at) => word & (other.alive[at] ?? 0)), codes };
}

/**
 * One fixture in the common scenarios: the core and every factor are drawn by streams of their own, so
 * that a move of one leaves the scenarios of the others, and of other fixtures, as they were.
 */
export class SampledFixture {
  readonly #id: FixtureId;
  readonly #size: SampleSize;
  readonly belief: FixtureBelief | null;
  readonly #draws = new Map<string, Uint16Array | null>();
  readonly #chances = new Map<string, Float64Array | null>();

  constructor(id: FixtureId, size: SampleSize, belief: FixtureBelief | null) {
    this.#id = id;
    this.#size = size;
    this.belief = belief;
  }

  placeOf(backed: Backed): Place {
    return this.belief === null ? { on: 'nowhere' } : placeOf(this.belief, backed);
  }

  /** Whether chances say how a selection ends, and not only its own odds. */
  describes(place: Place): boolean {
    if (place.on === 'factor') return this.#chancesOf(place) !== null;
    return place.on !== 'nowhere';
  }

  /** `odds` are decimal: a selection that nothing describes wins with the chance that they say. */
  sample(key: string, place: Place, odds: number): Sample {
    switch (place.on) {
      case 'core':
        return sampleOf(place.codes, this.#drawnCore());
      case 'mixed':
        return place.factors.reduce(
          (sample, part) => {
            const cells = this.#drawn(part);
            return cells === null ? sample : both(sample, sampleOf(part.codes, cells));
          },
          sampleOf(place.codes, this.#drawnCore()),
        );
      case 'factor': {
        const cells = this.#drawn(place);
        return cells === null ? this.#drawnByOdds(key, odds) : sampleOf(place.codes, cells);
      }
      case 'nowhere':
        return this.#drawnByOdds(key, odds);
    }
  }

  /** Chances of the result codes now; they sum to 1. */
  chancesOf(place: Place, odds: number): Float64Array {
    switch (place.on) {
      case 'core':
        return massByCode(place.codes, this.belief?.core ?? new Float64Array());
      case 'mixed': {
        const mass = massByCode(place.codes, this.belief?.core ?? new Float64Array());
        const kept = this.factorChance(place);
        const chances = mass.map((chance) => kept * chance);
        chances[LOST] = 1 - kept * (1 - (mass[LOST] ?? 0));
        return chances;
      }
      case 'factor': {
        const law = this.#chancesOf(place);
        return law === null ? byOdds(odds) : massByCode(place.codes, law);
      }
      case 'nowhere':
        return byOdds(odds);
    }
  }

  /** The chance that the parts of a bet builder beside the core all win; 1 without any. */
  factorChance(place: Place): number {
    if (place.on !== 'mixed') return 1;
    let chance = 1;
    for (const part of place.factors) {
      const law = this.#chancesOf(part);
      if (law !== null) chance *= 1 - (massByCode(part.codes, law)[LOST] ?? 0);
    }
    return chance;
  }

  #drawnByOdds(key: string, odds: number): Sample {
    const stream = streamOf(this.#size.seed, `${this.#id} ${key}`);
    const alive = new Uint32Array(this.#size.scenarios / 32);
    for (let at = 0; at < this.#size.scenarios; at += 1) {
      if (uniformAt(stream, at) * odds < 1) {
        alive[at >>> 5] = (alive[at >>> 5] ?? 0) | (1 << (at & 31));
      }
    }
    return { alive, codes: null };
  }

  #drawnCore(): Uint16Array {
    const known = this.#draws.get(CORE);
    if (known != null) return known;
    const stream = streamOf(this.#size.seed, `${this.#id} ${CORE}`);
    const chances = this.belief?.core ?? Float64Array.of(1);
    const cells = drawCells(chances, stream, this.#size.scenarios);
    this.#draws.set(CORE, cells);
    return cells;
  }

  #drawn(part: FactorPart): Uint16Array | null {
    const known = this.#draws.get(part.group);
    if (known !== undefined) return known;
    const chances = this.#chancesOf(part);
    const stream = streamOf(this.#size.seed, `${this.#id} ${part.group}`);
    const cells = chances === null ? null : drawCells(chances, stream, this.#size.scenarios);
    this.#draws.set(part.group, cells);
    return cells;
  }

  #chancesOf({ distribution, view }: FactorPart): Float64Array | null {
    const known = this.#chances.get(distribution);
    if (known !== undefined) return known;
    const law = this.belief?.factors.get(distribution);
    const over = law === undefined ? null : chancesOver(view, law);
    const chances = over?.some((chance) => chance > 0) === true ? over : null;
    this.#chances.set(distribution, chances);
    return chances;
  }
}

/** The share of the weights that falls on each result code. */
function massByCode(codes: Uint8Array, weights: Float64Array): Float64Array {
  const mass = new Float64Array(CODES);
  let total = 0;
  for (let cell = 0; cell < weights.length; cell += 1) {
    const code = codes[cell] ?? LOST;
    const weight = weights[cell] ?? 0;
    mass[code] = (mass[code] ?? 0) + weight;
    total += weight;
  }
  return mass.map((weight) => weight / total);
}

function byOdds(odds: number): Float64Array {
  const chances = new Float64Array(CODES);
  chances[WON] = 1 / odds;
  chances[LOST] = 1 - 1 / odds;
  return chances;
}
