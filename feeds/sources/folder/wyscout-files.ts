import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { openWyscout } from '../../wyscout/archive.ts';
import { competitionOfLean } from '../../wyscout/competitions.ts';
import type { BadLine } from '../../wyscout/files.ts';
import { NotYet, wholeFile, type FileReader, type Said } from './file-reader.ts';
import { scriptDrafts } from './script-drafts.ts';

const PRODUCER = 'wyscout';
const FULL = /^full\/(\d{1,12})\.json(?:\.gz)?$/u;

/** Lean files and full matches of Wyscout's recordings, beside `matches.zip` with the official records. */
export const wyscoutFiles = (dir: string): FileReader => ({
  producer: PRODUCER,
  accepts: (name) => FULL.test(name) || competitionOfLean(name) !== undefined,
  async *read(file, receivedAt) {
    await access(join(dir, 'matches.zip')).catch(() => {
      throw new NotYet('matches.zip is missing');
    });
    const archive = openWyscout(dir);
    const [, matchId] = FULL.exec(file.name) ?? [];
    const bad: BadLine[] = [];
    const competition = competitionOfLean(file.name) ?? '';
    if (matchId === undefined) {
      for (const script of archive.scripts(competition, (line) => bad.push(line)))
        yield* saidBy(scriptDrafts(script, PRODUCER, receivedAt));
    } else {
      const script = archive.script(Number(matchId));
      if (script === undefined) throw new NotYet('matches.zip has no record of it');
      yield* saidBy(scriptDrafts(script, PRODUCER, receivedAt));
    }
    yield* bad.map(({ line, reason }) => ({ dead: line, reason }));
    return wholeFile(file);
  },
});

function* saidBy(drafts: ReturnType<typeof scriptDrafts>): Generator<Said> {
  for (const draft of drafts) yield { draft };
}
