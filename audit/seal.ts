import { withTransaction, type Clock, type Pool, type PoolClient } from '#platform/mod.ts';

import {
  addBalances,
  readCheckpoint,
  readSums,
  signCheckpoint,
  textHash,
  type Checkpoint,
  type FullCheckpoint,
  type SealedSums,
} from './checkpoint.ts';
import type { SigningKey } from './keys.ts';
import { edgeOf, GrowingTree, leafHash, type Hash } from './merkle/mod.ts';
import { betTexts, transferTexts } from './records.ts';
import { HEIGHTS_PER_LEVEL, lastCheckpoint, subtreesIn, type StoredCheckpoint } from './store.ts';

export type SealPorts = Readonly<{ pool: Pool; clock: Clock; newId: () => string }>;

/** A checkpoint that was just committed, with the leaves that it added. */
export type Sealed = Readonly<{
  checkpoint: Checkpoint;
  leaves: readonly Hash[];
  /** Whether there may be more to seal at once. */
  more: boolean;
}>;

type Leaf = Readonly<{
  kind: 'transfer' | 'bet';
  subject: string;
  version: number;
  text: string;
}>;
type Batch = Readonly<{
  picked: readonly Picked[];
  leaves: readonly Leaf[];
  sums: readonly Sum[];
  cluster: string;
}>;
type Picked = Readonly<{ id: string; xid: string; betId: string | null; settled: boolean }>;
type Sum = Readonly<{ currency: string; purpose: string; minor: bigint; entries: bigint }>;

/** "seal" in ASCII. */
const SEAL_LOCK = '1936023916';
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Seals what was posted since, up to `limit` transfers, in one transaction: leaves, kept nodes and the signed
 * checkpoint together or not at all. Undefined when there is nothing, or while another sealer works.
 *
 * A transaction that is still open may yet show rows with lower ids, so only those below every open one are
 * taken (xid < pg_snapshot_xmin): of them there will never be more, and their order can be final.
 */
export async function sealNext(
  { pool, clock, newId }: SealPorts,
  key: SigningKey,
  limit = 10_000,
): Promise<Sealed | undefined> {
  return withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [SEAL_LOCK],
      );
      if (rows[0]?.locked !== true) return undefined;
      const last = await lastCheckpoint(client);
      const batch = await nextBatch(client, last, limit);
      if (batch.leaves.length === 0) return undefined;
      const grown = await grow(client, last, batch.leaves);
      const before = last && readCheckpoint(last.body);
      if (last && !before) throw new Error(`checkpoint ${last.number} cannot be read`);
      const sums = JSON.stringify(sumsOf(last, batch));
      const checkpoint: Checkpoint = {
        format: 'overround-checkpoint-1',
        log: before?.log ?? newId(),
        number: (before?.number ?? 0) + 1,
        treeSize: (before?.treeSize ?? 0) + batch.leaves.length,
        root: grown.root.toString('hex'),
        previousRoot: before?.root ?? null,
        previous: last ? textHash(last.body) : null,
        at: clock.now(),
        sums: textHash(sums),
      };
      const signed = { ...signCheckpoint(checkpoint, key), sums };
      const more = batch.picked.length === limit;
      await write(client, { checkpoint, signed, batch, grown, last, more });
      return { checkpoint, leaves: grown.hashes, more };
    },
    { isolation: 'repeatable read' },
  );
}

// A restored copy has the transaction ids of another cluster. There everything that has no leaf yet is taken once.
const PICK = `
  SELECT t.id, t.xid::text AS xid, t.bet_id AS "betId", t.xid < moment.low AS settled
  FROM ledger_transfer AS t, (
    SELECT pg_snapshot_xmin(pg_current_snapshot()) AS low, pg_snapshot_xmax(pg_current_snapshot()) AS high
  ) AS moment
  WHERE (t.xid, t.id) > ($1::xid8, $2::uuid)
    AND (t.xid < moment.low OR ($4 AND t.xid >= moment.high))
    AND NOT EXISTS (
      SELECT FROM seal_leaf AS l WHERE l.subject = t.id AND l.kind = 'transfer' AND l.version = 0)
  ORDER BY t.xid, t.id LIMIT $3`;

async function nextBatch(
  client: PoolClient,
  last: StoredCheckpoint | undefined,
  limit: number,
): Promise<Batch> {
  const cluster = await clusterOf(client);
  const moved = last !== undefined && last.cluster !== cluster;
  const from = last && !moved ? [last.cursorXid, last.cursorId] : ['0', NIL];
  const { rows: picked } = await client.query<Picked>(PICK, [...from, limit, moved]);
  const ids = picked.map(({ id }) => id);
  const texts = await transferTexts(client, ids);
  const transfers = ids.map((id): Leaf => ({
    kind: 'transfer',
    subject: id,
    version: 0,
    text: texts.get(id) ?? '',
  }));
  const { rows: sums } = await client.query<Sum>(
    `SELECT a.currency, a.purpose, sum(e.amount_minor)::bigint AS minor, count(*) AS entries
     FROM ledger_entry AS e JOIN ledger_account AS a ON a.id = e.account_id
     WHERE e.transfer_id = ANY ($1::uuid[]) GROUP BY a.currency, a.purpose`,
    [ids],
  );
  const bets = await unsealedBets(client, [...new Set(picked.flatMap(({ betId }) => betId ?? []))]);
  return { picked, leaves: [...transfers, ...bets], sums, cluster };
}

