import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { runFirst } from '../process-priority.ts';
import { isCode } from '../secret-file.ts';

/** A problem with a server of ours: one line saying what is wrong and one saying what to do. */
export class EmbeddedError extends Error {
  readonly fix: string;

  constructor(problem: string, fix: string, cause?: unknown) {
    super(`${problem} ${fix}`, { cause });
    this.name = 'EmbeddedError';
    this.fix = fix;
  }
}

export type StopSignal = 'INT' | 'TERM';

export type GuardedOptions = Readonly<{
  command: string;
  args: readonly string[];
  /** What asks this server for a clean end. */
  stopSignal: StopSignal;
  /** Both output streams go here, appended. */
  logFile: string;
  cwd: string;
  env?: Readonly<Record<string, string>>;
  user?: Readonly<{ uid: number; gid: number }> | undefined;
  /** Whether it asks for processors before others. */
  runsFirst?: boolean;
}>;

export type Guarded = Readonly<{
  /** Resolves with a description when the process has ended, for whatever reason. */
  exited: Promise<string>;
  /** Asks for a clean end and waits; after `graceMs` the whole group is killed. */
  stop(graceMs?: number): Promise<void>;
}>;

/**
 * Starts a server that cannot outlive this process: see warden.sh. It has its own process group, so that
 * Ctrl-C in the terminal reaches only us and the servers end last, after those who use them.
 */
export function startGuarded(options: GuardedOptions): Guarded {
  const script = readFileSync(join(import.meta.dirname, 'warden.sh'), 'utf8');
  const log = openSync(options.logFile, 'a');
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'warden', options.stopSignal, options.command, ...options.args],
    {
      cwd: options.cwd,
      detached: true,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C', ...options.env },
      stdio: ['pipe', log, log],
      ...(options.user ?? {}),
    },
  );
  closeSync(log);
  if (options.runsFirst === true && child.pid !== undefined) runFirst(child.pid);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ? `killed by ${signal}` : `exit code ${String(code)}`);
    });
  });
  // The pipe breaks when the server ends by itself; that is reported by `exited`.
  child.stdin?.on('error', () => undefined);
  return {
    exited,
    stop: async (graceMs = 15_000) => {
      child.stdin?.end();
      const clean = await within(exited, graceMs);
      if (clean === undefined && child.pid !== undefined) {
        signalProcess(-child.pid, 'SIGKILL');
        await exited;
      }
    },
  };
}

/** The value of the promise, or undefined when it takes longer. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const abort = new AbortController();
  try {
    return await Promise.race([
      promise,
      systemClock.sleep(ms, abort.signal).then(
        () => undefined,
        () => undefined,
      ),
    ]);
  } finally {
    abort.abort();
  }
}

/** False when there is no such process. Signal 0 only asks. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // Another user's process exists even though we may not touch it.
    if (isCode(error, 'EPERM')) return true;
    if (isCode(error, 'ESRCH')) return false;
    throw error;
  }
}

/** The command line of a running process; undefined when it does not run. A zombie does not run. */
export function commandLine(pid: number): string | undefined {
  if (!signalProcess(pid, 0)) return undefined;
  if (process.platform === 'linux') {
    try {
      return (
        readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
          .replaceAll('\0', ' ')
          .trim() || undefined
      );
    } catch {
      return undefined;
    }
  }
  const ps = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.stdout.trim() || undefined;
}

/** The process id in the first line of the file, when such a process runs and its command line has `marker`. */
export function findRunning(pidFile: string, marker: string): number | undefined {
  const pid = Number(readOptional(pidFile)?.split('\n', 1)[0]?.trim());
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return commandLine(pid)?.includes(marker) ? pid : undefined;
}

/** Stops a server that an earlier, killed run left behind; returns false when there was none. */
export async function stopOrphan(
  pidFile: string,
  marker: string,
  stopSignal: StopSignal,
): Promise<boolean> {
  const pid = findRunning(pidFile, marker);
  if (pid === undefined) return false;
  for (const [signal, waitMs] of [
    [`SIG${stopSignal}`, 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signalProcess(pid, signal);
    if (await gone(pid, waitMs)) return true;
  }
  throw new EmbeddedError(
    `Process ${String(pid)} of an earlier run does not stop.`,
    `Run: kill -9 ${String(pid)}`,
  );
}

async function gone(pid: number, waitMs: number): Promise<boolean> {
  const deadline = systemClock.monotonic() + waitMs;
  while (systemClock.monotonic() < deadline) {
    if (commandLine(pid) === undefined) return true;
    await systemClock.sleep(20);
  }
  return false;
}

export function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The end of a log, for the error message of a server that did not start. */
export const tail = (logFile: string, lines = 8): string =>
  (readOptional(logFile) ?? '').trimEnd().split('\n').slice(-lines).join('\n');
