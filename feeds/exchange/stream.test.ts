import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { seededRandom, systemClock } from '#platform/mod.ts';

import { defaultDataDir } from '../find-match.ts';
import { makeBooks, type Books } from './books.ts';
import type { MarketMessage } from './message.ts';
import { readRecordedLines } from './recorded-file.ts';
import type { PoisonLine } from './replay-file.ts';
import type { StreamOptions, StreamState } from './stream-options.ts';
import { runExchangeStream, tlsTo } from './stream.ts';
import { CERTIFICATE } from './testing/certificate.ts';
import { factsOf } from './facts-of.ts';
import { madeUpStream } from './testing/made-up-stream.ts';
import { asRecording, startStreamServer, type Fault } from './testing/stream-server.ts';

const MAX_LINE_BYTES = 200_000;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(
  recording: readonly MarketMessage[],
  faults: readonly (readonly [number, Fault])[] = [],
) {
  const server = await startStreamServer({
    ...{ recording, faults: new Map(faults), maxLineBytes: MAX_LINE_BYTES },
  });
  closers.push(server.stop);
  return server;
}

function follow(port: number, more: Partial<StreamOptions> = {}) {
  const states: StreamState[] = [];
  const poison: PoisonLine[] = [];
  const books = makeBooks();
  const stopping = new AbortController();
  const done = runExchangeStream({
    ...{ clock: systemClock, random: seededRandom(1), books, signal: stopping.signal },
    connect: tlsTo({ host: '127.0.0.1', port, ca: CERTIFICATE, servername: 'localhost' }),
    session: () => Promise.resolve({ appKey: 'key', token: 'token' }),
    subscription: { marketFilter: {}, marketDataFilter: {}, heartbeatMs: 500 },
    ...{ silenceMs: 15_000, maxLineBytes: MAX_LINE_BYTES },
    onUpdate: () => undefined,
    onState: (state) => states.push(state),
    onPoison: (line) => poison.push(line),
    ...more,
  });
  closers.unshift(async () => {
    stopping.abort();
    await done;
  });
  const isUp = (): boolean => states.at(-1)?.isUp ?? false;
  const downs = (): readonly string[] =>
    states.flatMap((state) => (state.isUp ? [] : [state.reason]));
  return { books, states, poison, isUp, downs };
}

const contentOf = (books: Books): unknown =>
  new Map(
    [...books.markets()]
      .sort((left, right) => left.id.localeCompare(right.id))
      .map((book) => [book.id, [book.definition, factsOf(book)]]),
  );

const withoutFaults = (recording: readonly MarketMessage[]): Books => {
  const books = makeBooks();
  for (const message of recording) books.apply(message);
  return books;
};

/** Plays to the end, some messages while the client is away, and waits until it has all. */
async function play(
  server: Awaited<ReturnType<typeof serve>>,
  client: ReturnType<typeof follow>,
  missedMessages = 5,
): Promise<void> {
  let missed = 0;
  const soon = { timeout: 20_000, interval: 5 };
  await expect.poll(() => server.isListenedTo(), soon).toBe(true);
  for (;;) {
    const isAway = !server.isListenedTo();
    if (isAway && missed >= missedMessages) {
      await expect.poll(() => server.isListenedTo(), soon).toBe(true);
      missed = 0;
    }
    missed += isAway ? 1 : 0;
    if (!server.next()) break;
    await new Promise(setImmediate);
  }
  await expect
    .poll(() => client.isUp() && client.books.clocks()?.clk === server.clk(), soon)
    .toBe(true);
}

const RECORDING = asRecording(madeUpStream(seededRandom('stream'), 120));

describe('after each fault the books are those of a run without', () => {
  test.each<readonly [string, readonly (readonly [number, Fault])[], readonly string[]]>([
    ['no fault', [], []],
    ['a gap: the connection breaks and messages pass', [[20, 'break']], ['connection-lost']],
    ['three breaks', [20, 50, 90].map((at) => [at, 'break']), Array(3).fill('connection-lost')],
    [
      'a line that comes twice',
      [
        [20, 'twice'],
        [21, 'twice'],
      ],
      [],
    ],
    ['a line that is too long', [[20, 'oversize']], ['poison']],
    ['a line cut in half', [[20, 'malformed']], ['poison']],
    ['bytes that are no text', [[20, 'not-utf8']], ['poison']],
    ['a line byte by byte', [[20, 'drip']], []],
    ['the token to go on from is refused', [[20, 'forget-token']], ['connection-lost', 'refused']],
    ['the exchange is late itself', [[20, 'late']], ['upstream-late']],
    [
      'several',
      [
        [10, 'malformed'],
        [11, 'twice'],
        [40, 'break'],
        [80, 'oversize'],
      ],
      ['poison', 'connection-lost', 'poison'],
    ],
  ])(
    '%s',
    async (_, faults, downs) => {
      const server = await serve(RECORDING, faults);
      const client = follow(server.port);
      await play(server, client);
      expect(client.downs()).toEqual(downs);
      expect(contentOf(client.books)).toEqual(contentOf(withoutFaults(RECORDING)));
      expect(client.poison).toHaveLength(downs.filter((reason) => reason === 'poison').length);
    },
    60_000,
  );

  test('silence: no heartbeat is down, and the same books afterwards', async () => {
    const server = await serve(RECORDING, [[20, 'silence']]);
    const client = follow(server.port, { silenceMs: 600 });
    await play(server, client);
    expect(client.downs()).toContain('silent');
    expect(contentOf(client.books)).toEqual(contentOf(withoutFaults(RECORDING)));
  }, 60_000);
});