async function unsealedBets(client: PoolClient, ids: readonly string[]): Promise<readonly Leaf[]> {
  const texts = await betTexts(client, ids);
  const { rows } = await client.query<{ subject: string; version: number }>(
    `SELECT subject, version FROM seal_leaf WHERE subject = ANY ($1::uuid[]) AND kind = 'bet'`,
    [texts.map(({ betId }) => betId)],
  );
  const sealed = new Set(rows.map(({ subject, version }) => `${subject} ${version}`));
  return texts
    .filter(({ betId, version }) => !sealed.has(`${betId} ${version}`))
    .map(({ betId, version, text }) => ({ kind: 'bet', subject: betId, version, text }));
}

const clusterOf = async (client: Pick<PoolClient, 'query'>): Promise<string> => {
  const { rows } = await client.query<{ cluster: string }>(
    'SELECT system_identifier::text AS cluster FROM pg_control_system()',
  );
  return rows[0]?.cluster ?? '0';
};

type Node = Readonly<{ level: number; index: number; hash: Hash }>;
type Grown = Readonly<{ hashes: readonly Hash[]; nodes: readonly Node[]; root: Hash }>;

async function grow(
  client: PoolClient,
  last: StoredCheckpoint | undefined,
  leaves: readonly Leaf[],
): Promise<Grown> {
  const size = last?.treeSize ?? 0;
  const nodes: Node[] = [];
  const edge = await subtreesIn(client)(edgeOf(size));
  const tree = new GrowingTree(size, edge, ({ height, index }, hash) => {
    if (height % HEIGHTS_PER_LEVEL === 0)
      nodes.push({ level: height / HEIGHTS_PER_LEVEL, index, hash });
  });
  const hashes = leaves.map(({ text }) => leafHash(Buffer.from(text)));
  for (const hash of hashes) tree.add(hash);
  return { hashes, nodes, root: tree.root() };
}

function sumsOf(last: StoredCheckpoint | undefined, batch: Batch): SealedSums {
  const before = last && readSums(last.sums);
  if (last && !before) throw new Error(`the sums of checkpoint ${last.number} cannot be read`);
  return {
    transfers: (before?.transfers ?? 0) + batch.picked.length,
    entries: (before?.entries ?? 0) + batch.sums.reduce((sum, one) => sum + Number(one.entries), 0),
    bets: (before?.bets ?? 0) + batch.leaves.length - batch.picked.length,
    balances: addBalances(before?.balances ?? {}, batch.sums),
  };
}

type Writing = Readonly<{
  checkpoint: Checkpoint;
  signed: FullCheckpoint;
  batch: Batch;
  grown: Grown;
  last: StoredCheckpoint | undefined;
  more: boolean;
}>;

async function write(client: PoolClient, writing: Writing): Promise<void> {
  const { checkpoint, signed, batch, grown, last, more } = writing;
  const { leaves } = batch;
  const start = checkpoint.treeSize - leaves.length;
  await client.query(
    `INSERT INTO seal_leaf (position, kind, subject, version, hash, body)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::uuid[], $4::int[], $5::bytea[], $6::text[])`,
    [
      leaves.map((_, index) => start + index),
      leaves.map(({ kind }) => kind),
      leaves.map(({ subject }) => subject),
      leaves.map(({ version }) => version),
      grown.hashes,
      leaves.map(({ kind, text }) => (kind === 'bet' ? text : null)),
    ],
  );
  if (grown.nodes.length > 0)
    await client.query(
      `INSERT INTO seal_node (level, index, hash)
       SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
      [
        grown.nodes.map(({ level }) => level),
        grown.nodes.map(({ index }) => index),
        grown.nodes.map(({ hash }) => hash),
      ],
    );
  const cursor = batch.picked.findLast(({ settled }) => settled);
  await client.query(
    `INSERT INTO seal_checkpoint
       (number, tree_size, body, sums, key_id, signature, cursor_xid, cursor_id, cluster)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      checkpoint.number,
      checkpoint.treeSize,
      signed.body,
      signed.sums,
      signed.keyId,
      Buffer.from(signed.signature, 'base64'),
      cursor?.xid ?? '0',
      cursor?.id ?? NIL,
      // The other cluster's rows are done when a batch did not fill.
      more && last ? last.cluster : batch.cluster,
    ],
  );
}
