import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

import { wyscoutDir } from '../wyscout/files.ts';
import { checkFile } from './check-file.ts';
import type { CheckRow } from './check-row.ts';
import { checkWyscout } from './check-wyscout.ts';

/** What stands beside the events of Wyscout and is read with them. */
const WYSCOUT_FILES =
  /^(?:matches\.zip|teams\.json|players\.json(?:\.gz)?|lean-.+\.jsonl(?:\.gz)?|full\/.+\.json(?:\.gz)?)$/u;
/** What people put beside data for people. */
const FOR_PEOPLE = /(?:^|\/)(?:LICEN[CS]E|NOTICE|README)[^/]*$|\.md$/iu;

/**
 * Replays every recording of a folder, or a single file, and tells of each what came of it. Files are told apart by what
 * they hold. @throws Error when the path cannot be read.
 */
export async function* checkRecordings(path: string): AsyncGenerator<CheckRow> {
  if (!(await stat(path)).isDirectory()) {
    yield* checkOne(path);
    return;
  }
  const dirs = new Set<string>();
  for (const file of await filesBelow(path)) {
    if (FOR_PEOPLE.test(file)) continue;
    const wyscout = wyscoutOf(path, file);
    if (wyscout === undefined) yield await checkFile(join(path, file), file);
    else if (!dirs.has(wyscout)) {
      dirs.add(wyscout);
      yield* below(wyscout, path);
    }
  }
}

async function* checkOne(path: string): AsyncGenerator<CheckRow> {
  const dir =
    wyscoutOf(dirname(path), basename(path)) ??
    wyscoutOf(dirname(dirname(path)), `full/${basename(path)}`);
  if (dir === undefined) {
    yield await checkFile(path, basename(path));
    return;
  }
  // The records say how it must end, so that it is one of its folder.
  for (const row of checkWyscout(dir))
    if (join(dir, row.file) === path || basename(path) === 'matches.zip') yield row;
}

function* below(dir: string, root: string): Generator<CheckRow> {
  for (const row of checkWyscout(dir))
    yield { ...row, file: relative(root, join(dir, row.file)).split(sep).join('/') };
}

/** The folder of Wyscout's recordings that a file belongs to. */
function wyscoutOf(root: string, file: string): string | undefined {
  const parts = file.split('/');
  for (const depth of [1, 2]) {
    const own = parts.slice(-depth).join('/');
    const dir = join(root, ...parts.slice(0, -depth));
    if (WYSCOUT_FILES.test(own) && wyscoutDir(dir) === dir) return dir;
  }
  return undefined;
}

async function filesBelow(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => relative(path, join(parentPath, name)).split(sep).join('/'))
    .sort();
}
