import { join } from 'node:path';

import type { FixtureId } from '#contracts/mod.ts';
import { InvalidMessageError, type Clock, type Logger } from '#platform/mod.ts';

import type { EventDraft } from '../../script.ts';
import { NotYet, type FileReader, type FolderFile, type Place } from './file-reader.ts';
import { markOf, type Journal } from './journal.ts';
import { listFiles, type ListedFile } from './list-files.ts';

/** Where what files say goes. */
export type FolderSink = Readonly<{
  publish: (draft: EventDraft) => Promise<void>;
  /** Resolves when all that was published of the fixture is kept. */
  settled: (fixture: FixtureId) => Promise<void>;
  reject: (line: string, reason: string) => void;
}>;

export type FolderDeskOptions = Readonly<{
  dir: string;
  reader: FileReader;
  journal: Journal;
  sink: FolderSink;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  /** A file that does not end well is half written for so long, and then poison. */
  patienceMs: number;
}>;

const START: Place = { upTo: 0, lines: 0 };
const HEAD_CHARACTERS = 200;

/** Takes what is new in a folder, look by look. */
export class FolderDesk {
  readonly #options: FolderDeskOptions;
  /** How each file stood at the last look, and since when. */
  readonly #seen = new Map<string, Readonly<{ file: ListedFile; since: number }>>();
  readonly #told = new Map<string, string>();

  constructor(options: FolderDeskOptions) {
    this.#options = options;
  }

  /** One look; resolves to how many files something was taken of. @throws Error when the folder cannot be read. */
  async look(): Promise<number> {
    const { dir, reader, signal } = this.#options;
    const listed = await listFiles(dir, reader.accepts);
    let taken = 0;
    for (const file of listed) {
      signal.throwIfAborted();
      if (await this.#takeIfNew(file)) taken += 1;
    }
    return taken;
  }

  async #takeIfNew(listed: ListedFile): Promise<boolean> {
    const { journal, clock, patienceMs } = this.#options;
    const before = journal.entry(listed.name);
    if (before !== undefined && isSame(before, listed) && before.upTo >= listed.bytes) return false;
    const now = clock.now();
    const seen = this.#seen.get(listed.name);
    const isStill = seen !== undefined && isSame(seen.file, listed);
    const since = isStill ? seen.since : now;
    this.#seen.set(listed.name, { file: listed, since });
    // Who still writes is waited for; one look apart tells.
    if (!isStill) return false;
    const isQuiet = now - since >= patienceMs;
    // What is left of it is the same half line as at the last look.
    if (before !== undefined && isSame(before, listed) && !isQuiet) return false;
    const path = join(this.#options.dir, listed.name);
    return this.#take({ ...listed, path, isQuiet, from: await this.#placeOf(path, listed) });
  }

  /** Where to go on: at the start when what stands in front of the place is not what was taken. */
  async #placeOf(path: string, { name, bytes }: ListedFile): Promise<Place> {
    const before = this.#options.journal.entry(name);
    if (before === undefined || before.upTo > bytes) return START;
    const isOld = (await markOf(path, before.upTo)) === before.mark;
    return isOld ? { upTo: before.upTo, lines: before.lines } : START;
  }

  async #take(file: FolderFile): Promise<boolean> {
    const { log, sink } = this.#options;
    let place: Place;
    try {
      place = await this.#publish(file);
    } catch (error) {
      if (error instanceof NotYet) {
        if (this.#told.get(file.name) !== error.message)
          log.info({ file: file.name, why: error.message }, 'a file is waited for');
        this.#told.set(file.name, error.message);
        return false;
      }
      const reason = this.#reasonOf(error, file);
      if (reason === undefined) return false;
      sink.reject(file.name.slice(0, HEAD_CHARACTERS), reason);
      place = { upTo: file.bytes, lines: 0 };
    }
    await this.#keep(file, place);
    return true;
  }

  async #publish(file: FolderFile): Promise<Place> {
    const { reader, sink, clock, signal } = this.#options;
    const fixtures = new Set<FixtureId>();
    const said = reader.read(file, clock.now());
    for (let next = await said.next(); ; next = await said.next()) {
      signal.throwIfAborted();
      if (next.done === true) {
        for (const fixture of fixtures) await sink.settled(fixture);
        return next.value;
      }
      const { value } = next;
      if ('draft' in value) {
        await sink.publish(value.draft);
        fixtures.add(value.draft.fixtureId);
      } else sink.reject(value.dead, value.reason);
    }
  }

  /** Why a file is poison; undefined when it may be half written. What is no fault of the file goes up. */
  #reasonOf(error: unknown, file: FolderFile): string | undefined {
    if (error instanceof InvalidMessageError) return error.reason;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return undefined;
    if (!code.startsWith('Z_')) throw error;
    return file.isQuiet ? 'the packed file is damaged or cut off' : undefined;
  }

  async #keep({ path, name, bytes, modifiedAt }: FolderFile, place: Place): Promise<void> {
    const mark = await markOf(path, place.upTo).catch(() => '');
    await this.#options.journal.put(name, { bytes, modifiedAt, ...place, mark });
  }
}

type Stamp = Readonly<{ bytes: number; modifiedAt: number }>;
const isSame = (left: Stamp, right: Stamp): boolean =>
  left.bytes === right.bytes && left.modifiedAt === right.modifiedAt;
