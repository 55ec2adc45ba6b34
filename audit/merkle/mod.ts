export * from './hash.ts';
export * from './growing-tree.ts';
export * from './proof.ts';
export * from './verify.ts';
