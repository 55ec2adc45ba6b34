import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { startGateway, type Gateway } from '#odds/gateway/mod.ts';
import { createMetrics, repoDir, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, temporaryFolder, type TestNats } from '#test/harness/mod.ts';

import { NatsHost } from './nats-host.ts';

let nats: TestNats;
let host: NatsHost;
let gateway: Gateway;
beforeAll(async () => {
  nats = await startTestNats();
  host = new NatsHost(nats.nats, 3);
  gateway = await startGateway({
    port: 0,
    nats: nats.nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: () => undefined,
  });
});
afterAll(async () => {
  await gateway.stop();
  await host.stop();
  await nats.stop();
});

/** A folder with the program of docs/stream.md, in which the client is installed as a package. */
async function installBot(): Promise<string> {
  const folder = temporaryFolder('bot-');
  const client = path.join(folder, 'node_modules', '@overround', 'client');
  mkdirSync(client, { recursive: true });
  const tsc = path.join(repoDir(), 'node_modules', 'typescript', 'bin', 'tsc');
  const project = path.join(repoDir(), 'client', 'tsconfig.build.json');
  const args = [tsc, '-p', project, '--outDir', path.join(client, 'dist')];
  await promisify(execFile)(process.execPath, args);
  cpSync(path.join(repoDir(), 'client', 'package.json'), path.join(client, 'package.json'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const page = readFileSync(path.join(repoDir(), 'docs', 'stream.md'), 'utf8');
  const program = /```ts\n(import \{ connect \}[\s\S]*?)```/u.exec(page)?.[1] ?? '';
  expect(program.split('\n').length).toBeLessThan(28);
  writeFileSync(path.join(folder, 'bot.ts'), program);
  return path.join(folder, 'bot.ts');
}

it('the bot of docs/stream.md prints prices that move and fixtures that are suspended', async () => {
  const bot = spawn(process.execPath, [await installBot(), gateway.url], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [bot.stdout, bot.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  const playing = systemClock.every(30, () => {
    host.step();
  });
  try {
    const patient = { timeout: 20_000 };
    await expect.poll(() => printed, patient).toContain('connection: live');
    await expect
      .poll(() => printed, patient)
      .toMatch(/^match-\d+ match-result (?:first|second): \d+\.\d+ -> \d+\.\d+$/mu);
    await expect.poll(() => printed, patient).toMatch(/^match-\d+: suspended \(score\)$/mu);
    expect(bot.exitCode).toBeNull();
  } finally {
    playing();
    bot.kill();
  }
});
