import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { findNatsServer } from '#platform/mod.ts';

/** The same versions every time, so that ratios can be compared over months. */
const SOCKET_IO = '4.8.4';
const BUN = '1.4.5';
const CENTRIFUGO = 'github.com/centrifugal/centrifugo/v6@v6.3.0';
const NATS_SERVER = 'github.com/nats-io/nats-server/v2@v2.15.2';

const FOLDER = join(homedir(), '.cache', 'overround', 'node-peers');
const MODULES = join(FOLDER, 'node_modules');
const run = promisify(execFile);

/** Where the program of a peer, or its library, is after it has been installed; a minute or two the first time. */
export const INSTALLERS = {
  'socket.io': () => fromNpm(`socket.io@${SOCKET_IO}`, join('socket.io', 'dist', 'index.js')),
  bun: () =>
    fromNpm(`bun@${BUN}`, join('@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun')),
  nats: () => fromGo(NATS_SERVER).catch(() => findNatsServer().path),
  centrifugo: () => fromGo(CENTRIFUGO),
} as const;

/** Into a folder of its own, without running what packages bring along. */
async function fromNpm(spec: string, file: string): Promise<string> {
  const path = join(MODULES, file);
  if (existsSync(path)) return path;
  console.log(`installing ${spec} from npm (once) …`);
  await mkdir(FOLDER, { recursive: true });
  const manifest = join(FOLDER, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{"private":true}\n');
  const flags = ['--ignore-scripts', '--save-exact', '--no-audit', '--no-fund'];
  await run('npm', ['install', '--prefix', FOLDER, ...flags, spec], { cwd: FOLDER });
  if (!existsSync(path)) throw new Error(`${spec} has no ${file}`);
  return path;
}

async function fromGo(module: string): Promise<string> {
  const [address = '', version = ''] = module.split('@');
  const name = address.split('/').find((part, index) => index > 1 && !/^v\d+$/u.test(part)) ?? '';
  const folder = join(FOLDER, 'go', version);
  const path = join(folder, name);
  if (existsSync(path)) return path;
  console.log(`building ${module} (once, a few minutes) …`);
  await run('go', ['install', module], { env: { ...process.env, GOBIN: folder } });
  return path;
}
