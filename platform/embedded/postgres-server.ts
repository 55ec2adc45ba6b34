import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { secretFile } from '../secret-file.ts';
import { choosePlace, type PostgresPlace } from './postgres-place.ts';
import { EmbeddedError, startGuarded, stopOrphan } from './process.ts';
import { choosePort, waitUntilReady, type EmbeddedServer, type Notice } from './server.ts';

export type PostgresServerOptions = Readonly<{
  notice?: Notice;
  /** Tests only: no fsync, so a power cut loses data. */
  unsafeFast?: boolean;
  /** Settings of the server beside ours, for benchmarks. */
  settings?: Readonly<Record<string, string>>;
  /** Environment of the server process, for benchmarks. */
  env?: Readonly<Record<string, string>>;
}>;

const USER = 'overround';
const DATABASE = 'overround';

/** Starts PostgreSQL with its cluster below `dir`, creating it the first time; port 0 takes any free one. */
export async function startPostgres(
  dir: string,
  port: number,
  options: PostgresServerOptions = {},
): Promise<EmbeddedServer> {
  const place = choosePlace(dir, options.notice);
  const { dataDir, user } = place;
  if (await stopOrphan(join(dataDir, 'postmaster.pid'), dataDir, 'INT'))
    options.notice?.('A PostgreSQL of an earlier run was still there; it was stopped.');
  const password = secretFile(dir, 'postgres.password', 24);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(place, dir, password);
  checkVersion(place);
  const actualPort = await choosePort({
    server: 'PostgreSQL',
    port,
    variable: 'OVERROUND_POSTGRES_PORT',
  });
  const logFile = join(dir, 'postgres.log');
  const guarded = startGuarded({
    command: place.binaries.postgres,
    args: serverArgs(dataDir, actualPort, options),
    // SIGINT is PostgreSQL's fast shutdown: clients are cut off, data is safe.
    stopSignal: 'INT',
    logFile,
    cwd: dataDir,
    env: options.env ?? {},
    user: user && { uid: user.uid, gid: user.gid },
  });
  const connection = { host: '127.0.0.1', port: actualPort, user: USER, password };
  const probe = (): Promise<boolean> => ensureDatabase(connection);
  await waitUntilReady({ server: 'PostgreSQL', guarded, logFile, probe });
  return {
    name: 'PostgreSQL',
    url: `postgres://${USER}:${password}@127.0.0.1:${String(actualPort)}/${DATABASE}`,
    port: actualPort,
    exited: guarded.exited,
    stop: () => guarded.stop(20_000),
  };
}

function serverArgs(dataDir: string, port: number, options: PostgresServerOptions): string[] {
  const { unsafeFast, settings: more } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    ...(unsafeFast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...more,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, '-p', String(port), ...flags];
}

/** Made aside and moved into place, so that a start that is killed half-way leaves nothing broken. */
async function createCluster(place: PostgresPlace, dir: string, password: string): Promise<void> {
  const { binaries, dataDir, user } = place;
  const draft = `${dataDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = join(draft, '..', 'postgres.initial-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
    await runInitdb(place, draft, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, dataDir);
  writeFileSync(join(dir, 'postgres.version'), `${String(binaries.major)}\n`);
}

async function runInitdb(
  { binaries, user }: PostgresPlace,
  draft: string,
  passwordFile: string,
): Promise<void> {
  const flags = [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Text sorts by its bytes: the same on every machine and version.
    '--no-locale',
  ];
  const options = {
    cwd: draft,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  };
  try {
    await promisify(execFile)(binaries.initdb, flags, options);
  } catch (error) {
    throw new EmbeddedError(
      `initdb failed: ${error instanceof Error ? error.message : String(error)}`,
      'Run `npm run overround doctor`; is the disk full, or are libraries missing?',
      error,
    );
  }
}

function checkVersion({ binaries, dataDir }: PostgresPlace): void {
  const major = Number(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return;
  throw new EmbeddedError(
    `The data in ${dataDir} is of PostgreSQL ${String(major)}, but the server is ${String(binaries.major)}.`,
    'Start afresh with `npm start -- --fresh` (this deletes the data), or use the old version by DATABASE_URL.',
  );
}

/** True when the server answers and has our database. */
async function ensureDatabase(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({
    ...connection,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return true;
  } catch (error) {
    if (isWrongPassword(error))
      throw new EmbeddedError(
        'The data folder of PostgreSQL has another password than postgres.password.',
        'Start afresh with `npm start -- --fresh` (this deletes the data).',
        error,
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isWrongPassword = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '28P01';
