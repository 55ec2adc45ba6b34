import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { seedDemoUsers } from '#bet-api/mod.ts';
import { ApiRig } from '#bet-api/testing/mod.ts';
import { httpProvider, startPayments, startSimulatedProvider } from '#payments/mod.ts';
import {
  createMetrics,
  newId,
  repoDir,
  silentLogger,
  systemClock,
  systemRandom,
} from '#platform/mod.ts';
import { freshDatabase, temporaryFolder, type TestDatabase } from '#test/harness/mod.ts';

const run = promisify(execFile);
const KEY = 'the key of the examples';
const SECRET = 'the secret of the examples';
const HOST = '127.0.0.1';

let database: TestDatabase;
let folder: string;
let addresses: Readonly<Record<'API' | 'PROVIDER' | 'KEY', string>>;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  folder = temporaryFolder('payment-docs-');
  const shared = { clock: systemClock, log: silentLogger() };
  await seedDemoUsers(database.pool, { clock: systemClock, newId });
  const rig = await ApiRig.start(database.pool);
  stops.push(() => rig.stop());
  const api = await rig.app.http.listen({ port: 0, host: HOST });
  const provider = await startSimulatedProvider({
    ...shared,
    port: 0,
    host: HOST,
    random: systemRandom,
    newId,
    apiKey: KEY,
    webhookSecrets: [SECRET],
    stepMs: 100,
    clearEveryMs: 3_600_000,
    journal: join(folder, 'books.jsonl'),
  });
  stops.push(() => provider.stop());
  const service = await startPayments({
    ...shared,
    pool: database.pool,
    metrics: createMetrics('test'),
    provider: httpProvider({ name: 'simulated', url: provider.url, apiKey: KEY, timeoutMs: 5_000 }),
    webhook: { port: 0, host: HOST, secrets: [SECRET], publicUrl: undefined },
    readLogEveryMs: 200,
  });
  stops.push(() => service.stop());
  addresses = { API: api, PROVIDER: provider.url, KEY };
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await database.drop();
});

/** The shell examples of a section, and of the parts of it. */
function examplesOf(page: string, section: string): readonly string[] {
  const text = readFileSync(join(repoDir(), 'docs', page), 'utf8');
  const from = text.indexOf(`\n## ${section}\n`);
  expect(from, `${page}: ${section}`).toBeGreaterThan(0);
  const end = text.indexOf('\n## ', from + 1);
  const blocks = text.slice(from, end === -1 ? undefined : end).matchAll(/^```sh\n(.*?)^```$/gmsu);
  return [...blocks].map(([, block = '']) => block);
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;

test.skipIf(!hasCurl)('the examples on accounts and payments do what the pages say', async () => {
  const script = [
    ...examplesOf('betting-api.md', 'Log in'),
    ...examplesOf('betting-api.md', 'Money in and out'),
    'sleep 2',
    ...examplesOf('operating.md', 'Payments'),
    'sleep 2',
    'curl -s $API/v1/account/payments/$DEPOSIT -H "authorization: Bearer $TOKEN"',
    'curl -s $API/v1/account/payments/$WAITING -H "authorization: Bearer $TOKEN"',
  ]
    .join('\n')
    .replace(
      /^(API|PROVIDER|KEY)=.*$/gmu,
      (_, name: keyof typeof addresses) => `${name}='${addresses[name]}'`,
    );
  const { stdout } = await run('sh', ['-e', '-c', script], { cwd: folder, maxBuffer: 1e7 });
  for (const word of [
    '"username":"bettor"',
    '"status":"succeeded","amount":"50.00"',
    '"kind":"withdrawal","method":"bank"',
    '"openingBalance":"0.00"',
    'Opening balance',
    '"username":"bettor","accountId"',
    '"EUR":"',
    '"chargedBack":"5000"',
    '"refunded":"15.00","chargedBack":"0.00"',
    '"status":"succeeded","amount":"1000.50"',
  ])
    expect(stdout, word).toContain(word);
  expect(stdout).not.toMatch(/"code":"|"error":"/);
  expect(readFileSync(join(folder, 'statement.html'), 'utf8')).toContain('Account statement');
});
