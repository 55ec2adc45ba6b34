import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { fakeWorld, FIXTURE, heartbeat, hello, image } from './test-world.ts';
import type * as Client from './mod.ts';

const run = promisify(execFile);
const TSC = path.resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');
const tsc = (args: readonly string[], cwd: string) =>
  run(process.execPath, [TSC, ...args], { cwd });

let folder: string;
let installed: string;

/** The package as it would be installed, in a folder where nothing else can be found. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'overround-client-'));
  installed = path.join(folder, 'node_modules', '@overround', 'client');
  await mkdir(installed, { recursive: true });
  const outDir = path.join(installed, 'dist');
  await tsc(['-p', 'tsconfig.build.json', '--outDir', outDir], import.meta.dirname);
  await cp(path.join(import.meta.dirname, 'package.json'), path.join(installed, 'package.json'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is built, and works without anything of this project', async () => {
  const entry = pathToFileURL(path.join(installed, 'dist', 'mod.js')).href;
  const { connect, checksumOf } = (await import(entry)) as typeof Client;
  const world = fakeWorld();
  const client = connect({ url: 'ws://one', surroundings: world.surroundings });
  client.subscribe();
  world.last().say(hello, image(4), heartbeat({ [FIXTURE]: 4 }));
  expect(client.availability(FIXTURE)).toBe('open');
  const board = client.board(FIXTURE);
  expect(board && checksumOf(board.state, board.markets.values())).toBeGreaterThan(0);
  client.close();
});

it('imports nothing but itself, in code and types', async () => {
  const files = await readdir(path.join(installed, 'dist'));
  expect(files.filter((file) => !/\.(?:js|d\.ts)$/u.test(file))).toEqual([]);
  for (const file of files) {
    const text = await readFile(path.join(installed, 'dist', file), 'utf8');
    const imports = [...text.matchAll(/\bfrom ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gu)];
    for (const [, name = '', dynamic = name] of imports) expect(dynamic).toMatch(/^\.\//u);
  }
});

it('has no dependencies', async () => {
  const manifest = JSON.parse(
    await readFile(path.join(installed, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'imports'])
    expect(manifest).not.toHaveProperty(kind);
});

it('has types that a program can use', async () => {
  const consumer = (line: string): string => `
    import { connect, type Availability, type Board } from '@overround/client';
    const client = connect({ url: 'ws://one' });
    const board: Board | undefined = client.board('a');
    const odds: number | null | undefined = board?.markets.get('k')?.outcomes[0]?.odds;
    const availability: Availability = client.availability('a');
    for await (const event of client) if (event.type === 'board') ${line}
    export { odds, availability };
  `;
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
  const check = async (line: string): Promise<string> => {
    await writeFile(path.join(folder, 'program.ts'), consumer(line));
    const args = [...options, '--lib', 'es2022,dom', 'program.ts'];
    return tsc(args, folder).then(
      () => 'ok',
      (error: unknown) => String((error as { stdout: unknown }).stdout),
    );
  };
  expect(await check('event.board.state.score.home.toFixed();')).toBe('ok');
  expect(await check('event.board.state.score.nobody;')).toContain('TS2339');
});
