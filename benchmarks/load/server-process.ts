import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { cpuUs, residentBytes } from './process-use.ts';

/** A server that is measured, in a process of its own. */
export type MeasuredServer = Readonly<{
  pid: number;
  port: number;
  cpuUs(): number;
  residentBytes(): number;
  /** Lets go of garbage, where the server knows how. */
  collect(): void;
  stop(): Promise<void>;
}>;

export type Command = Readonly<{
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Known already; else the first line that the program prints is `{"port":…}`. */
  port?: number;
  /** Collects garbage on SIGUSR2. */
  collects?: boolean;
}>;

/** A server of ours, which prints its port and collects garbage when it is asked to. */
export const nodeServer = (program: URL, env: Readonly<Record<string, string>>): Command => ({
  command: process.execPath,
  args: ['--expose-gc', '--disable-warning=ExperimentalWarning', program.pathname],
  env,
  collects: true,
});

const READY_MS = 20_000;
/** Sets on which cores a process runs; of util-linux. */
const PINNING = 'taskset';

const canPin = (): boolean =>
  availableParallelism() > 1 && spawnSync(PINNING, ['--version']).status === 0;

/** The server has the first core for itself; everything else, which inherits from here, takes the others. */
export function leaveFirstCore(): boolean {
  if (!canPin()) return false;
  const others = `1-${String(availableParallelism() - 1)}`;
  const pid = String(process.pid);
  return spawnSync(PINNING, ['--all-tasks', '--cpu-list', '--pid', others, pid]).status === 0;
}

export async function startServer(
  { command, args, env = {}, port, collects = false }: Command,
  isPinned: boolean,
): Promise<MeasuredServer> {
  const pinned = isPinned ? [PINNING, '--cpu-list', '0'] : [];
  const [program = command, ...rest] = [...pinned, command, ...args];
  const child = spawn(program, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  endWithMe(child);
  const lines = createInterface({ input: child.stdout });
  const first = port === undefined ? await firstLine(lines, command) : undefined;
  if (port !== undefined) await untilOpen(port);
  const { pid = 0 } = child;
  return {
    pid,
    port: port ?? portIn(first ?? ''),
    cpuUs: () => cpuUs(pid),
    residentBytes: () => residentBytes(pid),
    collect: () => {
      if (collects) child.kill('SIGUSR2');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const started = new Set<ChildProcess>();
let isWatching = false;

/** Whatever ends the benchmark ends the server, which holds cores and ports. */
function endWithMe(child: ChildProcess): void {
  if (!isWatching) {
    isWatching = true;
    process.once('exit', () => {
      for (const each of started) each.kill('SIGKILL');
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => process.exit(1));
  }
  started.add(child);
  child.once('exit', () => started.delete(child));
}

function firstLine(lines: ReturnType<typeof createInterface>, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`${command} did not start in time`));
    }, READY_MS);
    lines.once('line', (line) => {
      clearTimeout(late);
      resolve(line);
    });
    lines.once('close', () => {
      reject(new Error(`${command} ended without a word`));
    });
  });
}

function portIn(line: string): number {
  const { port } = JSON.parse(line) as { port?: unknown };
  if (typeof port !== 'number') throw new Error(`no port in: ${line}`);
  return port;
}

const POLL_MS = 50;

/** Waits until somebody listens at the port. */
export async function untilOpen(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += POLL_MS) {
    if (await isOpen(port)) return;
    await pause(POLL_MS);
  }
  throw new Error(`nobody listens at port ${String(port)}`);
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (value: boolean) => (): void => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
  });
