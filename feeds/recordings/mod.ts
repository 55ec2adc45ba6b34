import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MatchScript } from '../script.ts';
import { readRecording } from './read.ts';

export { readRecording, RecordingError } from './read.ts';

/** The project's own recordings, by id. Throws RecordingError when one of them is damaged. */
export function loadRecordings(dir: string = import.meta.dirname): readonly MatchScript[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => loadRecordingFile(join(dir, name)));
}

export const loadRecordingFile = (path: string): MatchScript =>
  readRecording(readFileSync(path, 'utf8'), path.split(/[\\/]/).at(-1) ?? path);
