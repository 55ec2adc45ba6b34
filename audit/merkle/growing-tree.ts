import { EMPTY_ROOT, nodeHash, type Hash } from './hash.ts';

/** A complete subtree: the leaves from `index * 2^height` on, `2^height` of them. */
export type Subtree = Readonly<{ height: number; index: number }>;

/**
 * The right edge of a tree that only grows: the roots of its complete subtrees from the largest to the
 * smallest, one for each bit of the size. Adding a leaf and asking for the root cost O(log n).
 */
export class GrowingTree {
  #size: number;
  readonly #edge: Hash[];
  readonly #onComplete: ((subtree: Subtree, hash: Hash) => void) | undefined;

  /** `edge` as `edgeOf(size)` lists it; empty for a tree without leaves. */
  constructor(
    size = 0,
    edge: readonly Hash[] = [],
    onComplete?: (subtree: Subtree, hash: Hash) => void,
  ) {
    if (edgeOf(size).length !== edge.length) throw new RangeError(`no edge of ${size} leaves`);
    this.#size = size;
    this.#edge = [...edge];
    this.#onComplete = onComplete;
  }

  get size(): number {
    return this.#size;
  }

  add(leaf: Hash): void {
    let merged = leaf;
    let index = this.#size;
    this.#size += 1;
    for (let height = 1; index % 2 === 1; height += 1) {
      merged = nodeHash(this.#edge.pop() ?? merged, merged);
      index = (index - 1) / 2;
      this.#onComplete?.({ height, index }, merged);
    }
    this.#edge.push(merged);
  }

  root(): Hash {
    const last = this.#edge.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.#edge.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}

/** The complete subtrees that make up the first `size` leaves, from the largest to the smallest. */
export const edgeOf = (size: number): readonly Subtree[] => subtreesOf(0, size);

/**
 * The largest complete subtrees that make up the leaves from `start` to before `end`, from left to right.
 * `start` is a multiple of the largest power of two below the length, as every range of RFC 6962 is.
 */
export function subtreesOf(start: number, end: number): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = start; at < end;) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= end) height += 1;
    subtrees.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return subtrees;
}
