import { fork, type ChildProcess } from 'node:child_process';

import type { Clock, Logger } from '#platform/mod.ts';

import type { Role } from '../roles.ts';

/** What a child tells its parent over the IPC channel. */
export type ChildMessage =
  | Readonly<{ type: 'ready'; addresses: Readonly<Record<string, string>> }>
  | Readonly<{ type: 'failed'; message: string }>;

export type SupervisorOptions = Readonly<{
  entry: string;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  log: Logger;
}>;

export type SupervisedProcess = Readonly<{
  /** Addresses that the process announced when it was ready the first time. */
  ready: Promise<Readonly<Record<string, string>>>;
  stop(): Promise<void>;
}>;

const RESTART_AFTER_MS = 1_000;
const KILL_AFTER_MS = 8_000;

/**
 * Keeps one process of ours alive: a crash is logged and the process started again. A child ends by itself
 * when the IPC channel closes, so that nothing survives a killed parent.
 */
export function supervise(roles: readonly Role[], options: SupervisorOptions): SupervisedProcess {
  const { entry, env, clock, log } = options;
  const name = roles.join('+');
  let child: ChildProcess | undefined;
  let stopping = false;
  let exited = Promise.resolve();

  const ready = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    const launch = (): void => {
      const started = fork(entry, ['run', ...roles], {
        env: { ...env },
        stdio: 'inherit',
        // A group of its own: Ctrl-C is for the parent, which stops its children in order.
        detached: true,
      });
      child = started;
      started.on('message', (message: ChildMessage) => {
        if (message.type === 'ready') resolve(message.addresses);
        else reject(new Error(message.message));
      });
      exited = new Promise((done) => {
        started.once('exit', (code, signal) => {
          done();
          if (stopping) return;
          log.error({ process: name, code, signal }, 'a process ended; starting it again');
          void clock.sleep(RESTART_AFTER_MS).then(() => {
            if (!stopping) launch();
          });
        });
      });
    };
    launch();
  });

  return {
    ready,
    async stop() {
      stopping = true;
      const ending = child;
      const running = ending?.exitCode === null && ending.signalCode === null;
      if (!running) return;
      ending.kill('SIGTERM');
      const killed = new AbortController();
      void clock.sleep(KILL_AFTER_MS, killed.signal).then(
        () => ending.kill('SIGKILL'),
        () => undefined,
      );
      await exited;
      killed.abort();
    },
  };
}
