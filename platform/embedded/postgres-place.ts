import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  copyBinaries,
  describe,
  findPostgres,
  type PostgresBinaries,
} from './postgres-binaries.ts';
import { EmbeddedError } from './process.ts';
import type { Notice } from './server.ts';
import { firstClosedFolder, serverUser, type ServerUser } from './server-user.ts';

export type PostgresPlace = Readonly<{
  binaries: PostgresBinaries;
  /** Where the cluster lies. */
  dataDir: string;
  user: ServerUser | undefined;
}>;

const SHARED_DIR = '/var/lib/overround';

/**
 * Binaries and data folder that the server's user can reach. Only root has another user than itself, and a
 * checkout below root's home is closed to it: then both go to /var/lib/overround instead.
 */
export function choosePlace(dir: string, notice?: Notice): PostgresPlace {
  const user = serverUser();
  mkdirSync(dir, { recursive: true });
  if (user) chmodSync(dir, 0o711);
  const place = {
    binaries: openBinaries(user, notice),
    dataDir: openDataDir(dir, user, notice),
    user,
  };
  if (user) chownSync(ensureDir(place.dataDir), user.uid, user.gid);
  return place;
}

/** Where `choosePlace` puts the data of this folder when it cannot stay inside. */
export const relocatedDataDir = (dir: string): string =>
  join(SHARED_DIR, createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16));

function openBinaries(user: ServerUser | undefined, notice?: Notice): PostgresBinaries {
  const binaries = findPostgres();
  const closed = user && firstClosedFolder(binaries.postgres, user);
  if (closed === undefined) return binaries;
  const target = ensureShared(`postgres-${String(binaries.major)}`, closed);
  const copy = describe(copyBinaries(join(binaries.postgres, '..', '..'), target), binaries.source);
  if (!copy) throw closedError(closed);
  notice?.(`PostgreSQL may not enter ${closed}: it runs from a copy in ${target}.`);
  return copy;
}

function openDataDir(dir: string, user: ServerUser | undefined, notice?: Notice): string {
  const inside = join(dir, 'postgres');
  const closed = user && firstClosedFolder(dir, user);
  if (closed === undefined) return inside;
  const target = ensureShared(relocatedDataDir(dir).slice(SHARED_DIR.length + 1), closed);
  notice?.(`PostgreSQL may not enter ${closed}: its data lies in ${target}.`);
  return join(target, 'postgres');
}

function ensureShared(name: string, closed: string): string {
  try {
    ensureDir(SHARED_DIR);
    return ensureDir(join(SHARED_DIR, name));
  } catch (error) {
    throw closedError(closed, error);
  }
}

function ensureDir(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  return dir;
}

const closedError = (closed: string, cause?: unknown): EmbeddedError =>
  new EmbeddedError(
    `PostgreSQL runs as the user "postgres", which may not pass through ${closed}.`,
    `Move the checkout (for example to /opt), run as an ordinary user, or: chmod o+x ${closed}`,
    cause,
  );
