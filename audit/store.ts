import type { Queryable } from '#platform/mod.ts';

import type { PublishedKey } from './endorsement.ts';
import type { FullCheckpoint } from './checkpoint.ts';
import { EMPTY_ROOT, nodeHash, type Hash, type Subtree, type SubtreeSource } from './merkle/mod.ts';

/** Roots are kept of the complete subtrees of 256, 65,536, … leaves. */
export const HEIGHTS_PER_LEVEL = 8;

export type StoredCheckpoint = FullCheckpoint &
  Readonly<{
    number: number;
    treeSize: number;
    cursorXid: string;
    cursorId: string;
    cluster: string;
  }>;

const CHECKPOINT = `
  SELECT number::float8 AS number, tree_size::float8 AS "treeSize", body, sums, key_id AS "keyId",
         translate(encode(signature, 'base64'), E'\\n', '') AS signature,
         cursor_xid::text AS "cursorXid", cursor_id AS "cursorId", cluster::text AS cluster
  FROM seal_checkpoint`;

export async function lastCheckpoint(db: Queryable): Promise<StoredCheckpoint | undefined> {
  const { rows } = await db.query<StoredCheckpoint>(`${CHECKPOINT} ORDER BY number DESC LIMIT 1`);
  return rows[0];
}

/** The checkpoints with those numbers, `limit` from `from` on. */
export async function checkpointsFrom(
  db: Queryable,
  from: number,
  limit: number,
): Promise<readonly StoredCheckpoint[]> {
  const { rows } = await db.query<StoredCheckpoint>(
    `${CHECKPOINT} WHERE number >= $1 ORDER BY number LIMIT $2`,
    [from, limit],
  );
  return rows;
}

/** The hashes of the leaves from `start` to before `end`, those that are there. */
export async function leafHashes(
  db: Queryable,
  start: number,
  end: number,
): Promise<readonly Hash[]> {
  const { rows } = await db.query<{ hash: Hash }>(
    'SELECT hash FROM seal_leaf WHERE position >= $1 AND position < $2 ORDER BY position',
    [start, end],
  );
  return rows.map((row) => row.hash);
}

/** Roots of complete subtrees out of the kept ones: at most 128 rows are read for one. */
export const subtreesIn =
  (db: Queryable): SubtreeSource =>
  async (subtrees) => {
    const hashes: Hash[] = [];
    for (const subtree of subtrees) hashes.push(await subtreeRoot(db, subtree));
    return hashes;
  };

async function subtreeRoot(db: Queryable, { height, index }: Subtree): Promise<Hash> {
  const level = Math.floor(height / HEIGHTS_PER_LEVEL);
  const count = 2 ** (height % HEIGHTS_PER_LEVEL);
  const start = index * count;
  const { rows } =
    level === 0
      ? { rows: (await leafHashes(db, start, start + count)).map((hash) => ({ hash })) }
      : await db.query<{ hash: Hash }>(
          'SELECT hash FROM seal_node WHERE level = $1 AND index >= $2 AND index < $3 ORDER BY index',
          [level, start, start + count],
        );
  if (rows.length !== count) throw new Error(`the tree lacks leaves of subtree ${height}/${index}`);
  let hashes: readonly Hash[] = rows.map(({ hash }) => hash);
  while (hashes.length > 1)
    hashes = hashes.flatMap((left, at) => {
      const right = hashes[at + 1];
      return at % 2 === 0 && right ? [nodeHash(left, right)] : [];
    });
  return hashes[0] ?? EMPTY_ROOT;
}

export async function publishedKeys(db: Queryable): Promise<readonly PublishedKey[]> {
  const { rows } = await db.query<PublishedKey>(
    `SELECT key_id AS "keyId", public_key AS "publicKey", endorsement, endorsed_by AS "endorsedBy", signature
     FROM seal_key ORDER BY created_at, key_id`,
  );
  return rows;
}

export async function publishKey(db: Queryable, key: PublishedKey): Promise<void> {
  await db.query(
    `INSERT INTO seal_key (key_id, public_key, endorsement, endorsed_by, signature)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key_id) DO NOTHING`,
    [key.keyId, key.publicKey, key.endorsement, key.endorsedBy, key.signature],
  );
}
