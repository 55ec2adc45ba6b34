import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { repoDir } from '#platform/mod.ts';

const newest = (dir: string): number =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('console', 'dist')))
    .reduce(
      (latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs),
      0,
    );

/** Builds the web pages unless the build is newer than every source. */
export async function buildConsole(progress: (line: string) => void): Promise<void> {
  const root = repoDir();
  const built = join(root, 'console', 'dist', 'index.html');
  const sources = Math.max(newest(join(root, 'console')), newest(join(root, 'contracts')));
  if (existsSync(built) && statSync(built).mtimeMs >= sources) return;
  progress('Building the web pages');
  // Loaded only when needed: it takes longer to load than everything else of a warm start.
  const { build } = await import('vite');
  await build({ root: join(root, 'console'), logLevel: 'error' });
}
