import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import {
  fixtureId,
  LayOffRequestSchema,
  marketKeyOf,
  outcomeId,
  subjects,
  type LayOffAnswer,
  type LayOffOrder,
  type LayOffRequest,
  type Odds,
} from '#contracts/mod.ts';
import { parserOf, serveJson } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { runCli } from './cli.ts';

const ID = '0190a000-0001-7000-8000-000000000001';
const ORDER: LayOffOrder = {
  ...{ orderId: ID, status: 'open', exchange: 'simulated', marketId: '1.5', selectionId: 1 },
  ...{ fixtureId: fixtureId('league-1'), marketKey: marketKeyOf('match-result') },
  ...{ outcomeId: outcomeId('home'), side: 'back', odds: 32_000 as Odds, sizeMinor: '2000' },
  ...{ riskMinor: '2000', currency: 'EUR', commissionBps: 200, cause: 'person' },
  ...{ actor: 'anna', reason: 'test', createdAt: 5, sentAt: 6, refusal: null },
  ...{ matchedMinor: '500', averageOdds: 3.25, remainingMinor: '1500', voidedMinor: '0' },
  ...{ result: null, profitMinor: null },
};

const parseRequest = parserOf(LayOffRequestSchema);

let server: TestNats;
let answer: LayOffAnswer;
const asked: LayOffRequest[] = [];
const printed: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  server = await startTestNats();
  serveJson(server.nats, {
    subject: subjects.layOff,
    parse: parseRequest,
    handle: (request) => {
      asked.push(request);
      return answer;
    },
  });
  await server.nats.connection.flush();
  vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
  vi.stubEnv('NATS_URL', server.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
beforeEach(() => {
  for (const list of [asked, printed, complaints]) list.length = 0;
  answer = { ok: true, limits: null, orders: [ORDER] };
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complaints.push(line));
});
const run = (...args: readonly string[]) => runCli(['lay-off', ...args]);

test('orders are listed, proposed, sent and cancelled', async () => {
  const signed = ['--actor', 'anna', '--reason', 'too much'];
  expect(await run('list', '--limit', '7', '--json')).toBe(0);
  expect(JSON.parse(printed.at(-1) ?? '')).toEqual({ orders: [ORDER] });
  expect(await run('propose', '--fixture', 'league-1')).toBe(0);
  expect(printed.at(-1)).toMatch(/open +league-1 match-result home +back 2000 at 3.2 +500 +3.250/u);
  expect(await run('send', ID, ...signed)).toBe(0);
  expect(await run('cancel', ID)).toBe(0);
  expect(asked).toEqual([
    { op: 'list', limit: 7 },
    { op: 'propose', fixtureId: 'league-1' },
    { op: 'send', orderId: ID, actor: 'anna', reason: 'too much' },
    { op: 'cancel', orderId: ID },
  ]);
});

test('limits are shown, and set whole', async () => {
  expect(await run('limits')).toBe(0);
  expect(printed.at(-1)).toBe('No limits: nothing is sent.');
  const amounts = ['--band', '1', '--order', '2', '--match', '3', '--day', '4'];
  expect(await run('limits', ...amounts)).toBe(2);
  expect(await run('limits', ...amounts, '--actor', 'anna', '--reason', 'May')).toBe(0);
  expect(asked.at(-1)).toMatchObject({
    limits: { automatic: false, dayMinor: '4' },
    actor: 'anna',
  });
});

test('what the desk refuses is told with exit code 2, in JSON too, and so is bad usage', async () => {
  answer = { ok: false, field: 'order', message: 'its price is too old: propose again' };
  expect(await run('cancel', ID, '--json')).toBe(2);
  expect(JSON.parse(complaints.at(-1) ?? '')).toMatchObject({
    code: 'STATE_CONTRADICTORY',
    field: 'order',
    message: 'its price is too old: propose again',
  });
  expect(await run('cancel', '7')).toBe(2);
  expect(await run('list', '--limit', '0')).toBe(2);
  expect(await run('send', ID)).toBe(2);
  expect(asked).toHaveLength(1);
});
