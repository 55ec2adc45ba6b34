import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { secretFile } from '../secret-file.ts';
import { EmbeddedError, signalProcess, stopOrphan, tail, within } from './process.ts';
import { choosePort, type EmbeddedServer, type Notice } from './server.ts';

export type FrontStart = Readonly<{ dir: string; port: number; token: string }>;
export type FrontMessage =
  Readonly<{ kind: 'ready'; port: number }> | Readonly<{ kind: 'failed'; reason: string }>;

export type ClickhouseServerOptions = Readonly<{ notice?: Notice }>;

const START_TIMEOUT_MS = 30_000;

/** True when the embedded engine exists for this platform: glibc Linux and macOS. */
export function hasChdb(): boolean {
  try {
    const chdb = createRequire(createRequire(import.meta.url).resolve('chdb'));
    const libc = process.platform === 'linux' ? '-gnu' : '';
    chdb.resolve(`@chdb/lib-${process.platform}-${process.arch}${libc}`);
    return true;
  } catch {
    return false;
  }
}

/** Starts the ClickHouse engine behind HTTP on 127.0.0.1; port 0 takes any free one. */
export async function startClickhouse(
  dir: string,
  port: number,
  options: ClickhouseServerOptions = {},
): Promise<EmbeddedServer> {
  mkdirSync(dir, { recursive: true });
  if (await stopOrphan(join(dir, 'front.pid'), dir, 'TERM'))
    options.notice?.('A ClickHouse engine of an earlier run was still there; it was stopped.');
  const token = secretFile(dir, 'clickhouse.token', 24);
  const actualPort = await choosePort({
    server: 'ClickHouse',
    port,
    variable: 'OVERROUND_CLICKHOUSE_PORT',
  });
  const front = forkFront(dir);
  const message = new Promise<FrontMessage>((resolve) => {
    front.child.once('message', (value) => {
      resolve(value as FrontMessage);
    });
  });
  front.child.send({ dir, port: actualPort, token } satisfies FrontStart);
  const outcome = await within(Promise.race([message, front.exited]), START_TIMEOUT_MS);
  if (typeof outcome !== 'object' || outcome.kind !== 'ready') {
    await front.stop();
    throw startError(front.logFile, outcome);
  }
  return {
    name: 'ClickHouse',
    url: `http://overround:${token}@127.0.0.1:${String(outcome.port)}/overround`,
    port: outcome.port,
    exited: front.exited,
    stop: front.stop,
  };
}

function forkFront(dir: string) {
  const logFile = join(dir, 'front.log');
  const log = openSync(logFile, 'a');
  // The folder is an argument only so that a later start can recognise this process by its command line.
  const child = fork(join(import.meta.dirname, 'chdb-front.ts'), [dir], {
    detached: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { PATH: process.env['PATH'], HOME: dir, TZ: 'UTC', UV_THREADPOOL_SIZE: '8' },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ? `killed by ${signal}` : `exit code ${String(code)}`);
    });
  });
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    if ((await within(exited, 10_000)) === undefined && child.pid !== undefined) {
      signalProcess(child.pid, 'SIGKILL');
      await exited;
    }
  };
  return { child, exited, stop, logFile };
}

function startError(logFile: string, outcome: FrontMessage | string | undefined): EmbeddedError {
  const how =
    outcome === undefined
      ? `did not answer in ${String(START_TIMEOUT_MS / 1000)} s`
      : typeof outcome === 'string'
        ? `ended at once (${outcome})`
        : 'reason' in outcome
          ? `failed: ${outcome.reason}`
          : 'failed';
  return new EmbeddedError(
    `ClickHouse ${how}. The end of ${logFile}:\n${tail(logFile)}\n`,
    'Run `npm run overround doctor` for a check of the whole installation.',
  );
}
