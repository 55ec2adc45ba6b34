import { expect } from 'vitest';

import type { MarketQuotes } from '#contracts/mod.ts';
import { seededRandom, systemClock } from '#platform/mod.ts';

import { makeBooks } from '../../exchange/books.ts';
import { makeQuoteDesk } from '../../exchange/quote-desk.ts';
import { runExchangeStream, tlsTo } from '../../exchange/stream.ts';
import { CERTIFICATE } from '../../exchange/testing/certificate.ts';
import { madeUpStream } from '../../exchange/testing/made-up-stream.ts';
import {
  asRecording,
  startStreamServer,
  type Fault,
} from '../../exchange/testing/stream-server.ts';
import type { AdapterHarness, FaultCase, FaultName, Session } from './harness.ts';

const PATIENCE = { timeout: 20_000, interval: 5 };
const MAX_LINE_BYTES = 200_000;
const RECORDING = asRecording(madeUpStream(seededRandom('matrix'), 60));
const AT = 20;
const SILENCE_MS = 600;

/** What the server does in place of the message at `AT`. */
const SERVER_FAULTS: Readonly<Partial<Record<FaultName, Fault>>> = {
  ...{ 'a message is lost': 'break', 'a message comes twice': 'twice' },
  ...{ 'a message comes late': 'late', 'a message cannot be read': 'malformed' },
  ...{ 'the connection breaks': 'break', silence: 'silence' },
  'the recovery is refused': 'forget-token',
};

type ExchangeSession = Session & Readonly<{ setConsumer: (until: Promise<void>) => void }>;

async function start(fault: FaultName | null): Promise<ExchangeSession> {
  const kind = fault === null ? undefined : SERVER_FAULTS[fault];
  const server = await startStreamServer({
    ...{ recording: RECORDING, maxLineBytes: MAX_LINE_BYTES },
    faults: new Map(kind === undefined ? [] : [[AT, kind]]),
  });
  const books = makeBooks();
  const desk = makeQuoteDesk('exchange', books);
  const quotes = new Map<string, MarketQuotes>();
  const stopping = new AbortController();
  let [suspensions, deadLetters, isUp] = [0, 0, false];
  let held = Promise.resolve();
  const put = (all: readonly MarketQuotes[]): void => {
    for (const one of all) quotes.set(one.marketUrn, one);
  };
  const done = runExchangeStream({
    ...{ clock: systemClock, random: seededRandom(1), books, signal: stopping.signal },
    connect: tlsTo({
      host: '127.0.0.1',
      port: server.port,
      ca: CERTIFICATE,
      servername: 'localhost',
    }),
    session: () => Promise.resolve({ appKey: 'key', token: 'token' }),
    subscription: { marketFilter: {}, marketDataFilter: {}, heartbeatMs: 500 },
    ...{ silenceMs: fault === 'silence' ? SILENCE_MS : 15_000, maxLineBytes: MAX_LINE_BYTES },
    onUpdate: async (changed) => {
      await held;
      put(desk.take(changed));
    },
    onState: (state) => {
      isUp = state.isUp;
      put(desk.setUp(isUp));
      const isOpen = [...quotes.values()].some(({ status }) => status === 'active');
      if (!isUp && !isOpen) suspensions += 1;
    },
    onPoison: () => {
      deadLetters += 1;
    },
  });
  const hasAll = (): boolean => isUp && books.clocks()?.clk === server.clk();
  await expect.poll(hasAll, PATIENCE).toBe(true);
  return {
    play: async (from, to) => {
      for (let at = from; at < to; at += 1) {
        await expect.poll(() => server.isListenedTo(), PATIENCE).toBe(true);
        server.next();
      }
      if (from < to && to !== AT + 1) await expect.poll(hasAll, PATIENCE).toBe(true);
    },
    suspensions: () => suspensions,
    state: () => [...quotes].sort().map(([urn, { at: _at, ...rest }]) => [urn, rest]),
    deadLetters: () => deadLetters,
    setConsumer: (until) => void (held = until),
    stop: async () => {
      stopping.abort(new Error('the test is over'));
      await done;
      await server.stop();
    },
  };
}

/** A made-up recording over TLS, its quotes as the feed service publishes them. */
export function exchangeHarness(): AdapterHarness<ExchangeSession> {
  const fault = (sees: 'suspended' | 'open', deadLetters = 0): FaultCase<ExchangeSession> => ({
    ...{ at: AT, sees, deadLetters },
    begin: ({ play }) => play(AT, AT + 1),
    mend: async ({ play }) => {
      await play(AT + 1, AT + 2);
      return AT + 2;
    },
  });
  let release: () => void = () => undefined;
  return {
    ...{ name: 'exchange stream', length: RECORDING.length, start },
    faults: {
      'a message is lost': fault('suspended'),
      'a message comes twice': fault('open'),
      'messages come in another order': 'one connection keeps the order',
      'a message comes late': fault('suspended'),
      'a message cannot be read': fault('suspended', 1),
      'two feeds contradict one another': 'it is one book, and nothing is settled by it',
      'the connection breaks': fault('suspended'),
      silence: fault('suspended'),
      'the recovery breaks in its middle':
        'a patch counts from its end on, and a break before it is a break of the connection',
      'the recovery is refused': fault('suspended'),
      'the consumer is slow': {
        ...fault('open'),
        begin: async ({ setConsumer, play }) => {
          setConsumer(new Promise<void>((resolve) => (release = resolve)));
          await play(AT, AT + 1);
        },
        mend: async ({ play }) => {
          release();
          await play(AT + 1, AT + 2);
          return AT + 2;
        },
      },
    },
  };
}
