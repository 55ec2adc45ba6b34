import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../id.ts';
import { isCode } from '../secret-file.ts';
import { commandLine, EmbeddedError, readOptional } from './process.ts';
import type { Notice } from './server.ts';

const NAME = 'stack.lock';

export type LockState =
  | Readonly<{ kind: 'free' }>
  /** Written by a run that was killed; the next start removes it. */
  | Readonly<{ kind: 'stale'; pid: number }>
  | Readonly<{ kind: 'held'; pid: number }>;

/** Who works in this data folder. A number that now belongs to another program counts as stale. */
export function lockState(dir: string): LockState {
  const text = readOptional(join(dir, NAME));
  if (text === undefined) return { kind: 'free' };
  const [pidText = '', ...command] = text.split('\n');
  const pid = Number(pidText);
  const running = Number.isInteger(pid) && pid > 1 ? commandLine(pid) : undefined;
  return { kind: running !== undefined && running === command.join('\n') ? 'held' : 'stale', pid };
}

/** Takes the data folder for this process; returns what gives it back. */
export function takeLock(dir: string, notice?: Notice): () => void {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, NAME);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const content = `${String(process.pid)}\n${commandLine(process.pid) ?? ''}`;
    if (create(path, content))
      return () => {
        if (readOptional(path) === content) rmSync(path, { force: true });
      };
    const state = lockState(dir);
    if (state.kind === 'held') throw heldError(dir, state.pid);
    if (state.kind === 'stale') {
      notice?.(`An earlier run (process ${String(state.pid)}) was killed; its lock is removed.`);
      rmSync(path, { force: true });
    }
  }
  throw new EmbeddedError(`The lock ${path} changes all the time.`, 'Start only one at a time.');
}

function create(path: string, content: string): boolean {
  const draft = `${path}.${newId()}`;
  writeFileSync(draft, content, { flag: 'wx' });
  try {
    // A link appears with its whole content or not at all, and never replaces another's.
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

export const heldError = (dir: string, pid: number): EmbeddedError =>
  new EmbeddedError(
    `Overround already runs with the data in ${dir} (process ${String(pid)}).`,
    `Stop it with Ctrl-C or \`kill ${String(pid)}\`, or choose another folder with OVERROUND_DATA_DIR.`,
  );
