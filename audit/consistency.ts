import type { Queryable } from '#platform/mod.ts';

import { isSigned, readCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { Keyring } from './endorsement.ts';
import { consistencyProof, verifyConsistency } from './merkle/mod.ts';
import { checkpointsFrom, subtreesIn } from './store.ts';

/** Two checkpoints and the proof that the tree of the older is the start of that of the newer (RFC 6962). */
export type Consistency = Readonly<{
  format: 'overround-consistency-1';
  from: SignedCheckpoint;
  to: SignedCheckpoint;
  /** Hashes in hexadecimal. */
  path: readonly string[];
}>;

/** Undefined when there is no such checkpoint, or when `from` is not before or at `to`. */
export async function consistencyBetween(
  db: Queryable,
  from: number,
  to: number,
): Promise<Consistency | undefined> {
  const [older] = await checkpointsFrom(db, from, 1);
  const [newer] = await checkpointsFrom(db, to, 1);
  if (older?.number !== from || newer?.number !== to || from > to) return undefined;
  const path = await consistencyProof(older.treeSize, newer.treeSize, subtreesIn(db));
  return {
    format: 'overround-consistency-1',
    from: signedOf(older),
    to: signedOf(newer),
    path: path.map((hash) => hash.toString('hex')),
  };
}

const signedOf = ({ body, keyId, signature }: SignedCheckpoint): SignedCheckpoint => ({
  body,
  keyId,
  signature,
});

/** Whether both are signed by believed keys and nothing before the older one was changed in the newer. */
export function isConsistent({ from, to, path }: Consistency, keys: Keyring): boolean {
  const [older, newer] = [readCheckpoint(from.body), readCheckpoint(to.body)];
  if (!older || !newer) return false;
  if (older.log !== newer.log) return false;
  return (
    isSigned(from, keys) &&
    isSigned(to, keys) &&
    verifyConsistency({
      from: { size: older.treeSize, root: Buffer.from(older.root, 'hex') },
      to: { size: newer.treeSize, root: Buffer.from(newer.root, 'hex') },
      path: path.map((hash) => Buffer.from(hash, 'hex')),
    })
  );
}
