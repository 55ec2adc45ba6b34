import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startNats, startPostgres, type EmbeddedServer } from '#platform/embedded/mod.ts';
import { systemClock } from '#platform/mod.ts';

/** A server that can be killed like a process of a machine that lost its power, and started again. */
export type Mortal = Readonly<{
  url: string;
  /** Kills every process of it at once, without a word. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}>;

/** PostgreSQL that flushes every commit. */
export const mortalPostgres = (dir: string): Promise<Mortal> =>
  mortal((port) => startPostgres(dir, port), join(dir, 'postgres', 'postmaster.pid'));

export const mortalNats = (dir: string): Promise<Mortal> =>
  mortal((port) => startNats(dir, port), join(dir, 'nats.pid'));

const RESTART_TRIES = 40;
const RETRY_MS = 100;

async function mortal(
  start: (port: number) => Promise<EmbeddedServer>,
  pidFile: string,
): Promise<Mortal> {
  let server = await start(0);
  const { url, port } = server;
  return {
    url,
    kill: async () => {
      const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
      for (const each of [pid, ...childrenOf(pid)]) killHard(each);
      await server.exited;
    },
    restart: async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          server = await start(port);
          return;
        } catch (error) {
          if (tries === RESTART_TRIES) throw error;
          await systemClock.sleep(RETRY_MS);
        }
      }
    },
    stop: () => server.stop(),
  };
}

/** Every process of this parent; Linux only, as the benchmark is. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended since the folder was read.
    return undefined;
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
