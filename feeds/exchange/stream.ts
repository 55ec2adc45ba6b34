import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Duplex } from 'node:stream';

import { makeLineSplitter } from '#platform/mod.ts';

import { makeConversation } from './conversation.ts';
import { MAX_LINE_BYTES } from './recorded-file.ts';
import { StreamDownError, type StreamOptions, type StreamState } from './stream-options.ts';

/** From the connection to the first image. */
const GREETING_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** Connections to one exchange, for `connect`. */
export const tlsTo =
  (to: ConnectionOptions): (() => Duplex) =>
  () =>
    connectTls(to);

/**
 * Follows a subscription until the signal: connects, authenticates, subscribes, keeps the books and, after a
 * break, goes on from where they are. Each failure in a row doubles the wait before the next try, from half a
 * second to half a minute, of which a random half is left out so that many clients do not come at once.
 */
export async function runExchangeStream(options: StreamOptions): Promise<void> {
  const { clock, random, signal } = options;
  let failures = 0;
  let isResume = true;
  let last = '';
  const onState = (state: StreamState): void => {
    if (state.isUp) failures = 0;
    const text = JSON.stringify(state);
    if (text === last) return;
    last = text;
    options.onState(state);
  };
  while (!signal.aborted) {
    try {
      await oneConnection({ ...options, onState }, isResume);
    } catch (error) {
      const { reason, detail } = downOf(error);
      onState({ isUp: false, reason, detail });
      isResume = !(reason === 'poison' || detail.startsWith('INVALID_CLOCK'));
    }
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    failures += 1;
    await clock.sleep(waitMs * (1 - random.next() / 2), signal).catch(() => undefined);
  }
}

const downOf = (error: unknown) =>
  error instanceof StreamDownError
    ? { reason: error.reason, detail: error.message }
    : {
        reason: 'connection-lost' as const,
        detail: error instanceof Error ? error.message : String(error),
      };

async function oneConnection(options: StreamOptions, isResume: boolean): Promise<void> {
  const { clock, subscription, books, signal, maxLineBytes = MAX_LINE_BYTES } = options;
  const { appKey, token } = await options.session();
  const socket = options.connect();
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  let heardAt = clock.monotonic();
  let silenceMs = options.silenceMs ?? 2 * subscription.heartbeatMs;
  let allowedMs = GREETING_MS;
  const stopWatch = clock.every(silenceMs / 4, () => {
    const silentMs = clock.monotonic() - heardAt;
    if (silentMs > allowedMs)
      socket.destroy(new StreamDownError('silent', `nothing heard for ${Math.round(silentMs)} ms`));
  });
  const conversation = makeConversation({
    ...{ ...options, appKey, token, subscription, books, isResume },
    send: (request) => void socket.write(`${JSON.stringify(request)}\r\n`),
    onHeartbeat: (heartbeatMs) => {
      silenceMs = options.silenceMs ?? 2 * heartbeatMs;
    },
    onState: (state) => {
      if (state.isUp) allowedMs = silenceMs;
      options.onState(state);
    },
  });
  const splitter = makeLineSplitter(maxLineBytes);
  try {
    for await (const chunk of socket as AsyncIterable<Uint8Array>) {
      heardAt = clock.monotonic();
      // A consumer that needs longer than silence may last counts as silence: what it shows is old.
      for (const line of splitter.take(chunk)) await conversation.take(line);
    }
    throw new StreamDownError('connection-lost', 'the exchange closed the connection');
  } finally {
    stopWatch();
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
  }
}
