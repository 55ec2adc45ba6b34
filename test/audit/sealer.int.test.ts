import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  betProof,
  consistencyBetween,
  fileAnchor,
  isConsistent,
  keyDir,
  keyringOf,
  natsAnchor,
  publishedKeys,
  lastCheckpoint,
  readCheckpoint,
  readSums,
  rotateKey,
  signingKeys,
  verifyBetProof,
  type Anchor,
  type BetProof,
  type SignedCheckpoint,
} from '#audit/mod.ts';
import { customer, depositOf, populate, postAll, type Book } from '#ledger/testing/mod.ts';
import { post } from '#ledger/mod.ts';
import { withTransaction } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { auditRig, type Rig } from './rig.ts';

let rig: Rig;
let book: Book;
let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  rig = await auditRig();
  book = await populate(rig.pool);
});
afterEach(() => rig.drop());

const anchored = async (anchor: Anchor): Promise<readonly SignedCheckpoint[]> => {
  const all: SignedCheckpoint[] = [];
  for await (const { signed } of anchor.read()) all.push(signed);
  return all;
};
const numbersOf = async (anchor: Anchor): Promise<readonly (number | undefined)[]> =>
  (await anchored(anchor)).map(({ body }) => readCheckpoint(body)?.number);
const unsealed = async (): Promise<bigint | undefined> =>
  (
    await rig.pool.query<{ n: bigint }>(
      `SELECT count(*) AS n FROM ledger_transfer WHERE id NOT IN (SELECT subject FROM seal_leaf)`,
    )
  ).rows[0]?.n;
const believed = (): ReturnType<typeof keyringOf> =>
  keyringOf(signingKeys(keyDir(rig.dir)).map(({ publicKey }) => publicKey));

describe('sealing', () => {
  test('takes everything once, and a second time nothing', async () => {
    await rig.seal({ limit: 4 });
    expect(await unsealed()).toBe(0n);
    const first = await anchored(rig.anchor);
    expect(first.length).toBeGreaterThan(3);
    await rig.seal();
    expect(await anchored(rig.anchor)).toEqual(first);
    const last = await lastCheckpoint(rig.pool);
    const sums = readSums(last?.sums ?? '');
    const euros = Object.values(sums?.balances['EUR'] ?? {}).map(BigInt);
    expect(euros.length).toBeGreaterThan(3);
    expect(euros.reduce((sum, one) => sum + one, 0n)).toBe(0n);
    expect(sums).toMatchObject({ bets: 4, transfers: (last?.treeSize ?? 0) - 4 });
    expect(last).toMatchObject({ number: first.length });
  });

  test('waits for a transaction that is still open, and for the ones behind it', async () => {
    await rig.seal();
    const [slow, fast] = [await customer(rig.pool), await customer(rig.pool)];
    const before = await unsealed();
    await withTransaction(rig.pool, async (client) => {
      await post([depositOf(slow, 1n)], client);
      await postAll(rig.pool, depositOf(fast, 2n));
      await rig.seal();
      expect(await unsealed()).toBe((before ?? 0n) + 1n);
    });
    expect(await unsealed()).toBe(2n);
    await rig.seal();
    expect(await unsealed()).toBe(0n);
    expect((await rig.verify()).findings).toEqual([]);
  });

  test('by many at once makes one chain', async () => {
    const account = await customer(rig.pool);
    for (let turn = 0; turn < 5; turn += 1) {
      await postAll(rig.pool, depositOf(account, 1n), depositOf(account, 2n));
      const results = await Promise.allSettled(
        Array.from({ length: 4 }, () => rig.seal({ limit: 3, anchors: [] })),
      );
      expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
    }
    await rig.seal();
    expect(await unsealed()).toBe(0n);
    expect((await rig.verify()).findings).toEqual([]);
  });

  test('goes on in a copy of the database in another cluster', async () => {
    await rig.seal({ limit: 6 });
    const account = await customer(rig.pool);
    await postAll(rig.pool, depositOf(account, 3n));
    await rig.pool.query('ALTER TABLE ledger_transfer DISABLE TRIGGER USER');
    await rig.pool.query('ALTER TABLE seal_checkpoint DISABLE TRIGGER USER');
    // As after a restore: the rows have transaction ids that this cluster has not reached.
    await rig.pool.query(
      `UPDATE ledger_transfer SET xid = (xid::text::bigint + 1000000000)::text::xid8`,
    );
    await rig.pool.query(`UPDATE seal_checkpoint SET cluster = 1, cursor_xid = '1000000000'`);
    await rig.seal();
    expect(await unsealed()).toBe(0n);
    await postAll(rig.pool, depositOf(account, 4n));
    await rig.seal();
    expect(await unsealed()).toBe(0n);
    expect((await rig.verify()).findings).toEqual([]);
  });
});

