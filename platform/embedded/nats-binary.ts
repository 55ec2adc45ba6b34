import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isAtLeast } from '../nats.ts';
import { repoDir } from '../paths.ts';
import { EmbeddedError } from './process.ts';

export type NatsBinary = Readonly<{ path: string; version: string }>;

type Environment = Readonly<Record<string, string | undefined>>;

/** Oldest version that everything here works with, if slower: Debian 12's. */
const OLDEST = [2, 9] as const;
const PREFERRED = [2, 10] as const;

/**
 * The nats-server to use: NATS_SERVER, else the first of PATH, the checkout's and the user's cache that
 * is 2.10 or newer, else any 2.9.
 */
export function findNatsServer(env: Environment = process.env): NatsBinary {
  const wanted = env['NATS_SERVER'];
  if (wanted) {
    const binary = inspect(wanted);
    if (binary) return binary;
    throw new EmbeddedError(
      `NATS_SERVER is ${wanted}, which is no nats-server.`,
      'Correct it or unset it.',
    );
  }
  const found = candidates(env)
    .map(inspect)
    .filter((binary) => binary !== undefined);
  const best =
    found.find(({ version }) => isAtLeast(version, ...PREFERRED)) ??
    found.find(({ version }) => isAtLeast(version, ...OLDEST));
  if (best) return best;
  throw new EmbeddedError('There is no nats-server on this machine.', NATS_WAYS);
}

const NATS_WAYS =
  'Install Go (then it is built by itself), or run one of: `apt-get install nats-server`, ' +
  '`brew install nats-server`; or point NATS_SERVER to a binary, or NATS_URL to a running server.';

const candidates = (env: Environment): string[] => [
  ...(env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, 'nats-server')),
  join(repoDir(), '.overround', 'bin', 'nats-server'),
  join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'overround', 'bin', 'nats-server'),
];

function inspect(path: string): NatsBinary | undefined {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return undefined;
  }
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 5_000 });
  const version = /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  return version === undefined ? undefined : { path, version };
}
