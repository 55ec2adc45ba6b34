import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { readCheckpoint, type FullCheckpoint, type SignedCheckpoint } from '../checkpoint.ts';
import { HASH_BYTES, type Hash } from '../merkle/mod.ts';
import type { Anchor, Anchored } from './anchor.ts';

type Line = FullCheckpoint & Readonly<{ leaves: string }>;

const FILE = /^checkpoints-\d{4}-\d{2}-\d{2}\.jsonl$/;

/**
 * A folder with one file a day (UTC), one line a checkpoint, only ever appended to and flushed to the disk
 * before the next one. A line that a crash cut off is left there and written again after it. Put the folder
 * on another disk, or on one that cannot be rewritten, to be safe from whoever owns the database.
 */
export function fileAnchor(dir: string): Anchor {
  return {
    name: dir,
    last: () => lastIn(dir),
    append: (checkpoint, leaves) => appendTo(dir, checkpoint, leaves),
    read: () => readAll(dir),
  };
}

const filesIn = async (dir: string): Promise<readonly string[]> =>
  (await readdir(dir).catch(() => [])).filter((name) => FILE.test(name)).sort();

async function appendTo(
  dir: string,
  checkpoint: FullCheckpoint,
  leaves: readonly Hash[],
): Promise<void> {
  const at = readCheckpoint(checkpoint.body)?.at ?? 0;
  const day = new Date(at).toISOString().slice(0, 10);
  const line: Line = { ...checkpoint, leaves: Buffer.concat(leaves).toString('base64') };
  await mkdir(dir, { recursive: true });
  const file = await open(join(dir, `checkpoints-${day}.jsonl`), 'a+');
  try {
    const { size } = await file.stat();
    const end = Buffer.alloc(1);
    if (size > 0) await file.read(end, 0, 1, size - 1);
    const isTorn = size > 0 && end.toString() !== '\n';
    await file.appendFile(`${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function* readFiles(dir: string, names: readonly string[]): AsyncIterable<Anchored> {
  for (const name of names) {
    const lines = createInterface({
      input: createReadStream(join(dir, name)),
      crlfDelay: Infinity,
    });
    for await (const text of lines) {
      const line = lineOf(text);
      if (line) yield line;
    }
  }
}

async function* readAll(dir: string): AsyncIterable<Anchored> {
  yield* readFiles(dir, await filesIn(dir));
}

/** The newest file holds it, unless a crash cut its only line off. */
async function lastIn(dir: string): Promise<SignedCheckpoint | undefined> {
  for (const name of (await filesIn(dir)).toReversed()) {
    let last: SignedCheckpoint | undefined;
    for await (const { signed } of readFiles(dir, [name])) last = signed;
    if (last) return last;
  }
  return undefined;
}

/** Undefined for a line that a crash cut off. */
function lineOf(text: string): Anchored | undefined {
  let line: Partial<Line> | null;
  try {
    line = JSON.parse(text) as Partial<Line> | null;
  } catch {
    return undefined;
  }
  const { body, keyId, signature, leaves } = line ?? {};
  if (typeof body !== 'string' || typeof keyId !== 'string' || typeof signature !== 'string')
    return undefined;
  return { signed: { body, keyId, signature }, leaves: leavesOf(leaves) };
}

function leavesOf(text: unknown): readonly Hash[] | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, index) =>
    bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  );
}
