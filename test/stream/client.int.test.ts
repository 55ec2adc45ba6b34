import { setTimeout as pause } from 'node:timers/promises';

import { decode } from '@msgpack/msgpack';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { connect, type ClientOptions, type OddsClient, type Selection } from '#client/mod.ts';
import { STREAMS } from '#contracts/mod.ts';
import { startGateway, type Gateway, type GatewayOptions } from '#odds/gateway/mod.ts';
import { createMetrics, ensureStreams, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { NatsHost } from './nats-host.ts';
import { visibleMarkets } from './simulation/visible.ts';

const PATIENT = { timeout: 15_000 };

let nats: TestNats;
let host: NatsHost;
const gateways: Gateway[] = [];
const clients: OddsClient[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  await ensureStreams(nats.nats, STREAMS);
});
afterAll(() => nats.stop());
beforeEach(() => {
  host = new NatsHost(nats.nats, 4);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const gateway of gateways.splice(0)) await gateway.stop();
  await host.stop();
});

async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  const gateway = await startGateway({
    port: 0,
    nats: nats.nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: () => undefined,
    ...options,
  });
  gateways.push(gateway);
  return gateway;
}

function follow(selection: Selection, options: ClientOptions): OddsClient {
  const client = connect(options);
  clients.push(client);
  client.subscribe(selection);
  return client;
}

/** What a client should hold now, and does. */
function boardsOf(client: OddsClient, selection: Selection) {
  const expected = host.fixtures.flatMap((fixture) => {
    const markets = visibleMarkets(fixture.image(), [selection]);
    return markets === undefined ? [] : [[fixture.id, Object.fromEntries(markets)] as const];
  });
  const held = client
    .boards()
    .map(({ fixtureId, markets }) => [fixtureId, Object.fromEntries(markets)] as const);
  return { held: Object.fromEntries(held), expected: Object.fromEntries(expected) };
}

async function expectBoards(client: OddsClient, selection: Selection): Promise<void> {
  await expect
    .poll(() => {
      const { held, expected } = boardsOf(client, selection);
      return JSON.stringify(sorted(held)) === JSON.stringify(sorted(expected));
    }, PATIENT)
    .toBe(true);
}

const sorted = (boards: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  Object.entries(boards)
    .map(([id, markets]) => [id, Object.entries(markets).sort()])
    .sort();

const trusted = (client: OddsClient): boolean[] =>
  host.fixtures.map(({ id }) => ['open', 'suspended'].includes(client.availability(id)));

describe('the client at a real gateway', () => {
  it.each<[string, Selection, Partial<ClientOptions>]>([
    ['everything', {}, {}],
    ['everything as MessagePack', {}, { msgpack: decode }],
    ['main lines of one competition', { competition: 'Cup', mainOnly: true }, {}],
    ['some market types, merged', { marketTypes: ['match-result'], windowMs: 100 }, {}],
  ])('holds what the host has: %s', async (_, selection, options) => {
    const { url } = await start({ limits: { segmentBytes: 2500 } });
    const client = follow(selection, { url, ...options });
    for (let step = 0; step < 200; step += 1) {
      host.step();
      if (step % 10 === 0) await pause(5);
    }
    await expectBoards(client, selection);
    await expect
      .poll(() => client.boards().every(({ fixtureId }) => isTrusted(client, fixtureId)), PATIENT)
      .toBe(true);
  });

  it('finds its way back to a gateway that was killed, by what changed', async () => {
    const first = await start();
    const client = follow({}, { url: first.url });
    host.step();
    await expectBoards(client, {});
    const gone = countGone(client);
    await first.stop();
    await expect.poll(() => client.status, PATIENT).toBe('lost');
    expect(trusted(client)).toEqual([false, false, false, false]);
    for (let step = 0; step < 5; step += 1) host.step();
    await start({ port: first.port });
    await expect.poll(() => client.status, PATIENT).toBe('live');
    await expectBoards(client, {});
    await expect.poll(() => trusted(client), PATIENT).toEqual([true, true, true, true]);
    expect(gone.fixtures).toBe(0);
  });

  it('is never without trusted prices while gateways are replaced one by one', async () => {
    const one = await start({ drainMs: 3000 });
    const two = await start({ drainMs: 3000 });
    const client = follow({}, { url: [one.url, two.url] });
    await expect.poll(() => trusted(client), PATIENT).toEqual([true, true, true, true]);
    const moments = { trusted: 0, other: 0 };
    const watching = systemClock.every(5, () => {
      if (trusted(client).every(Boolean)) moments.trusted += 1;
      else moments.other += 1;
    });
    const playing = systemClock.every(20, () => {
      host.step();
    });
    await one.stop();
    const three = await start({ port: one.port, drainMs: 3000 });
    await pause(700);
    await two.stop();
    expect(three.clients()).toBe(1);
    playing();
    watching();
    await expectBoards(client, {});
    // Between leaving a gateway and the first message of the next one there is one round trip.
    expect(moments.other).toBeLessThan(moments.trusted / 5);
  });
});

const isTrusted = (client: OddsClient, fixtureId: string): boolean =>
  ['open', 'suspended'].includes(client.availability(fixtureId));

function countGone(client: OddsClient) {
  const counts = { fixtures: 0 };
  void (async () => {
    for await (const event of client) if (event.type === 'gone') counts.fixtures += 1;
  })();
  return counts;
}
