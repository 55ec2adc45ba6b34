import { hash } from 'node:crypto';

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  consistencyProof,
  edgeOf,
  EMPTY_ROOT,
  GrowingTree,
  inclusionProof,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
  type Hash,
  type SubtreeSource,
} from './mod.ts';

/** MTH of RFC 6962 section 2.1, as it is written there: slow and obvious. */
function mth(leaves: readonly Hash[]): Hash {
  const [first] = leaves;
  if (first === undefined) return hash('sha256', '', 'buffer');
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(mth(leaves.slice(0, split)), mth(leaves.slice(split)));
}

const sourceOf =
  (leaves: readonly Hash[]): SubtreeSource =>
  (subtrees) =>
    Promise.resolve(
      subtrees.map(({ height, index }) =>
        mth(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height)),
      ),
    );

const leavesOf = (count: number): readonly Hash[] =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const hex = (hashes: readonly Hash[]): readonly string[] =>
  hashes.map((one) => one.toString('hex'));

/** Leaves, roots and paths of cpp/merkletree/merkle_tree_test.cc of github.com/google/certificate-transparency. */
describe('the published vectors', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map((data) => leafHash(Buffer.from(data, 'hex')));
  const ROOTS = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const [A, B, C, D, E] = [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  ];
  const F = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';

  test('an empty tree', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(new GrowingTree().root()).toEqual(EMPTY_ROOT);
  });

  test.each(ROOTS.map((root, index) => [index + 1, root] as const))('%d leaves', (size, root) => {
    const tree = new GrowingTree();
    for (const leaf of leaves.slice(0, size)) tree.add(leaf);
    expect(tree.root().toString('hex')).toBe(root);
  });

  test.each([
    [0, 1, []],
    [0, 8, [A, B, C]],
    [5, 8, [D, E, ROOTS[3]]],
    [2, 3, [ROOTS[1]]],
    [1, 5, [ROOTS[0], B, D]],
  ])('leaf %d of %d', async (index, size, path) => {
    const proof = await inclusionProof(index, size, sourceOf(leaves));
    expect(hex(proof)).toEqual(path);
    const root = Buffer.from(ROOTS[size - 1] ?? '', 'hex');
    const leaf = leaves[index] ?? EMPTY_ROOT;
    expect(verifyInclusion({ leaf, index, size, path: proof, root })).toBe(true);
  });

  test.each([
    [1, 1, []],
    [1, 8, [A, B, C]],
    [6, 8, [F, E, ROOTS[3]]],
    [2, 5, [B, D]],
  ])('from %d to %d leaves', async (from, to, path) => {
    const proof = await consistencyProof(from, to, sourceOf(leaves));
    expect(hex(proof)).toEqual(path);
    const rootOf = (size: number): Hash => Buffer.from(ROOTS[size - 1] ?? '', 'hex');
    const claim = { from: { size: from, root: rootOf(from) }, to: { size: to, root: rootOf(to) } };
    expect(verifyConsistency({ ...claim, path: proof })).toBe(true);
  });
});

const SIZES = fc.integer({ min: 1, max: 300 });
const pair = SIZES.chain((size) =>
  fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)),
);
const flip = (one: Hash, bit: number): Hash => {
  const copy = Buffer.from(one);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('a tree', () => {
  property.prop([SIZES, fc.integer({ min: 0, max: 300 })])(
    'that goes on from its edge has the root of the definition, and tells each complete subtree once',
    async (size, cut) => {
      const leaves = leavesOf(size);
      const start = Math.min(cut, size);
      const edge = await sourceOf(leaves)(edgeOf(start));
      const seen = new Map<string, Hash>();
      const tree = new GrowingTree(start, edge, ({ height, index }, one) => {
        expect(seen.has(`${height}/${index}`)).toBe(false);
        seen.set(`${height}/${index}`, one);
      });
      for (const leaf of leaves.slice(start)) tree.add(leaf);
      expect(tree.size).toBe(size);
      expect(tree.root()).toEqual(mth(leaves));
      for (const [name, one] of seen) {
        const [height = 0, index = 0] = name.split('/').map(Number);
        expect(one).toEqual(mth(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height)));
      }
    },
  );

  test('refuses an edge of another size', () => {
    expect(() => new GrowingTree(3, [EMPTY_ROOT])).toThrow(RangeError);
  });
});

