import { createHash } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Type, type Static } from 'typebox';

import { closed, CountSchema } from '#contracts/mod.ts';
import { parserOf, type Logger } from '#platform/mod.ts';

const Entry = closed({
  bytes: CountSchema,
  modifiedAt: Type.Number(),
  upTo: CountSchema,
  lines: CountSchema,
  /** Of what stands in front of `upTo`: a file that was written anew is read anew. */
  mark: Type.String(),
});
const JournalSchema = closed({
  format: Type.Literal('overround-folder-1'),
  files: Type.Record(Type.String(), Entry),
});
export type JournalEntry = Static<typeof Entry>;
const parse = parserOf(JournalSchema);

export type Journal = Readonly<{
  entry: (name: string) => JournalEntry | undefined;
  put: (name: string, entry: JournalEntry) => Promise<void>;
}>;

/**
 * What was taken of a folder, kept in it as `.overround-<producer>.json`. It saves work and repeated dead letters; events
 * are known by their ids, so that a lost or damaged one, or a folder that cannot be written to, costs nothing else.
 */
export async function openJournal(dir: string, producer: string, log: Logger): Promise<Journal> {
  const path = join(dir, `.overround-${producer}.json`);
  const files = new Map<string, JournalEntry>();
  try {
    const stored = parse(JSON.parse(await readFile(path, 'utf8')));
    for (const [name, entry] of Object.entries(stored.files)) files.set(name, entry);
  } catch (error) {
    const isNew = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isNew) log.warn({ err: error, path }, 'the journal of a folder is read anew');
  }
  let isTold = false;
  return {
    entry: (name) => files.get(name),
    put: async (name, entry) => {
      files.set(name, entry);
      const content = { format: 'overround-folder-1', files: Object.fromEntries(files) };
      try {
        await writeFile(`${path}.new`, JSON.stringify(content));
        await rename(`${path}.new`, path);
      } catch (error) {
        if (!isTold) log.warn({ err: error, path }, 'what is taken of a folder cannot be kept');
        isTold = true;
      }
    },
  };
}

const MARKED_BYTES = 65_536;

/** A sum of the first and the last bytes in front of a place; that of nothing for 0. */
export async function markOf(path: string, upTo: number): Promise<string> {
  const sum = createHash('sha256');
  const file = await open(path);
  try {
    for (const start of [0, Math.max(0, upTo - MARKED_BYTES)]) {
      const bytes = Buffer.alloc(Math.min(MARKED_BYTES, upTo));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      sum.update(bytes.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return sum.digest('hex').slice(0, 16);
}
