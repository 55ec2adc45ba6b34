import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execute } from './execute.mjs';
import { SetupError, withProgress } from './report.mjs';

const MODULE = 'github.com/nats-io/nats-server/v2@v2.15.2';

/**
 * Path of a nats-server, obtained when the machine has none; undefined when NATS_URL makes it needless.
 * Order: NATS_SERVER, PATH (2.10 or newer), the checkout's and the user's cache, Go, Debian's package.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function ensureNatsServer(root, env = process.env) {
  if (env['NATS_URL']) return undefined;
  if (env['NATS_SERVER']) return env['NATS_SERVER'];
  const old = [];
  for (const path of onPath('nats-server', env)) {
    const version = await versionOf(path);
    if (version && isAtLeast(version, 2, 10)) return path;
    if (version && isAtLeast(version, 2, 9)) old.push(path);
  }
  const caches = cacheFolders(root, env);
  const cached = caches.map((dir) => join(dir, 'nats-server')).find(isExecutable);
  if (cached) return cached;
  const tried = [];
  const built = await buildWithGo(caches, env, tried);
  // An old server works, only slower with many subjects: better than changing the system.
  return built ?? old[0] ?? (await installWithApt(env, tried)) ?? fail(tried);
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
const cacheFolders = (root, env) => [
  join(root, '.overround', 'bin'),
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'overround', 'bin'),
];

/**
 * @param {readonly string[]} caches
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} tried
 */
async function buildWithGo(caches, env, tried) {
  const go = onPath('go', env)[0];
  if (!go) {
    tried.push('go: not installed');
    return undefined;
  }
  // The user's cache serves all checkouts; the checkout's own is for homes that cannot be written.
  for (const dir of [...caches].reverse()) {
    if (!canMake(dir)) continue;
    const { code, output } = await withProgress(
      'Building nats-server with Go (once, about a minute)',
      () =>
        execute(go, ['install', MODULE], {
          cwd: tmpdir(),
          env: { ...env, GOBIN: dir, GOFLAGS: '' },
        }),
    );
    const path = join(dir, 'nats-server');
    if (code === 0 && isExecutable(path)) return path;
    tried.push(`go install: ${output.trim().split('\n').at(-1)}`);
    return undefined;
  }
  tried.push('go: no folder to write to');
  return undefined;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} tried
 */
async function installWithApt(env, tried) {
  if (process.getuid?.() !== 0 || !onPath('apt-get', env)[0]) {
    tried.push('apt-get: needs root on Debian or Ubuntu');
    return undefined;
  }
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  const { code, output } = await withProgress('Installing nats-server with apt-get', async () => {
    await execute('apt-get', ['update', '-qq'], quiet);
    return execute(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'nats-server'],
      quiet,
    );
  });
  if (code !== 0) tried.push(`apt-get: ${output.trim().split('\n').at(-1)}`);
  return onPath('nats-server', env)[0];
}

/** @param {readonly string[]} tried */
function fail(tried) {
  throw new SetupError(
    `There is no nats-server on this machine (${tried.join('; ')}).\n` +
      'Install Go (https://go.dev/dl) and start again, or run one of\n' +
      '  apt-get install nats-server\n' +
      '  brew install nats-server\n' +
      'or download it (https://nats.io/download) and point NATS_SERVER to the file,\n' +
      'or point NATS_URL to a running server.',
  );
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 */
export const onPath = (name, env) =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, name))
    .filter(isExecutable);

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} dir */
function canMake(dir) {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
    return existsSync(dir);
  } catch {
    return false;
  }
}

/** @param {string} path */
async function versionOf(path) {
  const { output } = await execute(path, ['--version']);
  return /v?(\d+\.\d+)\.\d+/.exec(output)?.[1];
}

/**
 * @param {string} version
 * @param {number} major
 * @param {number} minor
 */
function isAtLeast(version, major, minor) {
  const [haveMajor = 0, haveMinor = 0] = version.split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}
