import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { systemClock } from './clock.ts';
import { silentLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { ensureStreams } from './nats-publish.ts';
import {
  insertOutbox,
  startOutboxRelay,
  type OutboxRelay,
  type OutboxRelayOptions,
} from './outbox.ts';
import { createPool, withTransaction, type Pool } from './postgres.ts';

const STREAM = { name: 'FACTS', subjects: ['bet.*'], maxAgeMs: 3_600_000, maxBytes: 16_000_000 };

let nats: TestNats;
let database: TestDatabase;
let pool: Pool;
const relays: OutboxRelay[] = [];

beforeAll(async () => {
  nats = await startTestNats();
});
beforeEach(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await ensureStreams(nats.nats, [STREAM]);
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await database.drop();
  await nats.nats.jsm.streams.delete(STREAM.name);
});
afterAll(() => nats.stop());

const start = (options: OutboxRelayOptions = {}, from: Pool = pool): OutboxRelay => {
  const ports = { pool: from, nats: nats.nats, clock: systemClock, log: silentLogger() };
  const relay = startOutboxRelay(
    { ...ports, metrics: createMetrics('test') },
    { retryMs: 100, ...options },
  );
  relays.push(relay);
  return relay;
};
const message = (id: number | string, subject = 'bet.accepted') => ({
  subject,
  messageId: `bet:${String(id)}`,
  body: { id },
});
const write = (...ids: (number | string)[]) =>
  withTransaction(pool, (client) =>
    insertOutbox(
      client,
      ids.map((id) => message(id)),
    ),
  );
/** What the stream holds, in its order. */
async function stored(): Promise<unknown[]> {
  const { state } = await nats.nats.jsm.streams.info(STREAM.name);
  const ids: unknown[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
    const found = await nats.nats.jsm.streams.getMessage(STREAM.name, { seq });
    ids.push(found?.json<{ id: unknown }>().id);
  }
  return ids;
}
const unpublished = async (): Promise<number> =>
  (await pool.query('SELECT FROM outbox WHERE published_at IS NULL')).rowCount ?? 0;

test('rows leave in order and are marked', async () => {
  await write(1, 2, 3);
  start({ batchSize: 2 });
  await write(4);
  await expect.poll(unpublished).toBe(0);
  expect(await stored()).toEqual([1, 2, 3, 4]);
});

test('a row whose transaction commits late is not skipped, and nothing overtakes it', async () => {
  start();
  await withTransaction(pool, async (client) => {
    await insertOutbox(client, [message('early id, late commit')]);
    await write('late id, early commit');
    await systemClock.sleep(200);
    expect(await stored()).toEqual([]);
  });
  await expect.poll(unpublished).toBe(0);
  expect(await stored()).toEqual(['early id, late commit', 'late id, early commit']);
});

test('what is rolled back is never published', async () => {
  start();
  const rolledBack = withTransaction(pool, async (client) => {
    await insertOutbox(client, [message('gone')]);
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  await write('kept');
  await expect.poll(unpublished).toBe(0);
  expect(await stored()).toEqual(['kept']);
});

test('a crash between publishing and marking publishes once', async () => {
  // The mark fails once, as if the relay died after the stream had the messages.
  await pool.query(`
    CREATE TABLE crash (left_over int); INSERT INTO crash VALUES (1);
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM crash) THEN RAISE 'killed'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER crash BEFORE UPDATE ON outbox_batch FOR EACH STATEMENT EXECUTE FUNCTION crash()`);
  await write(1, 2);
  start();
  await expect.poll(stored).toEqual([1, 2]);
  expect(await unpublished()).toBe(2);
  await pool.query('DELETE FROM crash');
  await expect.poll(unpublished, { timeout: 10_000 }).toBe(0);
  await write(3);
  await expect.poll(stored).toEqual([1, 2, 3]);
});

test('while NATS is away rows wait, and leave when it is back', async () => {
  start();
  await nats.restart(async () => {
    await write(1, 2);
    await systemClock.sleep(300);
    expect(await unpublished()).toBe(2);
  });
  await expect.poll(unpublished, { timeout: 20_000 }).toBe(0);
  expect(await stored()).toEqual([1, 2]);
});

test('one relay works at a time, and another takes over when it goes', async () => {
  const own = createPool({ url: database.url, maxConnections: 2 });
  const first = start({}, own);
  await write(1);
  await expect.poll(unpublished).toBe(0);
  start();
  await systemClock.sleep(300);
  const { rowCount } = await pool.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (
       SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(rowCount).toBe(1);
  await first.stop();
  await own.end();
  await write(2);
  await expect.poll(unpublished, { timeout: 10_000 }).toBe(0);
  expect(await stored()).toEqual([1, 2]);
});

test('a relay whose connection is cut comes back', async () => {
  start();
  await write(1);
  await expect.poll(unpublished).toBe(0);
  await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
  );
  await write(2);
  await expect.poll(unpublished, { timeout: 10_000 }).toBe(0);
  expect(await stored()).toEqual([1, 2]);
});

test('a message that no stream takes does not hold up the others', async () => {
  await withTransaction(pool, (client) =>
    insertOutbox(client, [message(1, 'nobody.listens'), message(2)]),
  );
  start();
  await expect.poll(stored, { timeout: 10_000 }).toEqual([2]);
  // Its neighbours of the same transaction are not sent again and again with it.
  await expect.poll(unpublished).toBe(1);
  const { rows } = await pool.query(
    'SELECT msg_id AS id, published_at IS NULL AS waits FROM outbox',
  );
  expect(rows).toEqual([
    { id: 'bet:2', waits: false },
    { id: 'bet:1', waits: true },
  ]);
});

test('rows that were published long ago are deleted, unpublished ones never', async () => {
  await write('old');
  await pool.query(`UPDATE outbox_batch SET published_at = now() - interval '1 day'`);
  await write('new');
  await pool.query(`UPDATE outbox_batch SET created_at = now() - interval '1 year'`);
  start({ keepMs: 3_600_000 });
  await expect.poll(unpublished).toBe(0);
  await expect
    .poll(async () => (await pool.query<{ body: unknown }>('SELECT body FROM outbox')).rows)
    .toEqual([{ body: { id: 'new' } }]);
});
