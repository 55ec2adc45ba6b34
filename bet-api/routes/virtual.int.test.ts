import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { ApiRig } from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: ApiRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 10 });
  ({ pool } = database);
  rig = await ApiRig.start(pool);
});
afterAll(async () => {
  await rig.stop();
  await database.drop();
});

const SEED = 'ab'.repeat(32);

test('a round is told without its seed until it is revealed; one client seed an account, while it is open', async () => {
  const now = rig.clock.now();
  const commitment = createHash('sha256').update(Buffer.from(SEED, 'hex')).digest('hex');
  await pool.query(
    `INSERT INTO virtual_round (round, commitment, server_seed, opened_at, lock_at, terms)
     VALUES (1, $1, $2, $3, $4, '[]')`,
    [commitment, SEED, now, now + 30_000],
  );
  const told = await rig.get('/v1/virtual/rounds/1');
  expect(told.body).toMatchObject({ commitment, status: 'open', serverSeed: null, results: null });
  expect(JSON.stringify((await rig.get('/v1/virtual/rounds')).body)).not.toContain(SEED);

  const give = async (token: string, seed: string) =>
    rig.post('/v1/virtual/rounds/1/client-seeds', { token, body: { seed } });
  const [ann, bob] = [await rig.rich(), await rig.rich()];
  expect((await give(ann, 'first')).body).toEqual({ place: 1 });
  expect((await give(bob, 'second')).body).toEqual({ place: 2 });
  expect((await give(ann, 'another')).body).toEqual({ place: 1 });
  expect(await give(ann, 'ä')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  expect(
    await rig.post('/v1/virtual/rounds/1/client-seeds', { body: { seed: 'x' } }),
  ).toMatchObject({
    status: 401,
  });
  expect((await rig.get('/v1/virtual/rounds/1')).body).toMatchObject({
    clientSeeds: ['first', 'second'],
  });

  await pool.query("UPDATE virtual_round SET client_seed = repeat('0', 64)");
  expect(await give(await rig.rich(), 'late')).toMatchObject({
    status: 409,
    body: { code: 'VIRTUAL_ROUND_LOCKED' },
  });
  await pool.query("UPDATE virtual_round SET results = '[]', revealed_at = $1", [now]);
  expect((await rig.get('/v1/virtual/rounds/1')).body).toMatchObject({
    status: 'revealed',
    serverSeed: SEED,
  });
  expect((await rig.get('/v1/virtual/rounds/2')).status).toBe(404);
});
