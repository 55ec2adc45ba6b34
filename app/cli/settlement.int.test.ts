import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { ManualClock, newId } from '#platform/mod.ts';
import { seedDemoUsers } from '#bet-api/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig, betBody, FIXTURE } from '../../bet-api/testing/mod.ts';
import { runCli } from './cli.ts';

let database: TestDatabase;
let rig: ApiRig;
let api: string;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 10 });
  await seedDemoUsers(database.pool, { clock: new ManualClock(), newId });
  rig = await ApiRig.start(database.pool);
  api = await rig.app.http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await rig.stop();
  await database.drop();
});

const printed: string[] = [];
const complaints: string[] = [];
beforeEach(() => {
  printed.length = 0;
  complaints.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complaints.push(line));
});

async function run(...args: readonly string[]): Promise<number> {
  printed.length = 0;
  return runCli(['settlement', ...args, '--api', api]);
}
const json = (): unknown => JSON.parse(printed.join(''));
const RESULT = ['result', FIXTURE, 'match-result', 'home=won', 'draw=lost', 'away=lost'];

async function bet(stake: string): Promise<string> {
  const token = await rig.rich('50000.00');
  const reply = await rig.post('/v1/bets', { token, key: newId(), body: betBody({ stake }) });
  return (reply.body as { betId: string }).betId;
}

test('shows what a void would do, does it, and says what is wrong', async () => {
  const betId = await bet('10.00');
  const single = ['void', FIXTURE, '--code', 'PALPABLE_ERROR', '--bet', `${betId}/0`];
  expect(await run(...single, '--preview', '--json')).toBe(0);
  expect(json()).toMatchObject({ needsSecond: false, effect: { bets: 1 } });
  expect(await run(...single)).toBe(2);
  expect(await run(...single, '--because', '25.0 for 2.5')).toBe(0);
  expect(printed.join('\n')).toContain('applied');
  expect(await run('void', FIXTURE, '--code', 'PALPABLE_ERROR', '--bet', betId)).toBe(2);
  const undo = ['undo-void', FIXTURE, '--bet', `${betId}/0`, '--because', 'it was 2.5'];
  expect(await run(...undo)).toBe(0);
  expect(printed.join('\n')).toContain('void-undo');
  expect(await run(...undo)).toBe(2);
});

test('voids a window', async () => {
  await bet('10.00');
  const to = new Date(rig.clock.now() + 1).toISOString();
  const window = ['void-window', FIXTURE, '--code', 'HOUSE_DECISION', '--to', to];
  expect(await run(...window, '--preview')).toBe(2);
  expect(await run('void-window', FIXTURE, '--code', 'HOUSE_DECISION', '--to', 'noon')).toBe(2);
});

test('a large result waits for somebody else, who says which effect was seen', async () => {
  await bet('30000.00');
  expect(await run(...RESULT, '--preview')).toBe(0);
  expect(printed.join('\n')).toContain('A second operator must agree.');
  expect(await run(...RESULT, '--because', 'no result came', '--json')).toBe(0);
  const { decisionId, effectKey } = json() as Record<'decisionId' | 'effectKey', string>;
  expect(await run('waiting')).toBe(0);
  expect(printed.join('\n')).toContain(effectKey);
  expect(await run('approve', decisionId, '--effect', effectKey)).toBe(2);
  expect(complaints.join('\n')).toContain('APPROVER_IS_REQUESTER');
  expect(await run('reject', decisionId, '--because', 'the feed woke up')).toBe(0);
  expect(await run('waiting', '--json')).toBe(0);
  expect(json()).toEqual({ decisions: [] });
});

test.each([
  [['result', FIXTURE, 'match-result', 'home']],
  [['approve', newId()]],
  [['waiting', '--user', 'nobody']],
])('%j is wrong usage', async (args) => {
  expect(await run(...args)).toBe(2);
});
