import { Counter } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { FeedHealthSchema } from '#contracts/mod.ts';
import { createMetrics, ManualClock, newId, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { seedDemoUsers } from '../accounts/seed.ts';
import { ApiRig, boardImage, fits, FIXTURE, show } from '../testing/mod.ts';
import { readFeedHealth } from '../trading/feed-health.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
  await seedDemoUsers(pool, { clock: new ManualClock(), newId });
  for (const [id, status] of [
    [FIXTURE, 'in-play'],
    ['later-1', 'not-started'],
    ['over-1', 'closed'],
  ])
    await pool.query(
      `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at,
         status, producer, version) VALUES ($1, 'football', 'Cup', 'h', 'Home', 'a', 'Away', 5, $2, 'simulator', 1)`,
      [id, status],
    );
  for (const version of [1, 2, 5])
    await pool.query(
      `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at, received_at,
         published_at, body) VALUES ($1, $2, $3, 'goal', 'simulator', 0, $4, $5, '{}')`,
      [FIXTURE, version, `e${version}`, 1_000 * version, 1_000 * version + 7 * version],
    );
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await ApiRig.start(pool);
});
afterEach(() => rig.stop());

test('traders see lag, gaps and state of the feeds of open fixtures', async () => {
  const token = await rig.logIn('trader');
  const { producers, fixtures } = fits(
    FeedHealthSchema,
    await rig.get('/v1/trading/feeds', { token }),
  );
  expect(fixtures.map((each) => each.fixtureId)).toEqual(['later-1', FIXTURE]);
  expect(fixtures[0]).toMatchObject({ state: 'idle', events: 0, missing: 0, lagMs: null });
  expect(fixtures[1]).toMatchObject({
    fixture: 'Home – Away',
    state: 'speaks',
    events: 3,
    missing: 2,
    lastReceivedAt: 5_000,
    lagMs: 14,
    lagMaxMs: 35,
  });
  expect(producers).toMatchObject([
    { producer: 'simulator', state: 'speaks', fixtures: 2, live: 1, missing: 2, deadLetters: null },
  ]);
});

test('a match that its host suspends for the feed makes the feed silent', async () => {
  show(rig.book, boardImage({ state: { suspended: ['feed'] } }), rig.clock.monotonic());
  const token = await rig.logIn('trader');
  const { producers } = fits(FeedHealthSchema, await rig.get('/v1/trading/feeds', { token }));
  expect(producers[0]?.state).toBe('silent');
});

test('dead letters are told where the feeds run in the same process', async () => {
  const metrics = createMetrics('test');
  new Counter({
    name: 'overround_feed_dead_letters_total',
    help: 'dead',
    labelNames: ['producer'],
    registers: [metrics.registry],
  }).inc({ producer: 'simulator' }, 3);
  const { producers } = await readFeedHealth({ db: pool, book: rig.book, metrics, at: 0 });
  expect(producers[0]?.deadLetters).toBe(3);
});

test('a feed without an open match is told of where the feeds run in the same process', async () => {
  const metrics = createMetrics('test');
  const isUp = metrics.gauge('overround_feed_source_up', 'up', ['producer', 'source']);
  isUp.set({ producer: 'wyscout', source: 'folder' }, 1);
  isUp.set({ producer: 'results', source: 'folder' }, 0);
  metrics
    .counter('overround_feed_events_total', 'events', ['producer', 'kind'])
    .inc({ producer: 'wyscout', kind: 'goal' }, 4);
  const { producers } = await readFeedHealth({ db: pool, book: rig.book, metrics, at: 0 });
  expect(producers).toMatchObject([
    { producer: 'results', state: 'silent', events: 0, fixtures: 0 },
    { producer: 'simulator', fixtures: 2 },
    { producer: 'wyscout', state: 'idle', events: 4, live: 0, lagMs: null },
  ]);
});

test('bettors and strangers see nothing of it', async () => {
  const bettor = await rig.logIn('bettor');
  expect((await rig.get('/v1/trading/feeds', { token: bettor })).status).toBe(403);
  expect((await rig.get('/v1/trading/feeds', {})).status).toBe(401);
});
