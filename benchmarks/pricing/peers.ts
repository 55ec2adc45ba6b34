import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The same versions every time, so that ratios can be compared over months. */
const PEERS = ['penaltyblog==1.13.1', 'shin'];
const SCRIPT = new URL('./peers.py', import.meta.url).pathname;
const FOLDER = join(homedir(), '.cache', 'overround', 'python-peers');
const PYTHON = join(FOLDER, 'bin', 'python');
const MOST_OUTPUT = 64 * 2 ** 20;
const run = promisify(execFile);

export type PeerQuestion = Readonly<{
  books: readonly (readonly number[])[];
  /** Expected goals of both sides and rho. */
  grids: readonly (readonly [home: number, away: number, rho: number])[];
  /** Home, draw, away, over and under 2.5. */
  inversions: readonly (readonly number[])[];
  rounds: number;
}>;
export type PeerAnswer = Readonly<{
  versions: Readonly<Record<string, string>>;
  shin: readonly (readonly number[])[];
  grid: readonly (readonly number[])[];
  /** Microseconds a call, of the best round. */
  shinUs: number;
  gridUs: number;
  inversionUs: number;
}>;

/** Installs the peers from PyPI into a folder of their own; a minute or two the first time. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  if (existsSync(join(FOLDER, 'ready'))) return;
  say('installing penaltyblog and shin from PyPI (once, a few minutes) …');
  await mkdir(FOLDER, { recursive: true });
  await run('python3', ['-m', 'venv', FOLDER]);
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', ...PEERS]);
  await mkdir(join(FOLDER, 'ready'));
}

/** Asks the Python peers once. */
export async function askPeers(question: PeerQuestion): Promise<PeerAnswer> {
  const asked = run(PYTHON, [SCRIPT], { maxBuffer: MOST_OUTPUT });
  asked.child.stdin?.end(JSON.stringify(question));
  const { stdout } = await asked;
  return JSON.parse(stdout) as PeerAnswer;
}
