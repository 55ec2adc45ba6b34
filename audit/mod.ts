export type { Anchor, Anchored } from './anchors/anchor.ts';
export { fileAnchor } from './anchors/file-anchor.ts';
export { natsAnchor } from './anchors/nats-anchor.ts';
export {
  betProof,
  keyDocument,
  verifyBetProof,
  type BetProof,
  type KeyDocument,
  type ProofVerdict,
} from './bet-proof.ts';
export {
  readCheckpoint,
  readSums,
  type Checkpoint,
  type FullCheckpoint,
  type SealedBalances,
  type SealedSums,
  type SignedCheckpoint,
} from './checkpoint.ts';
export { consistencyBetween, isConsistent, type Consistency } from './consistency.ts';
export { believedKeys, keyringOf, type Keyring, type PublishedKey } from './endorsement.ts';
export {
  keyDir,
  keyIdOf,
  rotateKey,
  signingKeys,
  type PublicKey,
  type SigningKey,
} from './keys.ts';
export { lastCheckpoint, publishedKeys, type StoredCheckpoint } from './store.ts';
export {
  AnchorConflictError,
  startSealer,
  type Sealer,
  type SealerOptions,
  type SealerPorts,
} from './sealer.ts';
export { FINDINGS, type Finding, type FindingCode } from './verify/finding.ts';
export { verifyCheckpoints, type CheckpointsVerdict } from './verify/verify-checkpoints.ts';
