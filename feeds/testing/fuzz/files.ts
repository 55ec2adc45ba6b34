import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of a fuzzing run in a folder of the process, which goes with it. */
const folder = mkdtempSync(join(tmpdir(), 'overround-fuzz-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the content over what the name had before; returns the path. */
export function fileOf(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
