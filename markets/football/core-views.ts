import type { Side } from '#contracts/mod.ts';

import { leader } from '../definition.ts';
import {
  LARGEST_CLASS,
  NEXT_AWAY,
  NEXT_HOME,
  NEXT_NONE,
  type FootballIndex,
} from '../spaces/football-index.ts';
import type { CoreView, FootballFacts, Leader } from './facts.ts';

/** Goals of one cell and the next team to score in it. */
type Cell = Readonly<{ h1: number; a1: number; h2: number; a2: number; next: number }>;

type View<Facts> = Readonly<{
  /** Cells of equal keys have equal facts. */
  keyOf: (cell: Cell) => number;
  /** `scorers` are the teams that have scored so far, in playing order. */
  factsOf: (cell: Cell, scorers: readonly Side[]) => Facts;
}>;

const WIDE = 2 * LARGEST_CLASS + 1;
const SIDE_BY_NEXT = { [NEXT_NONE]: 'none', [NEXT_HOME]: 'home', [NEXT_AWAY]: 'away' } as const;
const RANK: Readonly<Record<Leader, number>> = { home: 0, draw: 1, away: 2 };

const firstHalf = ({ h1, a1 }: Cell) => ({ home: h1, away: a1 });
const secondHalf = ({ h2, a2 }: Cell) => ({ home: h2, away: a2 });
const fullTime = ({ h1, a1, h2, a2 }: Cell) => ({ home: h1 + h2, away: a1 + a2 });
const halfResults = (cell: Cell) => ({
  first: leader(firstHalf(cell)),
  second: leader(secondHalf(cell)),
  fullTime: leader(fullTime(cell)),
});
const total = ({ h1, a1, h2, a2 }: Cell): number => h1 + a1 + h2 + a2;

const VIEWS: Readonly<{ [Name in CoreView]: View<FootballFacts[Name]> }> = {
  'full-time': {
    keyOf: ({ h1, a1, h2, a2 }) => (h1 + h2) * WIDE + a1 + a2,
    factsOf: fullTime,
  },
  'first-half': { keyOf: ({ h1, a1 }) => h1 * WIDE + a1, factsOf: firstHalf },
  'second-half': { keyOf: ({ h2, a2 }) => h2 * WIDE + a2, factsOf: secondHalf },
  'half-results': {
    keyOf: (cell) => {
      const { first, second, fullTime: end } = halfResults(cell);
      return (RANK[first] * 3 + RANK[second]) * 3 + RANK[end];
    },
    factsOf: halfResults,
  },
  'half-totals': {
    keyOf: ({ h1, a1, h2, a2 }) => (h1 + a1) * WIDE + h2 + a2,
    factsOf: ({ h1, a1, h2, a2 }) => ({ first: h1 + a1, second: h2 + a2 }),
  },
  'home-halves': {
    keyOf: ({ h1, h2 }) => h1 * WIDE + h2,
    factsOf: ({ h1, h2 }) => ({ first: h1, second: h2 }),
  },
  'away-halves': {
    keyOf: ({ a1, a2 }) => a1 * WIDE + a2,
    factsOf: ({ a1, a2 }) => ({ first: a1, second: a2 }),
  },
  'next-goal': {
    keyOf: (cell) => total(cell) * 3 + cell.next,
    factsOf: (cell, scorers) => ({
      sideOf: (n) => {
        const known = scorers[n - 1];
        if (known !== undefined) return known;
        if (total(cell) < n) return 'none';
        if (n > scorers.length + 1) return 'unknown';
        return cell.next === NEXT_AWAY ? 'away' : SIDE_BY_NEXT[NEXT_HOME];
      },
    }),
  },
};

/** How the cells of an index fall into the cells of a view. */
export type Fold = Readonly<{
  size: number;
  /** Cell of the view by cell of the index. */
  ofCell: Uint16Array;
  /** One cell of the index for each cell of the view. */
  samples: Int32Array;
}>;

const cellAt = (index: FootballIndex, at: number): Cell => ({
  h1: index.h1[at] ?? 0,
  a1: index.a1[at] ?? 0,
  h2: index.h2[at] ?? 0,
  a2: index.a2[at] ?? 0,
  next: index.next[at] ?? NEXT_NONE,
});

function buildFold(index: FootballIndex, name: CoreView): Fold {
  const { keyOf } = VIEWS[name];
  const known = new Map<number, number>();
  const samples: number[] = [];
  const ofCell = new Uint16Array(index.size);
  for (let cell = 0; cell < index.size; cell += 1) {
    const key = keyOf(cellAt(index, cell));
    let at = known.get(key);
    if (at === undefined) {
      at = samples.length;
      known.set(key, at);
      samples.push(cell);
    }
    ofCell[cell] = at;
  }
  return { size: samples.length, ofCell, samples: Int32Array.from(samples) };
}

const folds = new WeakMap<FootballIndex, Map<CoreView, Fold>>();

/** The fold of an index into a view; built once per index. */
export function foldOf(index: FootballIndex, name: CoreView): Fold {
  const ofIndex = folds.get(index) ?? new Map<CoreView, Fold>();
  folds.set(index, ofIndex);
  const fold = ofIndex.get(name) ?? buildFold(index, name);
  ofIndex.set(name, fold);
  return fold;
}

/** Sums a scenario vector over the cells of a view; `cells` are those of the index that hold any mass. */
export function foldVector(
  { size, ofCell }: Fold,
  vector: Float64Array,
  cells: readonly number[],
): Float64Array {
  const folded = new Float64Array(size);
  for (const cell of cells) {
    const at = ofCell[cell] ?? 0;
    folded[at] = (folded[at] ?? 0) + (vector[cell] ?? 0);
  }
  return folded;
}

/** Facts of a cell of the view, seen from a match in which `scorers` have scored so far. */
export function factsAt<Name extends CoreView>(
  index: FootballIndex,
  name: Name,
  at: number,
  scorers: readonly Side[],
): FootballFacts[Name] {
  const sample = foldOf(index, name).samples[at] ?? 0;
  const view: View<FootballFacts[Name]> = VIEWS[name];
  return view.factsOf(cellAt(index, sample), scorers);
}
