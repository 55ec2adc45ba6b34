import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { fixtureId, subjects } from '#contracts/mod.ts';
import { createMetrics, ensureStreams, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from '../feed-store.ts';
import { makeBooks } from '../exchange/books.ts';
import { parseMessage } from '../exchange/message.ts';
import { makeQuoteDesk } from '../exchange/quote-desk.ts';
import { MESSAGES, START } from '../exchange/testing/messages.ts';
import { FEED_STREAMS } from '../publisher.ts';
import { startFeeds } from '../service.ts';
import { keptQuotes } from '../testing/quotes-reader.ts';
import { scriptedMatch } from '../uof/test-server/scripted-match.ts';
import { startUofTestServer } from '../uof/test-server/server.ts';
import { adaptExchange } from './adapt-exchange.ts';
import { adaptUof } from './adapt-uof.ts';
import { backfillMessages } from './backfill-messages.ts';
import { openRecording } from './open-recording.ts';
import type { TapeHeader } from './tape.ts';
import { startTape } from './write-tape.ts';

const PATIENT = { timeout: 30_000, interval: 50 };
const folder = mkdtempSync(join(tmpdir(), 'overround-backfill-messages-'));
let files = 0;
const newPath = (): string => join(folder, `recording-${(files += 1)}`);
let nats: TestNats;
let database: TestDatabase;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await nats.stop();
});
beforeEach(async () => {
  database = await freshDatabase();
  await ensureStreams(nats.nats, FEED_STREAMS);
  await purge();
});
afterEach(() => database.drop());

async function purge(): Promise<void> {
  for (const { name } of FEED_STREAMS) await nats.nats.jsm.streams.purge(name);
}

type Window = Readonly<{ sinceMs?: number; untilMs?: number }>;
const optionsOf = (producer: string, window: Window = {}) => ({
  ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger() },
  ...{ producer, ...window },
});

async function bringExchange(path: string, window?: Window) {
  const recording = await openRecording(path);
  if (recording.kind !== 'exchange') throw new Error(`a recording of ${recording.kind}`);
  const options = optionsOf('exchange', window);
  return backfillMessages(adaptExchange(recording.lines, 'exchange'), options);
}

async function bringUof(path: string, apiUrl: string, window?: Window) {
  const recording = await openRecording(path);
  if (recording.kind !== 'uof') throw new Error(`a recording of ${recording.kind}`);
  const options = optionsOf('uof', window);
  const adapted = adaptUof(recording.frames, { ...options, apiUrl, token: 'test' });
  return backfillMessages(adapted, options);
}

const NOTHING_NEW = { events: 0, quotes: 0, claims: 0 };
const LINES = MESSAGES.map((message) => JSON.stringify(message));

test('an exchange leaves the quotes that a live stream leaves, once, and none that could be taken', async () => {
  const path = newPath();
  writeFileSync(path, gzipSync(['{"op":"connection","connectionId":"1"}', ...LINES].join('\n')));
  const books = makeBooks();
  for (const line of LINES) {
    const message = parseMessage(line);
    if (message.op === 'mcm') books.apply(message);
  }
  const live = makeQuoteDesk('exchange', books).setUp(false);

  const report = await bringExchange(path);
  expect(report).toMatchObject({ messages: LINES.length + 1, quotes: live.length, known: 0 });
  expect(await keptQuotes(nats.nats, 'exchange')).toEqual(live);
  const again = await bringExchange(path);
  expect(again).toMatchObject({ ...NOTHING_NEW, known: live.length, unreadable: 0 });
  expect(await keptQuotes(nats.nats, 'exchange')).toEqual(live);

  const early = await bringExchange(path, { untilMs: START });
  expect(early).toMatchObject({ ...NOTHING_NEW, known: 0, outside: LINES.length });
});

test('behind a line that cannot be read nothing is told of the markets until their images', async () => {
  const path = newPath();
  const header: TapeHeader = {
    ...{ format: 'overround-tape-1', kind: 'lines', source: 'test', startedAt: START },
  };
  const tape = await startTape(path, header, systemClock);
  const [image = '', ...deltas] = LINES;
  const body = Buffer.from([image, '{"op":"mcm"', ...deltas].join('\r\n'));
  for (const half of [body.subarray(0, 700), body.subarray(700)])
    await tape.write({ receivedAt: START + 9, sentAt: null, key: '', body: half });
  await tape.close();
  const imageAt = MESSAGES[5].pt;
  const keptAt = async () => (await keptQuotes(nats.nats, 'exchange')).map(({ at }) => at);
  const before = await bringExchange(path, { untilMs: imageAt });
  expect(before).toMatchObject({ unreadable: 1, quotes: 1 });
  expect(await keptAt()).toEqual([START]);
  expect(await bringExchange(path)).toMatchObject({ quotes: 1, known: 0 });
  expect(await keptAt()).toEqual([MESSAGES.at(-1)?.pt]);
});

