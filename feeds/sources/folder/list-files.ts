import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export type ListedFile = Readonly<{ name: string; bytes: number; modifiedAt: number }>;

/** The files below a folder that are wanted, in the order of their names. @throws Error when it cannot be read. */
export async function listFiles(
  dir: string,
  isWanted: (name: string) => boolean,
): Promise<readonly ListedFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => relative(dir, join(parentPath, name)))
    .map((name) => name.split(sep).join('/'))
    .filter(isWanted)
    .sort();
  const files: ListedFile[] = [];
  for (const name of names) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    // One that went away meanwhile is no file of the folder any more.
    if (found !== undefined) files.push({ name, bytes: found.size, modifiedAt: found.mtimeMs });
  }
  return files;
}
