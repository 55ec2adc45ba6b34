import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type PgbenchRun = Readonly<{ clients: number; tps: number; latencyMs: number }>;

/** pgbench of PATH or of Debian's PostgreSQL, which is installed when there is none and we may. */
export async function findPgbench(): Promise<string> {
  const found = lookFor();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0)
    await run('apt-get', ['install', '-y', '-qq', 'postgresql-contrib']).catch(() => undefined);
  const installed = lookFor();
  if (installed !== undefined) return installed;
  throw new Error('There is no pgbench here: apt-get install postgresql-contrib');
}

function lookFor(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  // Debian's own pgbench in PATH is a wrapper that needs a cluster of its packages.
  return [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
    .map((dir) => join(dir, 'pgbench'))
    .find((path) => existsSync(path));
}

/** Makes the tables of the TPC-B-like test at this scale in an empty database. */
export async function initialise(pgbench: string, url: string, scale: number): Promise<void> {
  await run(pgbench, ['-i', '-q', '-s', String(scale), url], { maxBuffer: 2 ** 24 });
}

/** Runs the built-in TPC-B-like transaction with prepared statements, flat out. */
export async function tpcB(
  pgbench: string,
  url: string,
  { clients, seconds }: Readonly<{ clients: number; seconds: number }>,
): Promise<PgbenchRun> {
  const options = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds)];
  const { stdout } = await run(pgbench, [...options, url], { maxBuffer: 2 ** 24 });
  const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  const latencyMs = Number(/^latency average = ([\d.]+) ms/m.exec(stdout)?.[1]);
  if (!Number.isFinite(tps)) throw new Error(`pgbench said nothing of tps:\n${stdout}`);
  return { clients, tps, latencyMs };
}
