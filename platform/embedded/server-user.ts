import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EmbeddedError } from './process.ts';

export type ServerUser = Readonly<{ name: string; uid: number; gid: number }>;

/** PostgreSQL refuses to run as root. As root this is the user it runs as (made when missing), else undefined. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = lookUp('postgres');
  if (existing) return existing;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
  const user = lookUp('postgres') ?? lookUp('nobody');
  if (user) return user;
  throw new EmbeddedError(
    'PostgreSQL cannot run as root, and the user "postgres" could not be made.',
    'Run as an ordinary user, or create the user "postgres".',
  );
}

function lookUp(name: string): ServerUser | undefined {
  const id = (flag: string): number => {
    const { stdout, status } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  };
  const user = { name, uid: id('-u'), gid: id('-g') };
  return Number.isInteger(user.uid) && Number.isInteger(user.gid) ? user : undefined;
}

/** The first folder on the way to `path` that the user may not pass through; undefined when all are open. */
export function firstClosedFolder(path: string, user: ServerUser): string | undefined {
  let closed: string | undefined;
  for (let dir = resolve(path); ; dir = dirname(dir)) {
    if (!mayPass(dir, user)) closed = dir;
    if (dir === dirname(dir)) return closed;
  }
}

function mayPass(dir: string, { uid, gid }: ServerUser): boolean {
  const stat = statSync(dir, { throwIfNoEntry: false });
  // What does not exist yet will be made by us.
  if (!stat) return true;
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & 1) === 1;
}
