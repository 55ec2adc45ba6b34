import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Plain JavaScript without declarations, because it runs before anything is installed.
type Dependencies = Readonly<{
  isInstalled(root: string, lock: Buffer): boolean;
  onlyOptionalMissing(output: string, lock: Buffer): boolean;
}>;
const dependencies = (await import(
  String(new URL('setup/dependencies.mjs', import.meta.url))
)) as Dependencies;

const MAIN = `
const args: readonly string[] = process.argv.slice(2);
for (const [signal, code] of [['SIGTERM', 7], ['SIGINT', 8]] as const) process.on(signal, () => process.exit(code));
console.log(JSON.stringify({ pid: process.pid, args, nats: process.env['NATS_SERVER'] }));
if (args.includes('--exit')) process.exit(3);
if (args.includes('--die')) process.kill(process.pid, 'SIGKILL');
setTimeout(() => undefined, 60_000);
`;

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'overround-run-'));
  cpSync(import.meta.dirname, join(root, 'scripts'), { recursive: true });
  for (const dir of ['app', 'node_modules/.bin']) mkdirSync(join(root, dir), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'app/main.ts'), MAIN);
  writeFileSync(join(root, 'package-lock.json'), '{}');
  const stamp = createHash('sha256').update('{}').digest('hex');
  writeFileSync(join(root, 'node_modules/.overround-stamp'), stamp);
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'));
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

type Announcement = Readonly<{ pid: number; args: readonly string[]; nats?: string }>;

const run = (args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [join(root, 'scripts/run.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: root, NATS_SERVER: '/opt/nats-server', ...env },
  });

async function announcement(child: ChildProcess): Promise<Announcement> {
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Announcement;
}

const ending = async (child: ChildProcess): Promise<unknown> => {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? code;
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('run.mjs', () => {
  test('hands the arguments over as they are, and the exit code back', async () => {
    const child = run(['start', '--fresh', 'a b;$(c)', '--exit']);
    const ended = ending(child);
    expect((await announcement(child)).args).toEqual(['start', '--fresh', 'a b;$(c)', '--exit']);
    expect(await ended).toBe(3);
    const cli = run(['cli', 'query', 'SELECT 1', '--exit']);
    expect((await announcement(cli)).args).toEqual(['query', 'SELECT 1', '--exit']);
  });

  test('tells where nats-server is only to what needs it', async () => {
    expect((await announcement(run(['start', '--exit']))).nats).toBe('/opt/nats-server');
    const elsewhere = run(['start', '--exit'], { NATS_URL: 'nats://elsewhere', NATS_SERVER: '' });
    expect((await announcement(elsewhere)).nats).toBe('');
  });

  test.each([
    ['SIGTERM', 7],
    ['SIGINT', 8],
  ] as const)('forwards %s', async (signal, code) => {
    const child = run(['start']);
    await announcement(child);
    const ended = ending(child);
    child.kill(signal);
    expect(await ended).toBe(code);
  });

  test('ends by the signal that ended the program', async () => {
    expect(await ending(run(['start', '--die']))).toBe('SIGKILL');
  });

  test('the program does not outlive a killed run.mjs', async () => {
    const child = run(['start']);
    const { pid } = await announcement(child);
    child.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });

  test('an unknown command says which there are', async () => {
    const child = run(['strat']);
    let printed = '';
    child.stderr?.on('data', (chunk) => (printed += String(chunk)));
    expect(await ending(child)).toBe(1);
    expect(printed).toContain('start|cli|bench|vectors|test');
  });
});

describe('the installed dependencies', () => {
  const lock = (packages: object): Buffer => Buffer.from(JSON.stringify({ packages }));
  const wanted = {
    '': { name: 'overround' },
    'node_modules/a': {
      version: '1.0.0',
      optionalDependencies: { '@x/a-linux': '1', '@x/a-mac': '1' },
    },
    'node_modules/@x/a-linux': { version: '1.0.0', optional: true },
  };

  test.each([
    ['the same', wanted, true],
    ['an optional one absent', { 'node_modules/a': wanted['node_modules/a'] }, true],
    ['another version', { ...wanted, 'node_modules/a': { version: '1.0.1' } }, false],
    ['a needed one absent', { 'node_modules/@x/a-linux': { version: '1.0.0' } }, false],
  ])('%s: %#', (_, have, expected) => {
    const folder = join(root, 'installed');
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), lock(have));
    expect(dependencies.isInstalled(folder, lock(wanted))).toBe(expected);
  });

  test('nothing is installed in an empty folder', () => {
    expect(dependencies.isInstalled(join(root, 'nowhere'), lock(wanted))).toBe(false);
  });

  test.each([
    ['npm error Missing: @x/a-mac@ from lock file', true],
    [
      'npm error Missing: @x/a-mac@1.0.0 from lock file\nnpm error Missing: @x/a-linux@ from lock file',
      true,
    ],
    ['npm error Missing: b@2.0.0 from lock file', false],
    [
      'npm error Missing: @x/a-mac@ from lock file\nnpm error Invalid: lock file’s a@1 does not satisfy a@2',
      false,
    ],
    ['npm error network timeout', false],
  ])('only optional ones are missing: %s', (output, expected) => {
    expect(dependencies.onlyOptionalMissing(output, lock(wanted))).toBe(expected);
  });
});
