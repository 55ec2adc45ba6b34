import type { SocketHandlers, Surroundings } from './surroundings.ts';
import type { ClientMessage, Delta, Hello, Image, Market, ServerMessage } from './wire.ts';

export const FIXTURE = 'match-1';

export const market = (line: number, version: number, fields: Partial<Market> = {}): Market => ({
  key: `total-goals|line=${String(line)}.5`,
  status: 'active',
  version,
  outcomes: [
    { id: 'over', odds: 19_000 + version },
    { id: 'under', odds: null },
  ],
  ...fields,
});

const shared = {
  fixtureId: FIXTURE,
  epoch: 1,
  inputSeq: 1,
  feedVersion: 1,
  removed: [],
  markets: [],
  stamps: {
    occurredAt: 0,
    receivedAt: 0,
    feedPublishedAt: 0,
    hostReceivedAt: 0,
    pricedAt: 0,
    publishedAt: 0,
  },
} as const;

const state = {
  status: 'in-play',
  phase: 'first-half',
  clock: { phase: 'first-half', elapsedMs: 0 },
  score: { home: 0, away: 0 },
  halfTime: null,
  extraTime: null,
  shootOut: null,
  redCards: { home: 0, away: 0 },
  corners: { home: 0, away: 0 },
  suspended: [],
} as const;

export const image = (seq: number, fields: Partial<Image> = {}): Image => ({
  op: 'image',
  seq,
  prev: 0,
  ...shared,
  state,
  markets: [market(1, 1), market(2, 1)],
  ...fields,
});

export const delta = (seq: number, fields: Partial<Delta> = {}): Delta => ({
  op: 'delta',
  seq,
  prev: seq - 1,
  ...shared,
  ...fields,
});

export const suspended = { ...state, suspended: ['score'] } as const;

export const hello: Hello = {
  op: 'hello',
  protocol: 1,
  encoding: 'json',
  heartbeatMs: 2000,
  limits: {
    messageBytes: 65_536,
    messagesPerSecond: 20,
    subscriptions: 500,
    windowMs: 5000,
    segmentBytes: 32_768,
    mergeAboveBytes: 65_536,
    closeAboveBytes: 1_048_576,
    closeAfterMs: 10_000,
  },
};

/** `tops`: the sequence of each fixture, all of epoch 1; null when its board is on the way. */
export const heartbeat = (
  tops: Readonly<Record<string, number | null>>,
  fields: Partial<Extract<ServerMessage, { op: 'heartbeat' }>> = {},
): ServerMessage => ({
  op: 'heartbeat',
  at: 0,
  upstream: 'up',
  stale: [],
  tops: topsOf(tops),
  ...fields,
});

export const topsOf = (tops: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(
    Object.entries(tops).map(([id, seq]) => [id, seq === null ? null : ([1, seq] as const)]),
  );

/** The gateway's end of a connection. */
export type FakeSocket = Readonly<{
  url: string;
  protocols: readonly string[];
  /** What the client said. */
  said: ClientMessage[];
  isClosed(): boolean;
  say(...messages: readonly ServerMessage[]): void;
  /** Says that all that the client has asked was done. */
  answer(): void;
  sayRaw(data: string | Uint8Array): void;
  drop(code: number): void;
}>;

/** Time that stands still, timers and sockets in the hands of a test. */
export function fakeWorld() {
  let nowMs = 0;
  let order = 0;
  const timers = new Set<{ dueMs: number; order: number; task: () => void }>();
  const sockets: FakeSocket[] = [];
  const surroundings: Surroundings = {
    monotonicMs: () => nowMs,
    random: () => 0.5,
    after: (delayMs, task) => {
      const timer = { dueMs: nowMs + delayMs, order: order++, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    openSocket: (url, protocols, handlers) => {
      const { socket, fake } = socketPair(url, protocols, handlers);
      sockets.push(fake);
      return socket;
    },
  };
  const advance = (ms: number): void => {
    const untilMs = nowMs + ms;
    for (;;) {
      const [next] = [...timers]
        .filter(({ dueMs }) => dueMs <= untilMs)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
      if (next === undefined) break;
      timers.delete(next);
      nowMs = next.dueMs;
      next.task();
    }
    nowMs = untilMs;
  };
  return {
    surroundings,
    sockets,
    timers,
    advance,
    last: (): FakeSocket => {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
  };
}

function socketPair(url: string, protocols: readonly string[], handlers: SocketHandlers) {
  let closed = false;
  const said: ClientMessage[] = [];
  const fake: FakeSocket = {
    url,
    protocols,
    said,
    isClosed: () => closed,
    say: (...messages) => {
      for (const message of messages) handlers.message(JSON.stringify(message));
    },
    answer: () => {
      for (const { id } of said) handlers.message(JSON.stringify({ op: 'status', id, ok: true }));
    },
    sayRaw: handlers.message,
    drop: (code) => {
      closed = true;
      handlers.close(code);
    },
  };
  const socket = {
    send: (text: string) => said.push(JSON.parse(text) as ClientMessage),
    close: () => {
      closed = true;
    },
  };
  return { socket, fake };
}
