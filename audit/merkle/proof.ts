import { nodeHash, type Hash } from './hash.ts';
import { subtreesOf, type Subtree } from './growing-tree.ts';

/** Leaves from `start` to before `end`. */
type Range = readonly [start: number, end: number];

/** Where a prover gets the roots of complete subtrees from. */
export type SubtreeSource = (subtrees: readonly Subtree[]) => Promise<readonly Hash[]>;

/** PATH(m, D[n]) of RFC 6962 section 2.1.1: that leaf `index` is in the tree of `size` leaves. */
export const inclusionProof = (
  index: number,
  size: number,
  source: SubtreeSource,
): Promise<readonly Hash[]> => {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} of ${size}`);
  return hashesOf(inclusionRanges(index, size), source);
};

/** PROOF(m, D[n]) of RFC 6962 section 2.1.2: that the tree of `from` leaves is the start of that of `to`. */
export const consistencyProof = (
  from: number,
  to: number,
  source: SubtreeSource,
): Promise<readonly Hash[]> => {
  if (!(from > 0 && from <= to)) throw new RangeError(`from ${from} to ${to} leaves`);
  return hashesOf(consistencyRanges(from, to), source);
};

/** The largest power of two below `length`, which is at least 2. */
const splitOf = (length: number): number => {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
};

function inclusionRanges(index: number, size: number): readonly Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    const isLeft = index < middle;
    ranges.push(isLeft ? [middle, end] : [start, middle]);
    [start, end] = isLeft ? [start, middle] : [middle, end];
  }
  return ranges.reverse();
}

function consistencyRanges(from: number, to: number): readonly Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, to];
  while (from !== end) {
    const middle = start + splitOf(end - start);
    const isLeft = from <= middle;
    ranges.push(isLeft ? [middle, end] : [start, middle]);
    [start, end] = isLeft ? [start, middle] : [middle, end];
  }
  // A verifier that knows the older root knows this part when it is the whole of it.
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}

async function hashesOf(ranges: readonly Range[], source: SubtreeSource): Promise<readonly Hash[]> {
  const parts = ranges.map(([start, end]) => subtreesOf(start, end));
  const hashes = await source(parts.flat());
  let at = 0;
  return parts.map(({ length }) => {
    const own = hashes.slice(at, (at += length));
    return own.reduceRight((right, left) => nodeHash(left, right));
  });
}
