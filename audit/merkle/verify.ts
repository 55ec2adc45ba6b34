import { EMPTY_ROOT, nodeHash, type Hash } from './hash.ts';

export type InclusionClaim = Readonly<{
  leaf: Hash;
  index: number;
  size: number;
  path: readonly Hash[];
  root: Hash;
}>;

/** RFC 9162 section 2.1.3.2. False for whatever does not fit, never an error. */
export function verifyInclusion({ leaf, index, size, path, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

export type ConsistencyClaim = Readonly<{
  from: Readonly<{ size: number; root: Hash }>;
  to: Readonly<{ size: number; root: Hash }>;
  path: readonly Hash[];
}>;

/** RFC 9162 section 2.1.4.2. False for whatever does not fit, never an error. */
export function verifyConsistency({ from, to, path }: ConsistencyClaim): boolean {
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) return false;
  if (from.size === to.size) return path.length === 0 && from.root.equals(to.root);
  // An empty tree is the start of every tree, and needs no proof.
  if (from.size === 0) return path.length === 0 && from.root.equals(EMPTY_ROOT);
  const whole = isPowerOfTwo(from.size) ? [from.root, ...path] : path;
  const [first, ...rest] = whole;
  if (first === undefined) return false;
  let [node, last] = [from.size - 1, to.size - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newer = nodeHash(newer, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && older.equals(from.root) && newer.equals(to.root);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (size: number): boolean => 2 ** Math.round(Math.log2(size)) === size;
