import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { STREAMS, subjects } from '#contracts/mod.ts';
import {
  createMetrics,
  ensureStreams,
  publishJson,
  silentLogger,
  systemClock,
} from '#platform/mod.ts';
import {
  freshClickhouse,
  freshDatabase,
  hasClickhouse,
  startTestNats,
  type TestClickHouse,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { startAnalytics } from './service.ts';
import { betMessage } from './testing/facts.ts';

describe.skipIf(!hasClickhouse())('the analytics service', () => {
  let nats: TestNats;
  let database: TestDatabase;
  let clickhouse: TestClickHouse;

  beforeAll(async () => {
    [nats, database, clickhouse] = await Promise.all([
      startTestNats(),
      freshDatabase(),
      freshClickhouse(),
    ]);
  });
  afterAll(async () => {
    await nats.stop();
    await Promise.all([database.drop(), clickhouse.drop()]);
  });

  const start = (clickhouseUrl: string) =>
    startAnalytics(
      {
        clickhouseUrl,
        pool: database.pool,
        nats: nats.nats,
        clock: systemClock,
        log: silentLogger(),
        metrics: createMetrics('test'),
      },
      { writer: { maxWaitMs: 20 }, retryMs: 50 },
    );

  test('without its streams it tries again until they are there', async () => {
    const analytics = start(clickhouse.url);
    await systemClock.sleep(300);
    await ensureStreams(nats.nats, STREAMS);
    await analytics.ready;
    const consumers: string[] = [];
    for await (const { name } of nats.nats.jsm.consumers.list('FACTS')) consumers.push(name);
    expect(consumers).toContain('analytics-bets');
    await analytics.stop();
  });

  test('without ClickHouse it neither fails nor takes anything, and it stops', async () => {
    const analytics = start('http://127.0.0.1:1/nowhere');
    await publishJson(nats.nats, subjects.bet('accepted'), betMessage({ number: 1 }));
    await systemClock.sleep(200);
    await analytics.stop();
    await analytics.ready;
  });

  test('what happened before it started is there soon after', async () => {
    const analytics = start(clickhouse.url);
    await analytics.ready;
    const bets = async (): Promise<unknown> => {
      const query = 'SELECT toUInt32(number) AS n FROM (SELECT count() AS number FROM bet)';
      return (await clickhouse.client.query({ query, format: 'JSONEachRow' })).json();
    };
    await expect.poll(bets, { timeout: 10_000 }).toEqual([{ n: 1 }]);
    await analytics.stop();
    await publishJson(nats.nats, subjects.bet('accepted'), betMessage({ number: 2 }));
    const again = start(clickhouse.url);
    await expect.poll(bets, { timeout: 10_000 }).toEqual([{ n: 2 }]);
    await again.stop();
  });
});
