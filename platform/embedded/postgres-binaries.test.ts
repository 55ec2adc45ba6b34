import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findPostgres, repairLibraryLinks } from './postgres-binaries.ts';
import { firstClosedFolder } from './server-user.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'overround-binaries-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

test('makes the links that the package could not hold, once', () => {
  const home = join(dir, 'native');
  mkdirSync(join(home, 'lib'), { recursive: true });
  writeFileSync(join(home, 'lib/libicuuc.so.60.2'), 'library');
  const links = [
    { source: 'native/lib/libicuuc.so.60.2', target: 'native/lib/libicuuc.so.60' },
    { source: 'native/lib/libicuuc.so.60.2', target: 'native/lib/libicuuc.so' },
  ];
  writeFileSync(join(home, 'pg-symlinks.json'), JSON.stringify(links));
  expect(repairLibraryLinks(home)).toBe(2);
  expect(readlinkSync(join(home, 'lib/libicuuc.so'))).toBe('libicuuc.so.60.2');
  expect(existsSync(join(home, 'lib/libicuuc.so.60'))).toBe(true);
  expect(repairLibraryLinks(home)).toBe(0);
});

test('a package without a list of links needs none', () => {
  expect(repairLibraryLinks(dir)).toBe(0);
});

test('finds a PostgreSQL of 15 or newer', () => {
  expect(findPostgres().major).toBeGreaterThanOrEqual(15);
});

test('names the outermost folder that another user may not pass through', () => {
  const user = { name: 'other', uid: 64_001, gid: 64_001 };
  const inner = join(dir, 'closed', 'open', 'data');
  mkdirSync(inner, { recursive: true });
  chmodSync(dir, 0o711);
  expect(firstClosedFolder(inner, user)).toBeUndefined();
  chmodSync(join(dir, 'closed'), 0o700);
  expect(firstClosedFolder(inner, user)).toBe(join(dir, 'closed'));
  chmodSync(dir, 0o700);
  expect(firstClosedFolder(join(inner, 'not yet made'), user)).toBe(dir);
});
