import { afterAll, beforeAll, expect, it } from 'vitest';

import { LiveStore, StreamClient } from '#console/mod.ts';
import { accountId, fixtureId, marketKey } from '#contracts/mod.ts';
import { startGateway, type Gateway } from '#odds/gateway/mod.ts';
import { createMetrics, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { PLANS } from './plans.ts';
import { World } from './world.ts';

const FINAL = fixtureId('world-cup-final');
const PATIENT = { timeout: 15_000 };

let nats: TestNats;
let world: World;
beforeAll(async () => {
  nats = await startTestNats();
  world = new World(nats.nats, PLANS);
});
afterAll(async () => {
  await world.stop();
  await nats.stop();
});

const start = (port: number): Promise<Gateway> =>
  startGateway({
    port,
    nats: nats.nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: (token) =>
      token === 'trader'
        ? {
            username: 'trader',
            role: 'trader',
            accountId: accountId('00000000-0000-7000-8000-000000000002'),
            expiresAt: systemClock.now() + 3_600_000,
          }
        : undefined,
  });

it('the client of the pages follows a gateway through its restart, and has the books as a trader', async () => {
  const store = new LiveStore((task) => {
    queueMicrotask(task);
  });
  let gateway = await start(0);
  const client = new StreamClient({
    url: gateway.url,
    store,
    monotonic: () => systemClock.monotonic(),
    random: () => 0.5,
  });
  client.start();
  try {
    await expect.poll(() => store.connection, PATIENT).toBe('live');
    await expect.poll(() => store.fixtures().length, PATIENT).toBe(PLANS.length);
    expect(store.books()).toEqual([]);

    await gateway.stop();
    await expect.poll(() => store.connection, PATIENT).toBe('lost');
    world.move(FINAL, marketKey('match-result'), 'home', 77_700);
    gateway = await start(gateway.port);
    await expect.poll(() => store.connection, PATIENT).toBe('live');
    const odds = () =>
      store.board(FINAL)?.markets.get(marketKey('match-result'))?.outcomes[0]?.odds;
    await expect.poll(odds, PATIENT).toBe(77_700);

    client.follow({ token: 'trader', role: 'trader' });
    world.announce();
    await expect.poll(() => store.books().length, PATIENT).toBeGreaterThan(0);
  } finally {
    client.stop();
    await gateway.stop();
  }
});
