import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Role } from '#app/mod.ts';
import { repoDir, systemClock } from '#platform/mod.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Told = Readonly<{ type: 'ready' | 'failed' }>;

const RETRY_MS = 100;

/** One service in a process of its own, which is started again whenever it ends, until `stop`. */
export class RoleProcess {
  readonly #role: Role;
  readonly #env: Environment;
  #child: ChildProcess | undefined;
  #ready = Promise.withResolvers<undefined>();
  #isStopping = false;

  constructor(role: Role, env: Environment) {
    this.#role = role;
    this.#env = env;
    this.#launch();
  }

  /** Resolves when the process that runs now, or the one that follows it, has started its service. */
  get ready(): Promise<undefined> {
    return this.#ready.promise;
  }

  /** kill -9; the next one starts at once. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([gone, systemClock.sleep(10_000)]);
    child.kill('SIGKILL');
  }

  #launch(): void {
    const child = fork(join(repoDir(), 'app', 'main.ts'), ['run', this.#role], {
      env: { ...this.#env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
    });
    this.#child = child;
    child.on('message', ({ type }: Told) => {
      if (type === 'ready') this.#ready.resolve(undefined);
    });
    child.once('exit', () => {
      this.#ready = Promise.withResolvers();
      if (this.#isStopping) return;
      void systemClock.sleep(RETRY_MS).then(() => {
        if (!this.#isStopping) this.#launch();
      });
    });
  }
}
