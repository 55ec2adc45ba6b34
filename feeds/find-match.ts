import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { repoDir } from '#platform/mod.ts';

import { loadRecordingFile, loadRecordings } from './recordings/mod.ts';
import type { MatchScript } from './script.ts';
import { openWyscout, type WyscoutArchive } from './wyscout/archive.ts';
import { wyscoutDir } from './wyscout/files.ts';

export type MatchListing = Readonly<{
  /** What `replayMatch` takes. */
  id: string;
  title: string;
  competition: string;
  startsAt: number;
  source: 'recording' | 'wyscout';
}>;

/** Where the open data lies unless told otherwise: `shared/data` beside the checkout. */
export const defaultDataDir = (): string => join(repoDir(), '..', 'shared', 'data');

/** Everything that can be replayed: our recordings, then the Wyscout matches of the data folder, if it is there. */
export function listMatches(dataDir: string = defaultDataDir()): readonly MatchListing[] {
  const recordings = loadRecordings().map(({ id, title, competition, startsAt }) => ({
    id,
    title,
    competition,
    startsAt,
    source: 'recording' as const,
  }));
  const matches = archiveOf(dataDir)?.list() ?? [];
  return [...recordings, ...matches.map((match) => ({ ...match, source: 'wyscout' as const }))];
}

/** No such match; the message says where it was looked for. */
export class MatchNotFoundError extends Error {
  constructor(match: string, places: string) {
    super(`there is no match ${JSON.stringify(match)} in ${places}`);
    this.name = 'MatchNotFoundError';
  }
}

/** By recording id, Wyscout id (`2058017` or `wyscout-2058017`) or the path of a recording file. */
export function findMatch(match: string, dataDir: string = defaultDataDir()): MatchScript {
  if (match.endsWith('.json') && existsSync(match)) return loadRecordingFile(match);
  const recording = loadRecordings().find(({ id }) => id === match);
  if (recording !== undefined) return recording;
  const archive = archiveOf(dataDir);
  const matchId = /^(?:wyscout-)?(\d{1,10})$/.exec(match)?.[1];
  const script = matchId === undefined ? undefined : archive?.script(Number(matchId));
  if (script !== undefined) return script;
  const places =
    archive === undefined
      ? `the recordings; ${dataDir} has no Wyscout data`
      : 'the recordings or the Wyscout data';
  throw new MatchNotFoundError(match, places);
}

function archiveOf(dataDir: string): WyscoutArchive | undefined {
  const dir = wyscoutDir(dataDir);
  return dir === undefined ? undefined : openWyscout(dir);
}
