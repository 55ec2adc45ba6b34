import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { connect, type OddsClient, type Surroundings } from '#client/mod.ts';
import type { OddsMessage } from '#contracts/mod.ts';

import { offer } from '../load/helper-process.ts';
import { monotonicMs } from '../load/monotonic.ts';
import { countAnswer, NO_ANSWERS } from './answers.ts';
import { bookCheck } from './books.ts';

/** How many ms after the storm each client was consistent again; those that were not in time are left out. */
export type Recovery = Readonly<{
  recoveredMs: readonly number[];
  /** Processor time of all clients together until then, ms: what the storm could not have been shorter than here. */
  clientsMs: number;
}> &
  typeof NO_ANSWERS;

/** Thousands of the published client, each with its own books. */
const OFFERS = {
  open: async ({
    urls,
    count,
    fixtures,
  }: {
    urls: string[];
    count: number;
    fixtures: string[];
  }) => {
    followed = fixtures;
    for (let opened = 0; opened < count; opened += 1) {
      const client = connect({ url: urls, surroundings: { openSocket } });
      client.subscribe({ sport: 'football', windowMs: WINDOW_MS });
      clients.push(client);
      if (opened % AT_ONCE === AT_ONCE - 1) await recovered(clients, OPEN_MS);
    }
    return (await recovered(clients, OPEN_MS)).length;
  },
  /** Cuts every connection from this side. */
  cut: () => {
    for (const socket of [...sockets]) socket.terminate();
  },
  /** Everybody has lost the gateway at `sinceMs`. */
  recovery: async ({
    sinceMs,
    withinMs,
  }: {
    sinceMs: number;
    withinMs: number;
  }): Promise<Recovery> => {
    answers = NO_ANSWERS;
    const before = process.cpuUsage();
    await untilDropped();
    const times = await recovered(clients, withinMs);
    const { user, system } = process.cpuUsage(before);
    const clientsMs = (user + system) / 1000;
    return { recoveredMs: times.map((time) => time - sinceMs), clientsMs, ...answers };
  },
  /** How many clients hold exactly these boards. */
  right: (truth: readonly OddsMessage[]) => {
    const isRight = bookCheck(truth);
    return clients.filter((client) => isRight(client.boards())).length;
  },
};
export type BettorOffers = typeof OFFERS;

const WINDOW_MS = 250;
const AT_ONCE = 250;
const OPEN_MS = 60_000;
/** To look at thousands of clients takes milliseconds, which they would need themselves. */
const POLL_MS = 50;
const DROP_MS = 2000;

const clients: OddsClient[] = [];
const sockets = new Set<WebSocket>();
let followed: readonly string[] = [];
let answers = NO_ANSWERS;

offer(OFFERS);

const isConsistent = (client: OddsClient): boolean =>
  followed.every((fixture) => client.availability(fixture) === 'open');

/** Nobody counts as being back before having been away. */
async function untilDropped(): Promise<void> {
  const untilMs = monotonicMs() + DROP_MS;
  while (monotonicMs() < untilMs && clients.some(({ status }) => status === 'live'))
    await pause(POLL_MS);
}

/** When each of them was consistent; of those that were within the time. */
async function recovered(all: readonly OddsClient[], withinMs: number): Promise<number[]> {
  const untilMs = monotonicMs() + withinMs;
  const times: number[] = [];
  for (let missing = all; missing.length > 0 && monotonicMs() < untilMs;) {
    await pause(POLL_MS);
    const still = missing.filter((client) => !isConsistent(client));
    const atMs = monotonicMs();
    for (let back = still.length; back < missing.length; back += 1) times.push(atMs);
    missing = still;
  }
  return times;
}

/** The `ws` client in the place of the global one, with an ear for what the gateway answers. */
function openSocket(
  ...[url, protocols, { message, close }]: Parameters<Surroundings['openSocket']>
): ReturnType<Surroundings['openSocket']> {
  const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false });
  sockets.add(socket);
  socket.on('message', (data: Buffer) => {
    const text = data.toString();
    answers = countAnswer(answers, text);
    message(text);
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    sockets.delete(socket);
    close(code);
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.terminate();
    },
  };
}
