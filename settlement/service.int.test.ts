import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { subjects } from '#contracts/mod.ts';
import { createMetrics, newId, sendJson, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { startSettlement, type Settlement, type SettlementOptions } from './service.ts';
import { balance, betState, MATCH_RESULT, storeEvents } from './testing/book.ts';
import { playedMatch } from './testing/match-script.ts';
import { openScene, type Scene } from './testing/scene.ts';

let nats: TestNats;
let scene: Scene;
const services: Settlement[] = [];

beforeAll(async () => {
  nats = await startTestNats();
});
beforeEach(async () => {
  scene = await openScene();
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
  await scene.close();
});
afterAll(() => nats.stop());

const start = (options: SettlementOptions = {}) => {
  const metrics = createMetrics('test');
  const ports = { pool: scene.pool, nats: nats.nats, clock: systemClock, log: silentLogger() };
  services.push(startSettlement({ ...ports, metrics, newId }, options));
  return metrics;
};
const valueOf = async (metrics: ReturnType<typeof start>, name: string) =>
  (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value;
const HOUR_MS = 3_600_000;
const match = () => playedMatch({ home: 1, away: 0 }, { home: 0, away: 0 });

test('without any message polling finds the work, and copies share it', async () => {
  const bets = [];
  for (let bet = 0; bet < 20; bet += 1) bets.push(await scene.single(MATCH_RESULT, 'home'));
  await storeEvents(scene.pool, match().events);
  for (let copy = 0; copy < 3; copy += 1) start({ pollMs: 20, chunkSize: 4 });
  await expect
    .poll(() => balance(scene.pool, scene.account), { timeout: 20_000 })
    .toBe(100_000n + 20n * 1_500n);
  await scene.expectSound();
});

test('a message from the feed makes the next look come at once', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  start({ pollMs: HOUR_MS });
  const { events, fixture } = match();
  await nats.nats.connection.flush();
  // The first look has passed when the fixture that it finds nothing to do for is asked no more.
  await systemClock.sleep(300);
  await storeEvents(scene.pool, events);
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'accepted' });
  sendJson(nats.nats, subjects.feed('football', fixture), events.at(-1));
  await expect
    .poll(async () => (await betState(scene.pool, bet)).status, { timeout: 20_000 })
    .toBe('settled');
});

test('one fixture that fails keeps no other from its money, and is counted', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  const broken = playedMatch({ home: 0, away: 0 }, { home: 0, away: 0 }, 'a-broken');
  await scene.pool.query(
    `INSERT INTO fixture_resulting (fixture_id, feed_version, decision, due_at, at)
     VALUES ('a-broken', 0, 'wait', 1, $1)`,
    [systemClock.now()],
  );
  await storeEvents(scene.pool, broken.events);
  await scene.pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.fixture_id = 'a-broken' THEN RAISE 'broken'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON market_closed FOR EACH ROW EXECUTE FUNCTION refuse()`);
  await storeEvents(scene.pool, match().events);
  const metrics = start({ pollMs: 20 });
  await expect
    .poll(async () => (await betState(scene.pool, bet)).status, { timeout: 20_000 })
    .toBe('settled');
  expect(await valueOf(metrics, 'overround_settlement_failures_total')).toBeGreaterThan(0);
});

test('the sweeper reports open bets behind a closed fixture', async () => {
  await storeEvents(scene.pool, match().events);
  await scene.single(MATCH_RESULT, 'home');
  await scene.pool.query(`
    INSERT INTO market_closed VALUES ('gone', '*', 1, 1), ('test-1', '*', 1, 1);
    UPDATE bet_leg SET fixture_id = 'gone'`);
  const metrics = start({ pollMs: 20, sweepEveryMs: 1, overdueMs: 0 });
  await expect
    .poll(() => valueOf(metrics, 'overround_settlement_overdue_bets'), { timeout: 20_000 })
    .toBe(1);
});

test('while PostgreSQL refuses, the service goes on trying', async () => {
  const bet = await scene.single(MATCH_RESULT, 'home');
  await scene.pool.query('ALTER TABLE fixture_resulting RENAME TO away');
  await storeEvents(scene.pool, match().events);
  start({ pollMs: 20 });
  await systemClock.sleep(200);
  expect(await betState(scene.pool, bet)).toMatchObject({ status: 'accepted' });
  await scene.pool.query('ALTER TABLE away RENAME TO fixture_resulting');
  await expect
    .poll(async () => (await betState(scene.pool, bet)).status, { timeout: 20_000 })
    .toBe('settled');
});