describe('anchors', () => {
  test('a crash between commit and anchor leaves an anchor behind, and the next sealer brings it on', async () => {
    const broken: Anchor = {
      ...rig.anchor,
      append: () => Promise.reject(new Error('the disk is gone')),
    };
    await expect(rig.seal({ limit: 5, anchors: [broken] })).rejects.toThrow('the disk is gone');
    expect(await anchored(rig.anchor)).toEqual([]);
    await rig.seal({ limit: 5 });
    const numbers = await numbersOf(rig.anchor);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect((await rig.verify()).findings).toEqual([]);
  });

  test('a line that a crash cut off is written again behind it', async () => {
    await rig.seal({ limit: 5 });
    const dir = join(rig.dir, 'anchor');
    const file = join(dir, readdirSync(dir)[0] ?? '');
    appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    await postAll(rig.pool, depositOf(await customer(rig.pool), 3n));
    await rig.seal();
    const numbers = await numbersOf(fileAnchor(dir));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect((await rig.verify()).findings).toEqual([]);
  });

  test('one that knows more, or something else, stops the sealing', async () => {
    await rig.seal({ limit: 5 });
    const [last] = (await anchored(rig.anchor)).slice(-1);
    const read = readCheckpoint(last?.body ?? '');
    const say = (change: object): Anchor => ({
      ...rig.anchor,
      last: () =>
        Promise.resolve({ body: JSON.stringify({ ...read, ...change }), keyId: '', signature: '' }),
    });
    await expect(rig.seal({ anchors: [say({ number: 99 })] })).rejects.toThrow('has checkpoint 99');
    await expect(rig.seal({ anchors: [say({ at: 5 })] })).rejects.toThrow('has another checkpoint');
  });

  test('a NATS stream keeps the same checkpoints as the folder', async () => {
    const stream = await natsAnchor(nats.nats);
    expect(await stream.last()).toBeUndefined();
    await rig.seal({ limit: 6, anchors: [rig.anchor, stream] });
    expect(await anchored(stream)).toEqual(await anchored(rig.anchor));
    await postAll(rig.pool, depositOf(await customer(rig.pool), 3n));
    await rig.seal({ anchors: [rig.anchor, stream] });
    expect(await stream.last()).toEqual(await rig.anchor.last());
    expect((await rig.verify({ anchors: [rig.anchor, stream] })).findings).toEqual([]);
  });
});

describe('proofs', () => {
  const proofOf = async (bet: string): Promise<BetProof> => {
    const proof = await betProof(rig.pool, bet);
    if (!proof) throw new Error('no proof');
    // As it is after a way over the network.
    return JSON.parse(JSON.stringify(proof)) as BetProof;
  };

  test('of a settled bet, with the public key alone', async () => {
    expect(await betProof(rig.pool, book.won)).toBeUndefined();
    await rig.seal();
    const verdict = verifyBetProof(await proofOf(book.won), believed());
    expect(verdict).toMatchObject({
      ok: true,
      record: { betId: book.won, status: 'settled', stakeMinor: '1000', payoutMinor: '2500' },
    });
    expect(await betProof(rig.pool, book.open)).toBeUndefined();
  });

  test('hold no longer when a letter is another', async () => {
    await rig.seal({ limit: 3 });
    const proof = await proofOf(book.won);
    const keys = believed();
    const [first = '', ...others] = proof.path;
    const wrong: readonly unknown[] = [
      { ...proof, record: proof.record.replace('2500', '9999') },
      { ...proof, leafIndex: proof.leafIndex + 1 },
      { ...proof, path: others },
      { ...proof, path: [first.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), ...others] },
      {
        ...proof,
        checkpoint: {
          ...proof.checkpoint,
          body: proof.checkpoint.body.replace('"at":1', '"at":2'),
        },
      },
      { ...proof, checkpoint: { ...proof.checkpoint, signature: '' } },
      { ...proof, checkpoint: { ...proof.checkpoint, keyId: 'x' } },
      { ...proof, format: 'other' },
      { ...proof, path: ['x'] },
      { ...proof, keys: [null] },
      null,
      'text',
    ];
    expect(verifyBetProof(proof, keys).ok).toBe(true);
    for (const one of wrong) expect(verifyBetProof(one, keys)).toMatchObject({ ok: false });
    expect(verifyBetProof(proof, new Map())).toMatchObject({ ok: false });
  });

  test('an older checkpoint is the start of every newer one', async () => {
    await rig.seal({ limit: 3 });
    const count = (await anchored(rig.anchor)).length;
    const keys = believed();
    for (let from = 1; from <= count; from += 1) {
      const proof = await consistencyBetween(rig.pool, from, count);
      expect(proof && isConsistent(proof, keys)).toBe(true);
      const [older] = await anchored(rig.anchor);
      if (proof && older && from > 1)
        expect(isConsistent({ ...proof, from: older }, keys)).toBe(false);
    }
    expect(await consistencyBetween(rig.pool, 2, 1)).toBeUndefined();
    expect(await consistencyBetween(rig.pool, 1, count + 1)).toBeUndefined();
  });
});

describe('keys', () => {
  test('a new key is named by the one before it, and old and new checkpoints hold', async () => {
    await rig.seal({ limit: 9 });
    const [old] = [...believed()];
    const next = rotateKey(keyDir(rig.dir));
    await postAll(rig.pool, depositOf(await customer(rig.pool), 3n));
    await rig.seal();
    expect((await rig.anchor.last())?.keyId).toBe(next.keyId);
    const published = await publishedKeys(rig.pool);
    expect(published.map(({ keyId, endorsedBy }) => [keyId, endorsedBy])).toEqual([
      [old?.[0], null],
      [next.keyId, old?.[0]],
    ]);
    const proof = await betProof(rig.pool, book.won);
    const withOldOnly = keyringOf(old ? [old[1]] : []);
    expect(verifyBetProof(proof, withOldOnly)).toMatchObject({ ok: true });
    expect((await rig.verify()).findings).toEqual([]);
    const forged = proof?.keys.map((key) => ({
      ...key,
      endorsement: key.endorsement?.replace('"at"', '"x"') ?? null,
    }));
    expect(verifyBetProof({ ...proof, keys: forged }, withOldOnly)).toMatchObject({ ok: false });
  });
});
