import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { keyringOf, readCheckpoint, signingKeys, keyDir, verifyBetProof } from '#audit/mod.ts';
import { ApiRig } from '#bet-api/testing/mod.ts';
import { userId } from '#contracts/mod.ts';
import { populate, type Book } from '#ledger/testing/mod.ts';
import { newId } from '#platform/mod.ts';

import { auditRig, type Rig } from './rig.ts';

let rig: Rig;
let api: ApiRig;
let book: Book;
beforeAll(async () => {
  rig = await auditRig();
  book = await populate(rig.pool);
  api = await ApiRig.start(rig.pool);
});
afterAll(async () => {
  await api.stop();
  await rig.drop();
});

const tokenOfBook = (): string =>
  api.tokens.sign({
    userId: userId(newId()),
    username: 'ada',
    role: 'bettor',
    accountId: book.account,
    currency: 'EUR',
  }).token;
const believed = (): ReturnType<typeof keyringOf> =>
  keyringOf(signingKeys(keyDir(rig.dir)).map(({ publicKey }) => publicKey));

describe('proofs over the API', () => {
  test('a bet that is not sealed has none yet; one of somebody else is unknown', async () => {
    const own = tokenOfBook();
    expect(await api.get(`/v1/bets/${book.won}/proof`, { token: own })).toMatchObject({
      status: 409,
      body: { code: 'PROOF_NOT_READY' },
    });
    const other = await api.register();
    expect(await api.get(`/v1/bets/${book.won}/proof`, { token: other.token })).toMatchObject({
      status: 404,
      body: { code: 'BET_NOT_FOUND' },
    });
    expect(await api.get(`/v1/bets/${book.won}/proof`)).toMatchObject({ status: 401 });
    expect(await api.get('/v1/audit/checkpoint')).toMatchObject({
      body: { code: 'PROOF_NOT_READY' },
    });
  });

  test('a sealed one is proven by the published key, an open one is not there', async () => {
    await rig.seal({ limit: 5 });
    const token = tokenOfBook();
    const { status, body } = await api.get(`/v1/bets/${book.won}/proof`, { token });
    expect(status).toBe(200);
    expect(verifyBetProof(body, believed())).toMatchObject({
      ok: true,
      record: { betId: book.won },
    });
    expect(JSON.stringify(body)).not.toContain('balances');
    const keys = (await api.get('/v1/audit/keys')).body as { keys: { publicKey: string }[] };
    const published = keyringOf(keys.keys.map(({ publicKey }) => Buffer.from(publicKey, 'base64')));
    expect(published).toEqual(believed());
    expect(await api.get(`/v1/bets/${book.open}/proof`, { token })).toMatchObject({ status: 409 });
  });

  test('the newest checkpoint continues every earlier one', async () => {
    const { body } = await api.get('/v1/audit/checkpoint');
    const number = readCheckpoint((body as { body: string }).body)?.number ?? 0;
    expect(number).toBeGreaterThan(1);
    const between = await api.get(`/v1/audit/consistency?from=1&to=${number}`);
    expect(between).toMatchObject({ status: 200, body: { format: 'overround-consistency-1' } });
    for (const query of [`from=2&to=1`, `from=1&to=${number + 1}`])
      expect(await api.get(`/v1/audit/consistency?${query}`)).toMatchObject({ status: 404 });
    expect(await api.get('/v1/audit/consistency?from=0&to=1')).toMatchObject({ status: 400 });
  });
});
