import { afterAll, beforeAll, expect, test } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';
import { seededRandom, silentLogger, systemClock } from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from '../feed-store.ts';
import { recordOfEvents } from '../script-record.ts';
import { startFeeds, type Feeds } from '../service.ts';
import { verifyRound } from './verify-round.ts';

let nats: TestNats;
let database: TestDatabase;
beforeAll(async () => {
  nats = await startTestNats();
  database = await freshDatabase();
});
afterAll(async () => {
  await nats.stop();
  await database.drop();
});

const start = (openMs: number): Promise<Feeds> =>
  startFeeds({
    clock: systemClock,
    pool: database.pool,
    nats: nats.nats,
    log: silentLogger(),
    sources: [{ kind: 'virtual', speed: 50_000, openMs, pauseMs: 60_000, random: seededRandom(1) }],
  });

type PublicRow = {
  round: number;
  commitment: string;
  server_seed: string | null;
  client_seed: string | null;
  client_seeds: string[];
  terms: unknown;
  results: unknown;
};
const publicRows = async (): Promise<PublicRow[]> =>
  (await database.pool.query<PublicRow>('SELECT * FROM virtual_round_public ORDER BY round')).rows;
const secrets = async (): Promise<unknown> =>
  (await database.pool.query('SELECT round, server_seed, commitment FROM virtual_round')).rows;

test('a round that is committed to goes on after a restart with its seed, and is proven at its end', async () => {
  const first = await start(600_000);
  await expect.poll(publicRows, { timeout: 20_000 }).toHaveLength(1);
  const promised = await secrets();
  await first.stop();
  const [before] = await publicRows();
  expect(before).toMatchObject({ server_seed: null, client_seed: null, results: null });
  // A committed round cannot be changed; its lock time neither, so the clock of the test ends the waiting.
  for (const sql of [
    "UPDATE virtual_round SET server_seed = repeat('0', 64)",
    'UPDATE virtual_round SET lock_at = opened_at',
    'DELETE FROM virtual_round',
  ])
    await expect(database.pool.query(sql)).rejects.toThrow('committed to');

  const later = { ...systemClock, now: () => systemClock.now() + 600_000 };
  const second = await startFeeds({
    clock: later,
    pool: database.pool,
    nats: nats.nats,
    log: silentLogger(),
    sources: [{ kind: 'virtual', speed: 50_000, openMs: 1, pauseMs: 60_000 }],
  });
  await expect
    .poll(async () => (await publicRows())[0]?.results, { timeout: 60_000 })
    .not.toBeNull();
  expect(await secrets()).toEqual(promised);
  const [row] = await publicRows();
  const document = {
    ...row,
    serverSeed: row?.server_seed,
    clientSeeds: row?.client_seeds,
    clientSeed: row?.client_seed,
  };
  expect(verifyRound(document, before?.commitment)).toMatchObject({ fair: true, round: 1 });
  const fixture = fixtureId('virtual-1-1');
  const { record, contradictions } = recordOfEvents(
    fixture,
    await readFeedEvents(database.pool, fixture),
  );
  expect(contradictions).toEqual([]);
  expect(record.results.confirmed).not.toBeNull();
  await second.stop();
});
