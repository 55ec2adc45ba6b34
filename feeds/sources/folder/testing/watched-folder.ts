import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { ManualClock, silentLogger } from '#platform/mod.ts';

import type { EventDraft } from '../../../script.ts';
import type { FileReader } from '../file-reader.ts';
import { FolderDesk } from '../folder-desk.ts';
import { openJournal } from '../journal.ts';

export const PATIENCE_MS = 1_000;

/** A folder of its own with a desk, which can be started again. */
export function watchedFolder(readerOf: (dir: string) => FileReader) {
  const dir = mkdtempSync(join(tmpdir(), 'overround-folder-'));
  const clock = new ManualClock(1_900_000_000_000);
  const [drafts, dead]: [EventDraft[], string[]] = [[], []];
  const known = new Set<string>();
  let desk: FolderDesk | undefined;
  const start = async (): Promise<FolderDesk> =>
    new FolderDesk({
      ...{ dir, clock, log: silentLogger(), patienceMs: PATIENCE_MS },
      reader: readerOf(dir),
      journal: await openJournal(dir, 'test', silentLogger()),
      signal: new AbortController().signal,
      sink: {
        publish: (draft) => {
          const key = `${draft.fixtureId}/${draft.eventId}`;
          // The publisher knows an event by its id.
          if (!known.has(key)) drafts.push(draft);
          known.add(key);
          return Promise.resolve();
        },
        settled: () => Promise.resolve(),
        reject: (line, reason) => void dead.push(`${line}: ${reason}`),
      },
    });
  return {
    ...{ dir, drafts, dead },
    write: (name: string, content: string | Uint8Array) => {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    },
    /** So many looks, each some time after the one before; how many files something was taken of. */
    look: async (times = 2, apartMs = 10): Promise<number> => {
      desk ??= await start();
      let taken = 0;
      for (let at = 0; at < times; at += 1) {
        taken += await desk.look();
        await clock.advance(apartMs);
      }
      return taken;
    },
    restart: async () => {
      desk = await start();
    },
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
