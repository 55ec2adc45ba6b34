import { expect } from 'vitest';

import { silentLogger, systemClock } from '#platform/mod.ts';

import type { EventDraft } from '../../script.ts';
import { FolderDesk } from '../../sources/folder/folder-desk.ts';
import { openJournal } from '../../sources/folder/journal.ts';
import { PATIENCE_MS, watchedFolder } from '../../sources/folder/testing/watched-folder.ts';
import type { Adapter } from './behaviours.ts';
import {
  expectDuplicatesDropped,
  expectIdentity,
  expectOrder,
  expectRecovery,
  expectSnapshot,
  published,
} from './event-rows.ts';
import type { FileAdapter } from './file-adapters.ts';
import { recordOfEvents } from '../../script-record.ts';

type Folder = ReturnType<typeof watchedFolder>;

/** Runs with a folder that has the files, and removes it. */
async function withFolder<T>(
  { readerOf, files }: FileAdapter,
  work: (folder: Folder) => Promise<T>,
): Promise<T> {
  const folder = watchedFolder(readerOf);
  try {
    put(folder, files);
    await folder.look();
    return await work(folder);
  } finally {
    folder.remove();
  }
}

function put(folder: Folder, files: FileAdapter['files']): void {
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
}

const draftsOf = (adapter: FileAdapter): Promise<readonly EventDraft[]> =>
  withFolder(adapter, (folder) => Promise.resolve([...folder.drafts]));

/** What bets on the first fixture rest on. */
function factsOf(drafts: readonly EventDraft[]): unknown {
  const fixture = drafts[0]?.fixtureId ?? ('' as never);
  const own = drafts.filter(({ fixtureId }) => fixtureId === fixture);
  const { goals, results } = recordOfEvents(fixture, published(own)).record;
  return { goals: goals.length, result: results.confirmed ?? results.live };
}

/** The next file is read when the one before is taken: nothing piles up in front of a publisher that waits. */
async function expectHeldBack(adapter: FileAdapter): Promise<void> {
  const { length } = await draftsOf(adapter);
  await withFolder(adapter, async ({ dir }) => {
    let taken = 0;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const desk = new FolderDesk({
      ...{ dir, clock: systemClock, log: silentLogger(), patienceMs: PATIENCE_MS },
      reader: adapter.readerOf(dir),
      journal: await openJournal(dir, 'held', silentLogger()),
      signal: new AbortController().signal,
      sink: {
        publish: () => {
          taken += 1;
          return held;
        },
        settled: () => Promise.resolve(),
        reject: () => undefined,
      },
    });
    await desk.look();
    const looking = desk.look();
    await expect.poll(() => taken).toBe(1);
    await systemClock.sleep(20);
    expect(taken).toBe(1);
    release();
    await looking;
    expect(taken).toBe(length);
  });
}

export const fileRows = (adapter: FileAdapter): Adapter => ({
  name: adapter.name,
  rows: {
    'identity mapping': async () => {
      expectIdentity(await draftsOf(adapter), await draftsOf(adapter));
    },
    ordering: async () => {
      expectOrder(await draftsOf(adapter));
    },
    duplicates: async () => {
      expectDuplicatesDropped(await draftsOf(adapter));
      await withFolder(adapter, async (folder) => {
        const before = folder.drafts.length;
        for (const [name, content] of Object.entries(adapter.files))
          folder.write(name.replace(/^(a|lean-Spain)\./u, 'b.'), content);
        await folder.look();
        expect(folder.drafts).toHaveLength(before);
      });
    },
    corrections: () =>
      withFolder(adapter, async (folder) => {
        const before = factsOf(folder.drafts);
        put(folder, adapter.corrected);
        await folder.look();
        expect(factsOf(folder.drafts)).not.toEqual(before);
      }),
    'alive tracking': {
      none: 'a file has no sign of life; a folder that is away is down (sources/folder/source.int.test.ts)',
    },
    'down and recovery': async () => {
      expectRecovery(await draftsOf(adapter));
      await withFolder(adapter, async (folder) => {
        const before = [...folder.drafts];
        await folder.restart();
        await folder.look(3);
        expect(folder.drafts).toEqual(before);
      });
    },
    snapshot: async () => {
      expectSnapshot(await draftsOf(adapter));
    },
    'back-pressure': () => expectHeldBack(adapter),
    'poison to dead letters': () =>
      withFolder(adapter, async (folder) => {
        expect(folder.dead).toEqual([]);
        const before = folder.drafts.length;
        put(folder, adapter.poison);
        await folder.look(4, PATIENCE_MS);
        expect(folder.dead.length).toBeGreaterThan(0);
        expect(folder.drafts.length).toBeGreaterThanOrEqual(before);
      }),
    replayability: async () => {
      expect(await draftsOf(adapter)).toEqual(await draftsOf(adapter));
    },
    metrics: { test: 'conformance.int.test.ts' },
  },
});
