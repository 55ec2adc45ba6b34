import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';

import { temporaryFolder } from '#test/harness/mod.ts';

import { createClickHouse } from '../clickhouse.ts';
import { loadConfig } from '../config.ts';
import { diagnose, type Check } from '../doctor.ts';
import { listen } from '../listen.ts';
import { connectNats } from '../nats.ts';
import { createPool } from '../postgres.ts';
import { lockState, takeLock } from './lock.ts';
import { commandLine, EmbeddedError } from './process.ts';
import { deleteStackData, runningStack, startStack, type Stack } from './stack.ts';

const FREE = { postgres: 0, nats: 0, clickhouse: 0 };
const start = (dir: string, more: Partial<Parameters<typeof startStack>[0]> = {}): Promise<Stack> =>
  startStack({ dir, ports: FREE, urls: {}, unsafeFast: true, ...more });

/** Starts the stack in a process of its own, which can then be killed. */
async function startInChild(dir: string): Promise<ChildProcess> {
  const door = join(import.meta.dirname, 'mod.ts');
  const script = `
    import { startStack } from ${JSON.stringify(door)};
    await startStack({ dir: ${JSON.stringify(dir)}, ports: ${JSON.stringify(FREE)}, urls: {}, unsafeFast: true });
    process.stdout.write('ready\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface(child.stdout), 'line');
  return child;
}

async function killHard(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Process ids of everything whose command line names the folder. */
const processesOf = (dir: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && commandLine(pid)?.includes(dir));

async function checkAll(stack: Stack): Promise<void> {
  const pool = createPool({ url: stack.databaseUrl, maxConnections: 1 });
  expect((await pool.query('SELECT current_database() AS name')).rows).toEqual([
    { name: 'overround' },
  ]);
  await pool.end();
  const nats = await connectNats({ url: stack.natsUrl, name: 'check' });
  expect((await nats.jsm.getAccountInfo()).limits).toBeDefined();
  await nats.close();
  const url = new URL(stack.clickhouseUrl ?? '');
  url.pathname = '/';
  const clickhouse = createClickHouse({ url: url.href });
  expect(await clickhouse.ping({ select: true })).toMatchObject({ success: true });
  await clickhouse.close();
}

describe('startStack', () => {
  test('starts all three, keeps data over a restart, and leaves nothing running', async () => {
    const dir = temporaryFolder('stack-');
    const first = await start(dir);
    await checkAll(first);
    expect(first.embedded.map(({ name }) => name)).toEqual(['PostgreSQL', 'NATS', 'ClickHouse']);
    expect(runningStack(dir)).toMatchObject({ databaseUrl: first.databaseUrl });
    const pool = createPool({ url: first.databaseUrl, maxConnections: 1 });
    await pool.query('CREATE TABLE kept (n int)');
    await pool.end();
    await first.stop();
    expect(processesOf(dir)).toEqual([]);
    expect(runningStack(dir)).toBeUndefined();
    expect(existsSync(join(dir, 'stack.json'))).toBe(false);

    const second = await start(dir);
    const again = createPool({ url: second.databaseUrl, maxConnections: 1 });
    expect((await again.query('SELECT count(*) AS n FROM kept')).rows).toEqual([{ n: 0n }]);
    await again.end();
    await second.stop();

    deleteStackData(dir);
    const third = await start(dir);
    const fresh = createPool({ url: third.databaseUrl, maxConnections: 1 });
    expect((await fresh.query("SELECT to_regclass('kept') AS t")).rows).toEqual([{ t: null }]);
    await fresh.end();
    await third.stop();
  });

  test('a second start in the same folder is refused and says who is there', async () => {
    const dir = temporaryFolder('stack-');
    const stack = await start(dir);
    const refused: unknown = await start(dir).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EmbeddedError);
    expect(String(refused)).toContain(`already runs with the data in ${dir}`);
    expect(String(refused)).toContain(String(process.pid));
    expect(() => {
      deleteStackData(dir);
    }).toThrow(EmbeddedError);
    await checkAll(stack);
    await stack.stop();
  });

  test('a busy port is one clear line with the variable that moves it, and nothing stays behind', async () => {
    const dir = temporaryFolder('stack-');
    const squatter = await listen(createServer(), 0);
    const refused: unknown = await start(dir, { ports: { ...FREE, nats: squatter.port } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(EmbeddedError);
    expect(String(refused)).toContain(`Port ${String(squatter.port)}, which NATS needs, is taken`);
    expect(String(refused)).toContain('OVERROUND_NATS_PORT');
    expect(String(refused)).not.toContain('\n');
    expect(processesOf(dir)).toEqual([]);
    expect(lockState(dir)).toEqual({ kind: 'free' });
    await squatter.stop();
  });

  test('servers that have a URL already are not started', async () => {
    const dir = temporaryFolder('stack-');
    const stack = await start(dir, {
      urls: { databaseUrl: 'postgres://elsewhere/db', clickhouseUrl: 'http://elsewhere:8123' },
    });
    expect(stack.embedded.map(({ name }) => name)).toEqual(['NATS']);
    expect(stack).toMatchObject({
      databaseUrl: 'postgres://elsewhere/db',
      clickhouseUrl: 'http://elsewhere:8123',
    });
    await stack.stop();
  });

  test('tells when a server ends by itself', async () => {
    const dir = temporaryFolder('stack-');
    const ended: string[] = [];
    const stack = await start(dir, {
      urls: { databaseUrl: 'postgres://elsewhere/db', clickhouseUrl: 'http://elsewhere:8123' },
      onExit: (name, how) => ended.push(`${name}: ${how}`),
    });
    process.kill(Number(readFileSync(join(dir, 'nats', 'nats.pid'), 'utf8')), 'SIGKILL');
    await expect.poll(() => ended).toEqual(['NATS: exit code 137']);
    await stack.stop();
  });
});

describe('after kill -9', () => {
  test('no server outlives its parent, and the next start puts the lock right', async () => {
    const dir = temporaryFolder('stack-');
    const child = await startInChild(dir);
    expect(processesOf(dir).length).toBeGreaterThan(3);
    await killHard(child);
    await expect.poll(() => processesOf(dir), { timeout: 15_000 }).toEqual([]);
    expect(lockState(dir)).toEqual({ kind: 'stale', pid: child.pid });
    const notices: string[] = [];
    const stack = await start(dir, { notice: (line) => notices.push(line) });
    expect(notices).toEqual([
      `An earlier run (process ${String(child.pid)}) was killed; its lock is removed.`,
    ]);
    await checkAll(stack);
    await stack.stop();
  });

  test('servers whose warden was killed too are found and stopped', async () => {
    const dir = temporaryFolder('stack-');
    const child = await startInChild(dir);
    const wardens = processesOf(dir).filter((pid) => commandLine(pid)?.includes(' warden '));
    // Two processes each: the shell that waits for the server and the one that watches the pipe.
    expect(wardens.length).toBeGreaterThanOrEqual(2);
    // Else it may see one warden end and close the pipe that the other watches, which stops the server.
    child.kill('SIGSTOP');
    for (const pid of wardens) process.kill(pid, 'SIGKILL');
    await killHard(child);
    const orphans = ['postgres/postmaster.pid', 'nats/nats.pid'].map((file) =>
      Number(readFileSync(join(dir, file), 'utf8').split('\n')[0]),
    );
    expect(orphans.every((pid) => commandLine(pid) !== undefined)).toBe(true);

    const before = await doctor(dir);
    expect(before.get('earlier run')).toMatchObject({ ok: false });
    expect(before.get('earlier run')?.fix).toContain('kill');

    const notices: string[] = [];
    const stack = await start(dir, { notice: (line) => notices.push(line) });
    expect(notices.filter((line) => line.includes('it was stopped'))).toHaveLength(2);
    expect(orphans.every((pid) => commandLine(pid) === undefined)).toBe(true);
    await checkAll(stack);
    expect((await doctor(dir)).get('earlier run')).toMatchObject({ ok: true });
    await stack.stop();
  });
});

describe('the lock', () => {
  test('of a number that now belongs to another program is stale', () => {
    const dir = temporaryFolder('lock-');
    writeFileSync(join(dir, 'stack.lock'), `${String(process.ppid)}\nnode something-else`);
    expect(lockState(dir)).toEqual({ kind: 'stale', pid: process.ppid });
    const notices: string[] = [];
    const release = takeLock(dir, (line) => notices.push(line));
    expect(notices).toHaveLength(1);
    expect(lockState(dir)).toEqual({ kind: 'held', pid: process.pid });
    expect(() => takeLock(dir)).toThrow(EmbeddedError);
    release();
    expect(lockState(dir)).toEqual({ kind: 'free' });
  });

  test.each(['', 'nonsense', '-1\nx', '0\n'])('content %j is stale, not an error', (content) => {
    const dir = temporaryFolder('lock-');
    writeFileSync(join(dir, 'stack.lock'), content);
    takeLock(dir)();
    expect(lockState(dir)).toEqual({ kind: 'free' });
  });
});

test('the doctor finds a port that another program has', async () => {
  const squatter = await listen(createServer(), 0);
  const checks = await doctor(temporaryFolder('doctor-'), {
    OVERROUND_API_PORT: String(squatter.port),
  });
  expect(checks.get(`port ${String(squatter.port)}`)).toEqual({
    name: `port ${String(squatter.port)}`,
    ok: false,
    detail: 'taken by another program',
    fix: expect.stringContaining('OVERROUND_API_PORT') as string,
  });
  for (const name of ['Node', 'dependencies', 'data folder', 'PostgreSQL', 'NATS', 'disk space'])
    expect(checks.get(name)).toMatchObject({ ok: true, fix: '' });
  await squatter.stop();
});

async function doctor(dir: string, env: Record<string, string> = {}): Promise<Map<string, Check>> {
  const free = Object.fromEntries(
    ['API', 'GATEWAY', 'METRICS', 'POSTGRES', 'NATS', 'CLICKHOUSE'].map((name) => [
      `OVERROUND_${name}_PORT`,
      '0',
    ]),
  );
  const checks = await diagnose(loadConfig({ ...free, OVERROUND_DATA_DIR: dir, ...env }));
  return new Map(checks.map((check) => [check.name, check]));
}