test('a Unified Odds Feed comes to the facts, quotes and claims of a live run, and to nothing beside it', async () => {
  const kickOff = Date.UTC(2030, 2, 17, 18);
  const [urn, fixture] = ['sr:match:1', fixtureId('uof-sr-match-1')];
  const server = await startUofTestServer({ clock: systemClock });
  const stopAlives = systemClock.every(200, () => {
    for (const product of [1, 3]) server.alive(product);
  });
  server.addEvent(urn, kickOff);
  const script = scriptedMatch(urn, kickOff);
  const { apiUrl } = server;
  const path = newPath();
  const header: TapeHeader = {
    ...{ format: 'overround-tape-1', kind: 'amqp', source: 'test', startedAt: kickOff },
  };
  const tape = await startTape(path, header, systemClock);
  const broken = '<odds_change product="1"';
  for (const [at, xml] of [...script.map((message) => message.xml), broken].entries())
    await tape.write({
      ...{ receivedAt: kickOff + at, sentAt: kickOff, key: `hi.-.live.x.1.sr:match.1.-` },
      body: Buffer.from(xml),
    });
  await tape.close();

  const facts = async () =>
    (await readFeedEvents(database.pool, fixture))
      .filter(({ kind }) => kind !== 'bet-stop' && kind !== 'bet-start')
      .map(({ version: _v, receivedAt: _r, publishedAt: _p, ...fact }) => fact);
  const claims = async (): Promise<number> => {
    const subject = subjects.claims('uof');
    const info = await nats.nats.jsm.streams.info('FEED', { subjects_filter: subject });
    return info.state.subjects?.[subject] ?? 0;
  };

  const metrics = createMetrics('test');
  const feeds = await startFeeds({
    ...optionsOf('uof'),
    metrics,
    sources: [
      {
        ...{ kind: 'uof', apiUrl, token: 'test', nodeId: 12, limits: { leastGapMs: 300 } },
        broker: {
          ...{ hostname: '127.0.0.1', port: server.broker.port, isTls: false },
          vhost: '/unifiedfeed/1',
        },
      },
    ],
  });
  const ups = async () =>
    (await metrics.registry.getSingleMetricAsString('overround_feed_source_up')).match(/ 1$/gmu);
  await expect.poll(ups, PATIENT).toHaveLength(2);
  for (const message of script) server.send(message);
  await expect
    .poll(async () => (await facts()).map(({ eventId }) => eventId), PATIENT)
    .toContain('result-confirmed-1');
  const taken = async () =>
    (await metrics.registry.getSingleMetricAsString('overround_feed_messages_total'))
      .matchAll(/kind="(?!alive|snapshot)[^}]*\} (\d+)/gu)
      .reduce((sum, [, count]) => sum + Number(count), 0);
  await expect.poll(taken, PATIENT).toBeGreaterThanOrEqual(script.length);
  await feeds.stop();
  stopAlives();
  const isQuiet = async () => (await keptQuotes(nats.nats, 'uof')).map(({ status }) => status);
  await expect.poll(isQuiet, PATIENT).not.toContain('active');
  const live = [await facts(), await keptQuotes(nats.nats, 'uof'), await claims()] as const;
  const total = live[0].length + live[1].length + live[2];
  expect(Math.min(...[live[0].length, live[1].length, live[2]])).toBeGreaterThan(0);

  const beside = await bringUof(path, apiUrl);
  expect(beside).toMatchObject({ ...NOTHING_NEW, known: total, unreadable: 1, outside: 0 });
  expect(await facts()).toEqual(live[0]);

  await database.drop();
  database = await freshDatabase();
  await purge();
  const after = { sinceMs: (script[script.length >> 1]?.at ?? 0) + 1 };
  const part = await bringUof(path, apiUrl, after);
  expect(part).toMatchObject({ messages: script.length + 1, known: 0 });
  expect(part.outside).toBe((script.length >> 1) + 1);
  expect((await facts())[0]?.kind).toBe('fixture');
  await bringUof(path, apiUrl);
  const byId = (all: Awaited<ReturnType<typeof facts>>) =>
    all.toSorted((left, right) => (left.eventId < right.eventId ? -1 : 1));
  expect(byId(await facts())).toEqual(byId(live[0]));
  expect([await keptQuotes(nats.nats, 'uof'), await claims()]).toEqual(live.slice(1));
  expect(await bringUof(path, apiUrl)).toMatchObject({ ...NOTHING_NEW, known: total });
  await server.close();
}, 120_000);
