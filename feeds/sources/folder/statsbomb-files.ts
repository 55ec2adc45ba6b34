import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { statsbombScript } from '../../event-files/mod.ts';
import { NotYet, wholeFile, type FileReader } from './file-reader.ts';
import { listFiles } from './list-files.ts';
import { scriptDrafts } from './script-drafts.ts';
import { jsonOfFile } from './text-of-file.ts';

const PRODUCER = 'statsbomb';
const EVENTS = /(?:^|\/)events\/(\d{1,12})\.json$/u;
const MATCHES = /(?:^|\/)matches\/.+\.json$/u;

/**
 * A folder in the shape of StatsBomb's open data: `events/<match>.json`, and lists of matches anywhere below `matches/`. A
 * match waits for its entry in a list, which has its teams and its score.
 */
export const statsbombFiles = (dir: string): FileReader => ({
  producer: PRODUCER,
  accepts: (name) => EVENTS.test(name),
  async *read(file, receivedAt) {
    const events = await jsonOfFile(file);
    const matchId = Number(EVENTS.exec(file.name)?.[1]);
    const match = await entryOf(dir, matchId);
    if (match === undefined) throw new NotYet('no list below matches/ has its entry');
    const script = statsbombScript(events, match);
    for (const draft of scriptDrafts(script, PRODUCER, receivedAt)) yield { draft };
    return wholeFile(file);
  },
});

async function entryOf(dir: string, matchId: number): Promise<unknown> {
  for (const { name } of await listFiles(dir, (each) => MATCHES.test(each))) {
    const list = await readJson(join(dir, name));
    const found: unknown = Array.isArray(list)
      ? list.find((each) => matchIdOf(each) === matchId)
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const matchIdOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'match_id' in entry ? entry.match_id : undefined;

/** A list that is half written has no entry yet. */
async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
