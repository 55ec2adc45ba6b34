import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

import { decode } from '@msgpack/msgpack';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { connect, type OddsClient, type Surroundings } from '#client/mod.ts';
import { STREAMS } from '#contracts/mod.ts';
import { startGateway, type Gateway } from '#odds/gateway/mod.ts';
import { createMetrics, ensureStreams, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { NatsHost } from './nats-host.ts';

const PATIENT = { timeout: 20_000 };
const CLIENTS = 12;
const DRAIN_MS = 1500;

let nats: TestNats;
let host: NatsHost;
const gateways = new Set<Gateway>();
const followers: Follower[] = [];
beforeAll(async () => {
  nats = await startTestNats();
  await ensureStreams(nats.nats, STREAMS);
  host = new NatsHost(nats.nats, 6);
});
afterEach(async () => {
  for (const { client } of followers) client.close();
  for (const gateway of gateways) await gateway.stop();
});
afterAll(async () => {
  await host.stop();
  await nats.stop();
});

async function start(port = 0): Promise<Gateway> {
  const gateway = await startGateway({
    port,
    nats: nats.nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: () => undefined,
    drainMs: DRAIN_MS,
    readyWithinMs: 1500,
  });
  gateways.add(gateway);
  return gateway;
}

async function stop(gateway: Gateway): Promise<void> {
  await gateway.stop();
  gateways.delete(gateway);
}

/** A client of which everything is counted that goes over its connections. */
class Follower {
  readonly client: OddsClient;
  readonly problems: string[] = [];
  readonly counts = { image: 0, delta: 0, resync: 0, connections: 0, gone: 0 };

  constructor(urls: readonly string[], isBinary: boolean) {
    const counted = (op: string): void => {
      if (op === 'image' || op === 'delta' || op === 'resync') this.counts[op] += 1;
    };
    const opOf = (message: unknown): string => (message as { op: string }).op;
    this.client = connect({
      url: urls,
      ...(isBinary ? { msgpack: decode } : {}),
      surroundings: {
        openSocket: (url, protocols, handlers) => {
          this.counts.connections += 1;
          return openSocket(url, protocols, {
            close: handlers.close,
            message: (data) => {
              counted(opOf(typeof data === 'string' ? JSON.parse(data) : decode(data)));
              handlers.message(data);
            },
            said: (text) => {
              counted(opOf(JSON.parse(text)));
            },
          });
        },
      },
    });
    this.client.subscribe();
    void this.#watch();
  }

  isRight(): boolean {
    return host.fixtures.every((fixture) => {
      const board = this.client.board(fixture.id);
      const truth = fixture.image();
      const markets = new Map(truth.markets.map((market) => [market.key, market]));
      const availability = this.client.availability(fixture.id);
      const isTrusted = availability === 'open' || availability === 'suspended';
      return isTrusted && board?.epoch === truth.epoch && isDeepStrictEqual(board.markets, markets);
    });
  }

  async #watch(): Promise<void> {
    for await (const event of this.client) {
      if (event.type === 'gone') this.counts.gone += 1;
      if (event.type !== 'board') continue;
      const { board } = event;
      const truth = host.fixtures.find(({ id }) => id === board.fixtureId)?.at(board);
      const markets = truth && new Map(truth.markets.map((market) => [market.key, market]));
      if (!isDeepStrictEqual(board.markets, markets))
        this.problems.push(`${board.fixtureId} at ${String(board.seq)} never was so`);
    }
  }
}

type Handlers = Parameters<Surroundings['openSocket']>[2] & { said: (text: string) => void };

function openSocket(url: string, protocols: readonly string[], handlers: Handlers) {
  const socket = new WebSocket(url, [...protocols]);
  socket.on('message', (data: Buffer, isBinary) => {
    handlers.message(isBinary ? data : data.toString());
  });
  socket.on('close', handlers.close);
  socket.on('error', () => undefined);
  return {
    send: (text: string) => {
      handlers.said(text);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.close();
    },
  };
}

const allRight = async (): Promise<void> => {
  await expect.poll(() => followers.filter((each) => !each.isRight()).length, PATIENT).toBe(0);
};
const sum = (count: keyof Follower['counts']): number =>
  followers.reduce((total, { counts }) => total + counts[count], 0);

it('two gateways and the host are replaced one by one, and no client misses a step', async () => {
  const [one, two] = [await start(), await start()];
  const urls = [one.url, two.url];
  for (let number = 0; number < CLIENTS; number += 1) {
    const own = number % 2 === 0 ? urls : [...urls].reverse();
    followers.push(new Follower(own, number % 3 === 0));
  }
  await allRight();
  const images = sum('image');
  const playing = systemClock.every(25, () => {
    host.step();
  });
  // A rolling restart: each leaves with everybody served, and comes back before the next one goes.
  await stop(one);
  const first = await start(one.port);
  expect(two.clients()).toBe(CLIENTS);
  await pause(200);
  await stop(two);
  await start(two.port);
  expect(first.clients()).toBe(CLIENTS);
  playing();
  await allRight();
  expect(sum('connections')).toBeGreaterThanOrEqual(CLIENTS * 2);
  // All went on by deltas: nobody was sent a whole board again, or had to ask for one.
  expect([sum('image') - images, sum('resync')]).toEqual([0, 0]);

  host.takeOver();
  await allRight();
  for (let step = 0; step < 20; step += 1) host.step();
  await allRight();
  expect(sum('gone')).toBe(0);
  expect(sum('resync')).toBe(0);
  expect(followers.flatMap(({ problems }) => problems)).toEqual([]);
}, 60_000);
