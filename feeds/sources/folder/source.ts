import { DeadLetters } from '../../dead-letters.ts';
import type { Source } from '../source.ts';
import type { FileReader } from './file-reader.ts';
import { FolderDesk } from './folder-desk.ts';
import { openJournal } from './journal.ts';
import { mappedFiles } from './mapped-files.ts';
import { resultsFiles } from './results-files.ts';
import { statsbombFiles } from './statsbomb-files.ts';
import { wyscoutFiles } from './wyscout-files.ts';

/** A folder whose files are taken up as they come: those of a mapping have its producer's name. */
export type FolderOptions = Readonly<{
  dir: string;
  /** How often it is looked at; 1 s unless given. A file must stand still for so long. */
  everyMs?: number;
  /** How long one that does not end well counts as half written; 30 s unless given. */
  patienceMs?: number;
}> &
  (
    | Readonly<{ files: 'wyscout' | 'statsbomb' | 'results' }>
    | Readonly<{ files: 'mapped'; mapping: string }>
  );

const EVERY_MS = 1_000;
const PATIENCE_MS = 30_000;

/** @throws InputError when the mapping is wrong. */
export function folderSource(options: FolderOptions): Source {
  const { dir, everyMs = EVERY_MS, patienceMs = PATIENCE_MS } = options;
  const reader = readerOf(options);
  const { producer } = reader;
  return {
    producer,
    run: async (context) => {
      const { clock, log, metrics, publisher, signal } = context;
      const letters = new DeadLetters(context);
      const labels = { producer, source: 'folder' };
      const desk = new FolderDesk({
        ...{ dir, reader, clock, log, signal, patienceMs },
        journal: await openJournal(dir, producer, log),
        sink: {
          publish: async (draft) => {
            await publisher.publish(draft);
          },
          settled: (fixture) => publisher.settled(fixture),
          reject: (line, reason) => {
            letters.add({ producer, reason, line, receivedAt: clock.now() });
          },
        },
      });
      try {
        for (;;) {
          const taken = await desk.look();
          metrics.isUp.set(labels, 1);
          if (taken > 0) metrics.messages.inc({ producer, kind: 'file' }, taken);
          await clock.sleep(everyMs, signal);
        }
      } catch (error) {
        metrics.isUp.set(labels, 0);
        if (!signal.aborted) metrics.downs.inc({ ...labels, reason: 'unreadable' });
        throw error;
      }
    },
  };
}

function readerOf(options: FolderOptions): FileReader {
  switch (options.files) {
    case 'wyscout':
      return wyscoutFiles(options.dir);
    case 'statsbomb':
      return statsbombFiles(options.dir);
    case 'results':
      return resultsFiles();
    case 'mapped':
      return mappedFiles(options.mapping);
  }
}
