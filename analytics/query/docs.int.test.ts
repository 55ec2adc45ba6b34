import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { STREAMS } from '#contracts/mod.ts';
import { createMetrics, ensureStreams, repoDir, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshClickhouse,
  hasClickhouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '#test/harness/mod.ts';

import { publishDemoMatch } from '../testing/demo-match.ts';
import { startAnalyticsWriter } from '../writer.ts';
import { namedQueries } from './named-queries.ts';
import { runQuery } from './run-query.ts';

const PAGE = readFileSync(join(repoDir(), 'docs', 'analytics.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  );

test('the page shows the questions that the project comes with, as they are', () => {
  const shown = blocks('sql');
  expect(shown.length).toBeGreaterThanOrEqual(5);
  expect(shown.map((sql) => sql.trim()).sort()).toEqual(
    namedQueries()
      .map(({ sql }) => sql)
      .sort(),
  );
  for (const { name } of namedQueries()) expect(PAGE).toContain(`query ${name}\``);
});

describe.skipIf(!hasClickhouse())('docs/analytics.md', () => {
  let nats: TestNats;
  let clickhouse: TestClickHouse;

  beforeAll(async () => {
    [nats, clickhouse] = await Promise.all([startTestNats(), freshClickhouse()]);
    await ensureStreams(nats.nats, STREAMS);
    const messages = await publishDemoMatch(nats.nats);
    const metrics = createMetrics('test');
    const ports = { nats: nats.nats, clickhouse: clickhouse.client, clock: systemClock };
    const writer = await startAnalyticsWriter(
      { ...ports, log: silentLogger(), metrics },
      { maxWaitMs: 50 },
    );
    const waiting = async (): Promise<number> => {
      let sum = 0;
      for (const { name } of STREAMS)
        for await (const { num_pending, num_ack_pending } of nats.nats.jsm.consumers.list(name))
          sum += num_pending + num_ack_pending;
      return sum;
    };
    expect(messages).toBeGreaterThan(30);
    await vi.waitUntil(async () => (await waiting()) === 0, { timeout: 20_000 });
    await writer.stop();
  });
  afterAll(async () => {
    await nats.stop();
    await clickhouse.drop();
  });

  test.each(blocks('sql').map((sql, at) => [sql.split('\n')[0], sql, blocks('text')[at]]))(
    '%s',
    async (_, sql = '', answer) => {
      expect(await runQuery(clickhouse.client, sql, { format: 'table' })).toBe(answer);
    },
  );

  test('a question may be asked by its name, and answered in JSON', async () => {
    const json = await runQuery(clickhouse.client, 'refusals', { format: 'json' });
    expect(json.split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { reason: 'MARKET_SUSPENDED', currency: 'EUR' },
      { reason: 'STAKE_ABOVE_LIMIT' },
    ]);
  });

  test('amounts have the digits of their currency', async () => {
    const rows = [
      ['JPY', 1_500],
      ['EUR', 1_500],
      ['BHD', 1_501],
    ].map(([currency, stake], at) => ({
      bet_id: `ffffffff-0000-7000-8000-00000000000${String(at)}`,
      version: 1,
      policy: 'counted',
      currency,
      stake_minor: String(stake),
    }));
    await clickhouse.client.insert({ table: 'bet_event_raw', values: rows, format: 'JSONEachRow' });
    const asked = "SELECT currency, toString(stake) AS stake FROM bet WHERE policy = 'counted'";
    const told = await runQuery(clickhouse.client, `${asked} ORDER BY bet_id`, { format: 'json' });
    expect(told.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { currency: 'JPY', stake: '1500' },
      { currency: 'EUR', stake: '15' },
      { currency: 'BHD', stake: '1.501' },
    ]);
  });

  test('parameters, an empty answer and an error of ClickHouse', async () => {
    const ask = (sql: string, params = {}) =>
      runQuery(clickhouse.client, sql, { format: 'table', params });
    expect(await ask('SELECT {word:String} AS said', { word: "it's\t\\" })).toContain("it's \\");
    expect(await ask('SELECT bet_id FROM bet WHERE 0')).toBe('bet_id\n------\n(0 rows)');
    await expect(ask('SELECT nonsense FROM bet')).rejects.toThrow('nonsense');
    await expect(ask('DROP TABLE bet_event_raw')).rejects.toThrow('not with DROP');
  });

  test('every table and column that the page names exists', async () => {
    const answer = await clickhouse.client.query({
      query: `SELECT table, name FROM system.columns WHERE database = currentDatabase()`,
      format: 'JSONEachRow',
    });
    const columns = await answer.json<{ table: string; name: string }>();
    const tables = new Set(columns.map(({ table }) => table));
    const named = [...PAGE.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !tables.has(name))).toEqual([]);
  });
});