test('a break is followed by a patch from the last token, a refused token by an image', async () => {
  const server = await serve(RECORDING, [
    [20, 'break'],
    [60, 'forget-token'],
  ]);
  const client = follow(server.port);
  await play(server, client);
  const clks = server.requests
    .filter(({ op }) => op === 'marketSubscription')
    .map(({ clk }) => clk);
  expect(clks).toEqual([undefined, 'c19', 'c59', undefined]);
}, 60_000);

test('a subscription says what it wants, after the session', async () => {
  const server = await serve(RECORDING);
  const client = follow(server.port, {
    subscription: { marketFilter: { marketIds: ['1.1'] }, marketDataFilter: {}, heartbeatMs: 700 },
  });
  await expect.poll(client.isUp).toBe(true);
  expect(server.requests).toEqual([
    { op: 'authentication', id: 1, appKey: 'key', session: 'token' },
    {
      ...{ op: 'marketSubscription', id: 2, marketFilter: { marketIds: ['1.1'] } },
      ...{ marketDataFilter: {}, heartbeatMs: 700, segmentationEnabled: true },
    },
  ]);
});

describe('without a way in', () => {
  test('a wrong session is down, asked for anew, and up when it is right', async () => {
    const server = await serve(RECORDING);
    const tokens = ['old', 'token'];
    const client = follow(server.port, {
      session: () => Promise.resolve({ appKey: 'key', token: tokens.shift() ?? 'token' }),
    });
    await expect.poll(client.isUp, { timeout: 10_000 }).toBe(true);
    expect(client.states[0]).toMatchObject({
      ...{ isUp: false, reason: 'refused', detail: 'INVALID_SESSION_INFORMATION: as asked' },
    });
  });

  test.each([
    ['a server that nobody knows', {}, 'self-signed certificate'],
    ['no server', { port: 1 }, 'ECONNREFUSED'],
  ])('%s is down', async (_, more, why) => {
    const server = await serve(RECORDING);
    const client = follow(server.port, {
      connect: tlsTo({ host: '127.0.0.1', port: server.port, servername: 'localhost', ...more }),
    });
    await expect.poll(() => client.states.length, { timeout: 10_000 }).toBe(1);
    expect(client.states[0]).toMatchObject({ isUp: false, reason: 'connection-lost' });
    expect(JSON.stringify(client.states[0])).toContain(why);
  });
});

test('a slow consumer holds the stream back and loses nothing', async () => {
  const server = await serve(RECORDING);
  let running = 0;
  const client = follow(server.port, {
    onUpdate: async () => {
      running += 1;
      expect(running).toBe(1);
      await systemClock.sleep(2);
      running -= 1;
    },
  });
  await play(server, client);
  expect(contentOf(client.books)).toEqual(contentOf(withoutFaults(RECORDING)));
}, 60_000);

const file = join(defaultDataDir(), 'betfair-streams/nautilus/1-166564490.bz2');
describe.skipIf(!existsSync(file))(
  'a real recording (skipped: ../shared/data/betfair-streams is absent)',
  () => {
    test('ends with the same books after a break, poison and a lost token', async () => {
      const lines: string[] = [];
      for await (const batch of readRecordedLines(file))
        lines.push(...batch.map(({ text }) => text));
      const recording = asRecording(lines);
      const server = await serve(recording, [
        ...([
          [100, 'break'],
          [500, 'malformed'],
          [900, 'forget-token'],
          [1_300, 'twice'],
        ] as const),
      ]);
      const client = follow(server.port);
      await play(server, client, 40);
      expect(client.downs()).toEqual(['connection-lost', 'poison', 'connection-lost', 'refused']);
      expect(contentOf(client.books)).toEqual(contentOf(withoutFaults(recording)));
    }, 60_000);
  },
);