describe('inclusion', () => {
  property.prop([pair, fc.integer({ min: 0, max: 255 }), fc.nat()])(
    'of every leaf verifies; of nothing altered',
    async ([index, size], bit, pick) => {
      const leaves = leavesOf(size);
      const path = await inclusionProof(index, size, sourceOf(leaves));
      const claim = { leaf: leaves[index] ?? EMPTY_ROOT, index, size, path, root: mth(leaves) };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leaf: flip(claim.leaf, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, root: flip(claim.root, bit) })).toBe(false);
      expect(verifyInclusion({ ...claim, path: [...path, claim.leaf] })).toBe(false);
      expect(verifyInclusion({ ...claim, index: size })).toBe(false);
      if (path.length === 0) return;
      const at = pick % path.length;
      expect(verifyInclusion({ ...claim, path: path.toSpliced(at, 1) })).toBe(false);
      const altered = path.with(at, flip(path[at] ?? EMPTY_ROOT, bit));
      expect(verifyInclusion({ ...claim, path: altered })).toBe(false);
      const other = (index + 1 + (pick % (size - 1))) % size;
      expect(verifyInclusion({ ...claim, index: other })).toBe(false);
    },
  );

  test.each([
    [-1, 3],
    [3, 3],
    [0, 0],
    [Number.NaN, 3],
  ])('leaf %d of %d cannot be asked for', (index, size) => {
    expect(() => inclusionProof(index, size, sourceOf([]))).toThrow(RangeError);
    expect(verifyInclusion({ leaf: EMPTY_ROOT, index, size, path: [], root: EMPTY_ROOT })).toBe(
      false,
    );
  });
});

describe('consistency', () => {
  property.prop([pair, fc.integer({ min: 0, max: 255 }), fc.nat()])(
    'of every earlier tree verifies; of one with another leaf never',
    async ([earlier, size], bit, pick) => {
      const leaves = leavesOf(size);
      const from = earlier + 1;
      const path = await consistencyProof(from, size, sourceOf(leaves));
      const older = { size: from, root: mth(leaves.slice(0, from)) };
      const claim = { from: older, to: { size, root: mth(leaves) }, path };
      expect(verifyConsistency(claim)).toBe(true);
      const changed = leaves.with(pick % from, flip(leaves[pick % from] ?? EMPTY_ROOT, bit));
      const fork = { size: from, root: mth(changed.slice(0, from)) };
      expect(verifyConsistency({ ...claim, from: fork })).toBe(false);
      const forged = await consistencyProof(from, size, sourceOf(changed));
      expect(
        verifyConsistency({ from: older, to: { size, root: mth(changed) }, path: forged }),
      ).toBe(false);
      expect(verifyConsistency({ ...claim, path: [...path, EMPTY_ROOT] })).toBe(false);
      if (path.length > 0)
        expect(verifyConsistency({ ...claim, path: path.slice(0, -1) })).toBe(false);
    },
  );

  test('an empty tree is the start of every tree, and no tree goes back', () => {
    const to = { size: 2, root: mth(leavesOf(2)) };
    const empty = { size: 0, root: EMPTY_ROOT };
    expect(verifyConsistency({ from: empty, to, path: [] })).toBe(true);
    expect(verifyConsistency({ from: to, to: empty, path: [] })).toBe(false);
    expect(() => consistencyProof(0, 2, sourceOf([]))).toThrow(RangeError);
    expect(() => consistencyProof(3, 2, sourceOf([]))).toThrow(RangeError);
  });
});
