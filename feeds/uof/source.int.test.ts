import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { fixtureId, subjects } from '#contracts/mod.ts';
import { createMetrics, silentLogger, systemClock, type Metrics } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { deadFeedSubject } from '../dead-letters.ts';
import { readFeedEvents } from '../feed-store.ts';
import { recordOfEvents } from '../script-record.ts';
import { startFeeds, type Feeds } from '../service.ts';
import { keptQuotes } from '../testing/quotes-reader.ts';
import { scriptedMatch } from './test-server/scripted-match.ts';
import { startUofTestServer, type UofTestServer } from './test-server/server.ts';

const PATIENT = { timeout: 30_000, interval: 50 };
const KICK_OFF = Date.UTC(2030, 2, 17, 18);
const LIVE_FROM = 4;
/** They may be asked again at once, so that the test need not wait. */
const QUICK = { leastGapMs: 300 };

let nats: TestNats;
let database: TestDatabase;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  nats = await startTestNats();
  database = await freshDatabase();
});
afterAll(async () => {
  await nats.stop();
  await database.drop();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(server: UofTestServer, metrics?: Metrics): Promise<Feeds> {
  const feeds = await startFeeds({
    ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger() },
    ...(metrics === undefined ? {} : { metrics }),
    sources: [
      {
        ...{ kind: 'uof', apiUrl: server.apiUrl, token: 'test', nodeId: 12, limits: QUICK },
        broker: {
          ...{ hostname: '127.0.0.1', port: server.broker.port, isTls: false },
          vhost: '/unifiedfeed/1',
        },
      },
    ],
  });
  closers.push(() => feeds.stop(1_000));
  return feeds;
}

async function serve(): Promise<UofTestServer> {
  const server = await startUofTestServer({ clock: systemClock });
  const stopAlives = systemClock.every(200, () => {
    for (const product of [1, 3]) server.alive(product);
  });
  closers.push(() => {
    stopAlives();
    return server.close();
  });
  return server;
}

const eventsOf = (number: number) =>
  readFeedEvents(database.pool, fixtureId(`uof-sr-match-${number}`));
const recordOf = async (number: number) =>
  recordOfEvents(fixtureId(`uof-sr-match-${number}`), await eventsOf(number)).record;
/** Why the fixture is stopped, or null: what hosts will make of its events. */
const stopOf = async (number: number) => (await recordOf(number)).betStop;
const statuses = async () =>
  new Set((await keptQuotes(nats.nats, 'uof')).map(({ status }) => status));
const inStream = async (stream: string, filter: string): Promise<number> => {
  const info = await nats.nats.jsm.streams.info(stream, { subjects_filter: filter });
  return Object.values(info.state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
};
const waitUntilUp = async (metrics: Metrics): Promise<void> => {
  await expect
    .poll(() => metrics.registry.getSingleMetricAsString('overround_feed_source_up'), PATIENT)
    .toMatch(
      /source="live".* 1\n.*source="prematch".* 1|source="prematch".* 1\n.*source="live".* 1/u,
    );
};

test('a match comes in over the broker: suspended when it breaks, recovered, and played to its end', async () => {
  const server = await serve();
  const script = scriptedMatch('sr:match:1', KICK_OFF);
  server.addEvent('sr:match:1', KICK_OFF);
  const metrics = createMetrics('test');
  await start(server, metrics);
  await waitUntilUp(metrics);
  for (const message of script.slice(0, LIVE_FROM)) server.send(message);
  await expect.poll(statuses, PATIENT).toEqual(new Set(['active']));

  server.broker.setOpen(false);
  server.broker.cut();
  await expect.poll(() => stopOf(1), PATIENT).toBe('feed');
  await expect.poll(statuses, PATIENT).toEqual(new Set(['suspended']));
  for (const message of script.slice(LIVE_FROM, 30)) server.send(message, 'lost');
  server.broker.setOpen(true);
  await waitUntilUp(metrics);
  await expect.poll(() => stopOf(1), PATIENT).not.toBe('feed');
  for (const message of script.slice(30)) server.send(message);
  await expect
    .poll(async () => (await recordOf(1)).results.confirmed, PATIENT)
    .toMatchObject({ firstHalf: expect.anything() as unknown });
  expect((await eventsOf(1)).map(({ version }) => version)).toEqual(
    (await eventsOf(1)).map((_, at) => at + 1),
  );
  expect(recordOfEvents(fixtureId('uof-sr-match-1'), await eventsOf(1)).contradictions).toEqual([]);
  expect(await inStream('FEED', subjects.feed('football', fixtureId('uof-sr-match-1')))).toBe(
    (await eventsOf(1)).length,
  );
  await expect.poll(() => inStream('FEED', subjects.claims('uof')), PATIENT).toBeGreaterThan(0);
  expect(await metrics.registry.metrics()).toMatch(
    /overround_feed_downs_total\{[^}]*source="live",reason="connection-down"[^}]*\} 1/u,
  );
}, 120_000);

test('an unreadable message is a dead letter, and its fixture stopped until it was sent again', async () => {
  const server = await serve();
  server.addEvent('sr:match:2', KICK_OFF);
  const metrics = createMetrics('test');
  await start(server, metrics);
  await waitUntilUp(metrics);
  for (const message of scriptedMatch('sr:match:2', KICK_OFF).slice(0, LIVE_FROM))
    server.send(message);
  await expect.poll(async () => (await recordOf(2)).info, PATIENT).not.toBeNull();
  server.sendRaw('<odds_change product="1"', 'sr:match:2');
  const flows = async (): Promise<readonly string[]> =>
    (await eventsOf(2)).flatMap(({ kind }) =>
      kind === 'bet-stop' || kind === 'bet-start' ? [kind] : [],
    );
  await expect.poll(flows, PATIENT).toContain('bet-stop');
  await expect.poll(async () => (await flows()).at(-1), PATIENT).toBe('bet-start');
  expect(await inStream('DEAD', deadFeedSubject('uof'))).toBe(1);
}, 60_000);

test('after a restart what was open is stopped until the recovery has brought it', async () => {
  const server = await serve();
  const script = scriptedMatch('sr:match:3', KICK_OFF);
  server.addEvent('sr:match:3', KICK_OFF);
  const first = createMetrics('test');
  const feeds = await start(server, first);
  await waitUntilUp(first);
  for (const message of script.slice(0, LIVE_FROM)) server.send(message);
  await expect.poll(async () => (await recordOf(3)).info, PATIENT).not.toBeNull();
  await feeds.stop(5_000);
  await expect.poll(async () => [...(await statuses())], PATIENT).not.toContain('active');
  for (const message of script.slice(LIVE_FROM, 8)) server.send(message);

  server.broker.setOpen(false);
  const second = createMetrics('test');
  await start(server, second);
  await expect.poll(() => stopOf(3), PATIENT).toBe('feed');
  server.broker.setOpen(true);
  await waitUntilUp(second);
  for (const message of script.slice(8)) server.send(message);
  await expect.poll(async () => (await recordOf(3)).results.confirmed, PATIENT).not.toBeNull();
  expect(recordOfEvents(fixtureId('uof-sr-match-3'), await eventsOf(3)).contradictions).toEqual([]);
}, 120_000);
