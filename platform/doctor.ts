import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { hasChdb } from './embedded/clickhouse-server.ts';
import { lockState } from './embedded/lock.ts';
import { findNatsServer } from './embedded/nats-binary.ts';
import { findPostgres } from './embedded/postgres-binaries.ts';
import { EmbeddedError, findRunning } from './embedded/process.ts';
import { relocatedDataDir } from './embedded/postgres-place.ts';
import { firstClosedFolder, serverUser } from './embedded/server-user.ts';
import { runningStack } from './embedded/stack.ts';
import { isPortFree } from './listen.ts';
import { isAtLeast } from './nats.ts';
import { repoDir } from './paths.ts';

/** The result of one check; `fix` says what to do when it is not ok, and is empty otherwise. */
export type Check = Readonly<{ name: string; ok: boolean; detail: string; fix: string }>;

type Finding = Omit<Check, 'name'>;

/** Checks everything that a start needs, without starting or changing anything. */
export async function diagnose(config: Config): Promise<Check[]> {
  const checks: readonly (readonly [string, () => Finding | Promise<Finding>])[] = [
    ['Node', checkNode],
    ['dependencies', checkDependencies],
    ['data folder', () => checkDataDir(config.dataDir)],
    ['earlier run', () => checkEarlierRun(config.dataDir)],
    ['disk space', () => checkDisk(config.dataDir)],
    ['PostgreSQL', () => (config.databaseUrl ? external('DATABASE_URL') : checkPostgres())],
    ['NATS', () => (config.natsUrl ? external('NATS_URL') : checkNats())],
    ['ClickHouse', () => (config.clickhouseUrl ? external('CLICKHOUSE_URL') : checkChdb())],
    ...portChecks(config),
  ];
  const results: Check[] = [];
  for (const [name, run] of checks) results.push({ name, ...(await attempt(run)) });
  return results;
}

const good = (detail: string): Finding => ({ ok: true, detail, fix: '' });
const bad = (detail: string, fix: string): Finding => ({ ok: false, detail, fix });
const external = (variable: string): Finding => good(`from ${variable}`);

async function attempt(run: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof EmbeddedError)
      return bad(error.message.replace(` ${error.fix}`, ''), error.fix);
    return bad(
      error instanceof Error ? error.message : String(error),
      'Report this with the whole output.',
    );
  }
}

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24
    ? good(process.version)
    : bad(
        process.version,
        'Start by `npm start`, which brings Node 24, or install it from nodejs.org.',
      );
}

function checkDependencies(): Finding {
  return existsSync(join(repoDir(), 'node_modules', '.package-lock.json'))
    ? good('installed')
    : bad('node_modules is missing or incomplete', 'npm ci');
}

function checkDataDir(dir: string): Finding {
  mkdirSync(dir, { recursive: true });
  try {
    accessSync(dir, constants.W_OK);
  } catch {
    return bad(
      `${dir} cannot be written`,
      'Make it yours, or choose another with OVERROUND_DATA_DIR.',
    );
  }
  const user = serverUser();
  const closed = user && firstClosedFolder(dir, user);
  return closed === undefined
    ? good(dir)
    : good(
        `${dir} (as root: PostgreSQL may not enter ${closed}, its data goes to /var/lib/overround)`,
      );
}

function checkEarlierRun(dir: string): Finding {
  const lock = lockState(dir);
  if (lock.kind === 'held') return good(`process ${String(lock.pid)} runs with this folder`);
  const relocated = relocatedDataDir(dir);
  const orphan =
    findRunning(join(dir, 'postgres', 'postmaster.pid'), dir) ??
    findRunning(join(relocated, 'postgres', 'postmaster.pid'), relocated) ??
    findRunning(join(dir, 'nats', 'nats.pid'), dir) ??
    findRunning(join(dir, 'clickhouse', 'front.pid'), dir);
  if (orphan !== undefined)
    return bad(
      `a server of an earlier run is still there (process ${String(orphan)})`,
      `npm start stops it, or: kill ${String(orphan)}`,
    );
  return lock.kind === 'stale'
    ? bad(`an earlier run (process ${String(lock.pid)}) was killed`, 'npm start puts it right')
    : good('nothing left behind');
}

const NEEDED_BYTES = 2 * 1024 ** 3;

function checkDisk(dir: string): Finding {
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free >= NEEDED_BYTES
    ? good(detail)
    : bad(detail, 'Free at least 2 GiB, or choose another disk with OVERROUND_DATA_DIR.');
}

function checkPostgres(): Finding {
  const { postgres, major, source } = findPostgres();
  const { status, stderr } = spawnSync(
    postgres.replace(/postgres(\.exe)?$/, 'initdb$1'),
    ['--version'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0)
    return bad(`initdb does not run: ${stderr.trim()}`, 'Install the dependencies again: npm ci');
  return good(`${String(major)}, ${source === 'npm' ? 'embedded' : postgres}`);
}

function checkNats(): Finding {
  const { path, version } = findNatsServer();
  const note = isAtLeast(version, 2, 10)
    ? ''
    : ' (works; 2.10 or newer is faster with many subjects)';
  return good(`${version}, ${path}${note}`);
}

const checkChdb = (): Finding =>
  hasChdb()
    ? good('embedded engine')
    : bad(
        'no embedded engine for this platform: analytics is off, everything else works',
        'Set CLICKHOUSE_URL to a ClickHouse server.',
      );

function portChecks(config: Config): (readonly [string, () => Promise<Finding>])[] {
  const { postgres, nats, clickhouse } = config.embeddedPorts;
  const ports: (readonly [number, string, string | undefined])[] = [
    [config.apiPort, 'OVERROUND_API_PORT', undefined],
    [config.gatewayPort, 'OVERROUND_GATEWAY_PORT', undefined],
    [config.metricsPort ?? 0, 'OVERROUND_METRICS_PORT', undefined],
    [config.payments.webhookPort, 'OVERROUND_PAYMENTS_PORT', undefined],
    [config.payments.simulatedPort, 'OVERROUND_PAYMENT_PROVIDER_PORT', config.payments.providerUrl],
    [postgres, 'OVERROUND_POSTGRES_PORT', config.databaseUrl],
    [nats, 'OVERROUND_NATS_PORT', config.natsUrl],
    [clickhouse, 'OVERROUND_CLICKHOUSE_PORT', config.clickhouseUrl],
  ];
  return ports
    .filter(([port, , url]) => port !== 0 && url === undefined)
    .map(([port, variable]) => [
      `port ${String(port)}`,
      () => checkPort(config.dataDir, port, variable),
    ]);
}

async function checkPort(dataDir: string, port: number, variable: string): Promise<Finding> {
  if (await isPortFree(port)) return good('free');
  if (runningStack(dataDir)) return good('ours');
  return bad(
    'taken by another program',
    `Stop that program, or choose another port with ${variable}.`,
  );
}
