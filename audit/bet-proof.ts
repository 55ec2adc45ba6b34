import type { Queryable } from '#platform/mod.ts';

import { isSigned, readCheckpoint, type Checkpoint, type SignedCheckpoint } from './checkpoint.ts';
import { believedKeys, type Keyring, type PublishedKey } from './endorsement.ts';
import { inclusionProof, leafHash, verifyInclusion } from './merkle/mod.ts';
import { lastCheckpoint, publishedKeys, subtreesIn } from './store.ts';

/** A published key in JSON; binary fields in base64. */
export type KeyDocument = Readonly<{
  keyId: string;
  publicKey: string;
  endorsement: string | null;
  endorsedBy: string | null;
  signature: string | null;
}>;

/** All that is needed to check, without us, how a bet was settled. */
export type BetProof = Readonly<{
  format: 'overround-bet-proof-1';
  /** The sealed text of the bet, to the letter. */
  record: string;
  leafIndex: number;
  /** Hashes in hexadecimal from the leaf's sibling up. */
  path: readonly string[];
  checkpoint: SignedCheckpoint;
  /** Keys that the checkpoint's may follow from. */
  keys: readonly KeyDocument[];
}>;

export const keyDocument = (key: PublishedKey): KeyDocument => ({
  ...key,
  publicKey: key.publicKey.toString('base64'),
  signature: key.signature?.toString('base64') ?? null,
});

const publishedOf = (key: KeyDocument): PublishedKey => ({
  ...key,
  publicKey: Buffer.from(key.publicKey, 'base64'),
  signature: key.signature === null ? null : Buffer.from(key.signature, 'base64'),
});

/** The proof of the newest sealed settlement of a bet; undefined when there is none yet. */
export async function betProof(db: Queryable, betId: string): Promise<BetProof | undefined> {
  const { rows } = await db.query<{ position: number; body: string }>(
    `SELECT position::float8 AS position, body FROM seal_leaf
     WHERE subject = $1 AND kind = 'bet' ORDER BY version DESC LIMIT 1`,
    [betId],
  );
  const [leaf] = rows;
  const last = await lastCheckpoint(db);
  if (!leaf || !last || leaf.position >= last.treeSize) return undefined;
  const path = await inclusionProof(leaf.position, last.treeSize, subtreesIn(db));
  const { body, keyId, signature } = last;
  return {
    format: 'overround-bet-proof-1',
    record: leaf.body,
    leafIndex: leaf.position,
    path: path.map((hash) => hash.toString('hex')),
    checkpoint: { body, keyId, signature },
    keys: (await publishedKeys(db)).map(keyDocument),
  };
}

export type ProofVerdict =
  | Readonly<{ ok: true; record: Readonly<Record<string, unknown>>; checkpoint: Checkpoint }>
  | Readonly<{ ok: false; problem: string }>;

const wrong = (problem: string): ProofVerdict => ({ ok: false, problem });

/** Checks a proof with nothing but keys that the reader believes. Whatever is wrong is said, never thrown. */
export function verifyBetProof(value: unknown, believed: Keyring): ProofVerdict {
  const proof = readProof(value);
  if (!proof) return wrong('this is not a proof of a bet (overround-bet-proof-1)');
  const checkpoint = readCheckpoint(proof.checkpoint.body);
  if (!checkpoint) return wrong('the checkpoint cannot be read');
  const keys = believedKeys(proof.keys.map(publishedOf), believed);
  if (!keys.has(proof.checkpoint.keyId))
    return wrong(`key ${proof.checkpoint.keyId} is not believed, nor named by one that is`);
  if (!isSigned(proof.checkpoint, keys))
    return wrong('the signature of the checkpoint is not right');
  const isIn = verifyInclusion({
    leaf: leafHash(Buffer.from(proof.record)),
    index: proof.leafIndex,
    size: checkpoint.treeSize,
    path: proof.path.map((hash) => Buffer.from(hash, 'hex')),
    root: Buffer.from(checkpoint.root, 'hex'),
  });
  if (!isIn) return wrong('the record is not in the tree of the checkpoint');
  return { ok: true, record: JSON.parse(proof.record) as Record<string, unknown>, checkpoint };
}

const HASH = /^[0-9a-f]{64}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isKey = (key: unknown): boolean =>
  isObject(key) &&
  [key['keyId'], key['publicKey']].every(isText) &&
  [key['endorsement'], key['endorsedBy'], key['signature']].every(
    (field) => field === null || isText(field),
  );

function readProof(value: unknown): BetProof | undefined {
  if (!isObject(value)) return undefined;
  const { format, record, leafIndex, path, checkpoint, keys } = value;
  const fits =
    format === 'overround-bet-proof-1' &&
    isText(record) &&
    Number.isSafeInteger(leafIndex) &&
    Array.isArray(path) &&
    path.every((hash) => isText(hash) && HASH.test(hash)) &&
    isObject(checkpoint) &&
    [checkpoint['body'], checkpoint['keyId'], checkpoint['signature']].every(isText) &&
    Array.isArray(keys) &&
    keys.every(isKey);
  // Every field was looked at above.
  return fits ? (value as BetProof) : undefined;
}
