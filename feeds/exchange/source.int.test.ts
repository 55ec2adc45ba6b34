import { afterAll, beforeAll, expect, test } from 'vitest';

import { createMetrics, seededRandom, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { deadFeedSubject } from '../dead-letters.ts';
import { startFeeds } from '../service.ts';
import { keptQuotes } from '../testing/quotes-reader.ts';
import { makeBooks } from './books.ts';
import { makeQuoteDesk } from './quote-desk.ts';
import { CERTIFICATE } from './testing/certificate.ts';
import { madeUpStream } from './testing/made-up-stream.ts';
import { asRecording, startStreamServer } from './testing/stream-server.ts';

const PATIENT = { timeout: 20_000, interval: 20 };

let nats: TestNats;
let database: TestDatabase;
beforeAll(async () => {
  nats = await startTestNats();
  database = await freshDatabase();
});
afterAll(async () => {
  await nats.stop();
  await database.drop();
});

const RECORDING = asRecording(madeUpStream(seededRandom('source'), 80));

/** The quotes of the whole recording when nothing goes wrong. */
function faultFree() {
  const books = makeBooks();
  for (const message of RECORDING) books.apply(message);
  return [...makeQuoteDesk('exchange', books).setUp(true)];
}

test('quotes of an exchange are in the stream: suspended while it is down, then those of a run without a fault', async () => {
  const maxLineBytes = 200_000;
  const server = await startStreamServer({
    ...{ recording: RECORDING, maxLineBytes },
    faults: new Map([
      [30, 'malformed'],
      [50, 'break'],
    ]),
  });
  const metrics = createMetrics('test');
  const feeds = await startFeeds({
    ...{ clock: systemClock, pool: database.pool, nats: nats.nats, log: silentLogger(), metrics },
    sources: [
      {
        ...{ kind: 'exchange', host: 'localhost', port: server.port, ca: CERTIFICATE },
        ...{ appKey: 'key', session: () => 'token' },
        subscription: { marketFilter: {}, marketDataFilter: {}, heartbeatMs: 500 },
      },
    ],
  });
  const quotes = () => keptQuotes(nats.nats, 'exchange');
  const statuses = async () => (await quotes()).map(({ status }) => status);
  const listened = () => expect.poll(() => server.isListenedTo(), PATIENT).toBe(true);
  const ups = () => metrics.registry.getSingleMetricAsString('overround_feed_source_up');
  const playTo = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += 1) {
      await listened();
      server.next();
    }
  };
  await playTo(0, 50);
  await expect.poll(statuses, PATIENT).toContain('active');
  server.next();
  // The recording goes on while nobody listens.
  for (let missed = 0; missed < 5; missed += 1) server.next();
  await expect
    .poll(() => metrics.registry.getSingleMetricAsString('overround_feed_downs_total'), PATIENT)
    .toMatch(/reason="connection-lost"/u);
  await listened();
  while (server.next());
  const byUrn = (all: Awaited<ReturnType<typeof quotes>>) =>
    [...all].sort((left, right) => left.marketUrn.localeCompare(right.marketUrn));
  const content = async () => byUrn(await quotes()).map(({ at: _at, ...rest }) => rest);
  await expect.poll(ups, PATIENT).toMatch(/ 1$/mu);
  await expect
    .poll(content, PATIENT)
    .toEqual(byUrn(faultFree()).map(({ at: _at, ...rest }) => rest));
  const { state } = await nats.nats.jsm.streams.info('DEAD', {
    subjects_filter: deadFeedSubject('exchange'),
  });
  expect(state.subjects).toEqual({ [deadFeedSubject('exchange')]: 1 });
  await server.stop();
  await expect.poll(statuses, PATIENT).not.toContain('active');
  await expect.poll(ups, PATIENT).toMatch(/ 0$/mu);
  await feeds.stop();
}, 60_000);
