import type { Queryable } from '#platform/mod.ts';

import type { Checkpoint } from '../checkpoint.ts';
import { GrowingTree, leafHash, type Hash } from '../merkle/mod.ts';
import { betTexts, readsAs, transferTexts } from '../records.ts';
import type { AnchoredChain } from './chain.ts';
import type { Finding, Findings } from './finding.ts';

type LeafRow = Readonly<{
  position: number;
  kind: 'transfer' | 'bet';
  subject: string;
  version: number;
  hash: Hash;
  body: string | null;
}>;

const CHUNK = 5_000;

/**
 * Makes the leaves anew from the rows and measures them by the checkpoints. A root that fits shows that the
 * leaves are those that were sealed, and then every row that does not fit its leaf is named. Where leaves were
 * rewritten too, those of an anchor name the rows; without them only the span of the checkpoint is known.
 */
export async function checkRows(
  db: Queryable,
  chain: readonly Checkpoint[],
  options: Readonly<{
    anchors: readonly AnchoredChain[];
    findings: Findings;
    onLeaves: (leaves: number) => void;
  }>,
): Promise<void> {
  const { findings, onLeaves } = options;
  const outsideChain = options.anchors.find(({ hasLeaves }) => hasLeaves);
  const anchored = leavesOf(outsideChain);
  const isKnown = knownLeaves(outsideChain);
  const tree = new GrowingTree();
  let isWhole = true;
  for (const checkpoint of chain) {
    const outside = await anchored(checkpoint.number);
    const start = tree.size;
    const length = checkpoint.treeSize - start;
    const reference = outside?.length === length ? outside : undefined;
    for (let at = start; at < checkpoint.treeSize; at += CHUNK) {
      const end = Math.min(at + CHUNK, checkpoint.treeSize);
      const own = reference?.slice(at - start, end - start);
      for (const hash of await checkChunk(db, [at, end], { own, isKnown, checkpoint, findings }))
        tree.add(hash);
      onLeaves(tree.size);
    }
    if (isWhole && tree.root().toString('hex') !== checkpoint.root) {
      isWhole = false;
      const { number, treeSize } = checkpoint;
      const detail = `positions ${start} to ${treeSize - 1}`;
      findings.add({ code: 'root-differs', checkpoint: number, position: start, detail });
    }
  }
}

/** The leaves of checkpoint after checkpoint, asked for in order of their numbers. */
function leavesOf(
  chain: AnchoredChain | undefined,
): (number: number) => Promise<readonly Hash[] | undefined> {
  if (!chain) return () => Promise.resolve(undefined);
  const iterator = chain.anchor.read()[Symbol.asyncIterator]();
  let ahead: Readonly<{ body: string; leaves: readonly Hash[] | undefined }> | undefined;
  return async (number) => {
    const body = chain.byNumber.get(number)?.body;
    if (body === undefined) return undefined;
    while (ahead?.body !== body) {
      const next = await iterator.next();
      if (next.done === true) return undefined;
      ahead = { body: next.value.signed.body, leaves: next.value.leaves };
    }
    return ahead.leaves;
  };
}

type IsKnown = (hash: Hash) => Promise<boolean>;

/** Whether an anchor has this leaf at any place; read only when something is wrong. */
function knownLeaves(chain: AnchoredChain | undefined): IsKnown {
  let known: Promise<ReadonlySet<string>> | undefined;
  const read = async (): Promise<ReadonlySet<string>> => {
    const all = new Set<string>();
    if (chain)
      for await (const { leaves } of chain.anchor.read())
        for (const leaf of leaves ?? []) all.add(leaf.toString('base64'));
    return all;
  };
  return async (hash) => (await (known ??= read())).has(hash.toString('base64'));
}

type ChunkOptions = Readonly<{
  own: readonly Hash[] | undefined;
  isKnown: IsKnown;
  checkpoint: Checkpoint;
  findings: Findings;
}>;

/** Compares a run of leaves with their rows; returns the leaves that are believed to have been sealed. */
async function checkChunk(
  db: Queryable,
  [start, end]: readonly [number, number],
  { own, isKnown, checkpoint, findings }: ChunkOptions,
): Promise<readonly Hash[]> {
  const { rows } = await db.query<LeafRow>(
    `SELECT position::float8 AS position, kind, subject, version, hash, body FROM seal_leaf
     WHERE position >= $1 AND position < $2`,
    [start, end],
  );
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  const texts = await transferTexts(
    db,
    rows.flatMap(({ kind, subject }) => (kind === 'transfer' ? subject : [])),
  );
  await checkBets(db, rows, { checkpoint: checkpoint.number, findings });
  const sealed: Hash[] = [];
  for (let position = start; position < end; position += 1) {
    const row = byPosition.get(position);
    const hash = own?.[position - start] ?? row?.hash ?? Buffer.alloc(32);
    sealed.push(hash);
    const place = { checkpoint: checkpoint.number, position };
    const found = row ? await problemOf(row, hash, texts, isKnown) : MISSING;
    if (found) findings.add({ ...found, ...place, ...(row ? { subject: row.subject } : {}) });
  }
  return sealed;
}

const MISSING = { code: 'leaf-missing', detail: 'deleted' } as const;

/** What is wrong with a leaf and its row; undefined when nothing is. */
async function problemOf(
  { kind, subject, hash, body }: LeafRow,
  sealed: Hash,
  texts: ReadonlyMap<string, string>,
  isKnown: IsKnown,
): Promise<Pick<Finding, 'code' | 'detail'> | undefined> {
  const text = kind === 'bet' ? body : texts.get(subject);
  if (text === undefined || text === null) return { code: 'transfer-missing', detail: subject };
  const made = leafHash(Buffer.from(text));
  if (made.equals(sealed))
    return hash.equals(sealed) ? undefined : { code: 'leaf-changed', detail: hash.toString('hex') };
  if (await isKnown(made)) return { code: 'leaf-moved', detail: made.toString('hex') };
  return { code: kind === 'bet' ? 'bet-record-changed' : 'transfer-changed', detail: text };
}

/** A bet that is still what it was when it was sealed must still read as it did. */
async function checkBets(
  db: Queryable,
  rows: readonly LeafRow[],
  { checkpoint, findings }: Readonly<{ checkpoint: number; findings: Findings }>,
): Promise<void> {
  const sealed = rows.filter(({ kind }) => kind === 'bet');
  if (sealed.length === 0) return;
  const ids = sealed.map(({ subject }) => subject);
  const { rows: present } = await db.query<{ id: string; version: number }>(
    'SELECT id, version FROM bet WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  const versions = new Map(present.map(({ id, version }) => [id, version]));
  const live = new Map((await betTexts(db, ids)).map((one) => [one.betId, one]));
  for (const { subject, version, position, body } of sealed) {
    const now = versions.get(subject);
    const place = { checkpoint, position, subject };
    if (now === undefined) findings.add({ code: 'bet-missing', detail: subject, ...place });
    else if (now < version || (now === version && !readsAs(body, live.get(subject))))
      findings.add({
        code: 'bet-changed',
        detail: live.get(subject)?.text ?? 'no longer over',
        ...place,
      });
  }
}
