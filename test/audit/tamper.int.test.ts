import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { accountId, type BetId } from '#contracts/mod.ts';
import { signingKeys, keyDir, keyringOf, verifyCheckpoints } from '#audit/mod.ts';
import { betTransferId } from '#ledger/mod.ts';
import {
  customer,
  depositOf,
  populate,
  postAll,
  tamperWith,
  type Book,
} from '#ledger/testing/mod.ts';

import { auditRig, named, sealAs, type Rig } from './rig.ts';

let rig: Rig;
let book: Book;
beforeEach(async () => {
  rig = await auditRig();
  book = await populate(rig.pool);
  await rig.seal({ limit: 5 });
  await postAll(rig.pool, depositOf(accountId(book.account), 7n));
  await rig.seal();
});
afterEach(() => rig.drop());

const settlement = (bet: BetId): string => betTransferId(bet, 'settlement', 1);
const tamper = async (sql: string, ...values: unknown[]): Promise<void> => {
  await rig.pool.query(`
    DO $$ DECLARE t text; BEGIN
      FOREACH t IN ARRAY ARRAY['ledger_transfer', 'ledger_entry', 'seal_leaf', 'seal_node', 'seal_checkpoint', 'seal_key']
      LOOP EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', t); END LOOP;
    END $$`);
  await tamperWith(rig.pool, sql, values);
};

describe('the bonus of a bet', () => {
  const BONUS = JSON.stringify({ kind: 'accumulator', version: 1, capMinor: '500' });

  test.each([
    ['a bonus is given', `UPDATE bet SET bonus = '${BONUS}' WHERE id = $1`],
    ['what it added is', 'UPDATE bet SET bonus_minor = 1 WHERE id = $1'],
  ])('is sealed with it: %s later', async (_, sql) => {
    await tamperWith(rig.pool, sql, [book.won]);
    expect(named(await rig.verify())).toEqual([`bet-changed ${book.won}`]);
  });

  test('is in the record with its terms', async () => {
    const { rows } = await rig.pool.query<{ body: string }>(
      `SELECT body FROM seal_leaf WHERE kind = 'bet' AND subject = $1`,
      [book.won],
    );
    expect(rows.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { format: 'overround-bet-2', bonus: null, bonusMinor: '0' },
    ]);
  });
});

describe('a superuser', () => {
  test('who changed nothing is not accused', async () => {
    const verdict = await rig.verify();
    expect(verdict.findings).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, anchors: [{ checkpoints: verdict.checkpoints }] });
    expect(verdict.checkpoints).toBeGreaterThan(3);
    expect(verdict.leaves).toBeGreaterThan(20);
  });

  test.each([
    ['an amount', 'UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE transfer_id = $1'],
    ['a business time', 'UPDATE ledger_transfer SET at = at - 1 WHERE id = $1'],
    ['a memo', `UPDATE ledger_transfer SET memo = '{"factor": "2"}' WHERE id = $1`],
    [
      'the account of an entry',
      `UPDATE ledger_entry SET account_id = (SELECT id FROM ledger_account WHERE purpose = 'promotion' LIMIT 1) WHERE transfer_id = $1`,
    ],
    [
      'when it was written',
      `UPDATE ledger_transfer SET created_at = created_at - interval '1 second' WHERE id = $1`,
    ],
    [
      'by one more entry',
      `INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, at) SELECT transfer_id, account_id, 5, at FROM ledger_entry WHERE transfer_id = $1 LIMIT 1`,
    ],
    [
      'by one entry less',
      'DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry WHERE transfer_id = $1)',
    ],
  ])('who changes %s is caught at that transfer', async (_, sql) => {
    await tamper(sql, settlement(book.won));
    expect(named(await rig.verify())[0]).toBe(`transfer-changed ${settlement(book.won)}`);
    expect(named(await rig.verify({ anchors: [] }))[0]).toBe(
      `transfer-changed ${settlement(book.won)}`,
    );
  });

  test('who deletes a transfer is caught at it', async () => {
    const id = settlement(book.won);
    await tamper('DELETE FROM ledger_entry WHERE transfer_id = $1', id);
    await tamper('DELETE FROM ledger_transfer WHERE id = $1', id);
    expect(named(await rig.verify())[0]).toBe(`transfer-missing ${id}`);
    await tamper('DELETE FROM seal_leaf WHERE subject = $1', id);
    expect(named(await rig.verify())[0]).toMatch(/^leaf-missing /);
    expect((await rig.verify({ anchors: [] })).ok).toBe(false);
  });

  test('who inserts a transfer into the past is caught at it', async () => {
    const account = await customer(rig.pool);
    const late = depositOf(account, 1n);
    await postAll(rig.pool, late);
    await tamper(
      `UPDATE ledger_transfer SET xid = (SELECT min(xid) FROM ledger_transfer) WHERE id = $1`,
      late.id,
    );
    await rig.seal();
    expect(named(await rig.verify())).toEqual([`transfer-inserted ${late.id}`]);
  });

  test('who changes what a bet came to is caught at the bet', async () => {
    await rig.pool.query('UPDATE bet SET payout_minor = payout_minor + 1 WHERE id = $1', [
      book.won,
    ]);
    expect(named(await rig.verify())).toEqual([`bet-changed ${book.won}`]);
    await rig.pool.query('UPDATE bet SET version = version + 1 WHERE id = $1', [book.won]);
    expect(named(await rig.verify())).toEqual([`bet-changed ${book.won}`]);
  });

  test('who changes the sealed text of a bet as well is caught at it', async () => {
    await rig.pool.query('UPDATE bet SET payout_minor = 99 WHERE id = $1', [book.won]);
    await tamper(
      `UPDATE seal_leaf SET body = replace(body, '"2500"', '"99"') WHERE subject = $1 AND kind = 'bet'`,
      book.won,
    );
    expect(named(await rig.verify())[0]).toBe(`bet-record-changed ${book.won}`);
  });

  test('who rewrites the leaves too is caught by the root, and located by the leaves outside', async () => {
    const id = settlement(book.won);
    await tamper(
      'UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE transfer_id = $1',
      id,
    );
    await resealBy(rig, { withKey: false });
    const found = await rig.verify();
    expect(named(found).filter((one) => one.startsWith('transfer-changed'))).toEqual([
      `transfer-changed ${id}`,
    ]);
    expect(named(found).some((one) => one.startsWith('anchor-differs'))).toBe(true);
    const alone = named(await rig.verify({ anchors: [] }));
    expect(alone.some((one) => one.startsWith('key-unknown'))).toBe(true);
  });

  test('who has the key as well and rewrites everything is caught by the anchors', async () => {
    const id = settlement(book.won);
    await tamper(
      'UPDATE ledger_entry SET amount_minor = amount_minor + 1 WHERE transfer_id = $1',
      id,
    );
    await resealBy(rig, { withKey: true });
    expect((await rig.verify({ anchors: [] })).ok).toBe(true);
    const found = named(await rig.verify());
    expect(found.some((one) => one.startsWith('anchor-differs'))).toBe(true);
    expect(found.filter((one) => one.startsWith('transfer-changed'))).toEqual([
      `transfer-changed ${id}`,
    ]);
  });

  test('who deletes the newest checkpoints is caught by the anchors', async () => {
    const { checkpoints } = await rig.verify();
    await tamper(
      'DELETE FROM seal_leaf WHERE position >= (SELECT tree_size FROM seal_checkpoint WHERE number = $1::bigint - 1)',
      checkpoints,
    );
    await tamper('DELETE FROM seal_checkpoint WHERE number = $1', checkpoints);
    expect(named(await rig.verify())[0]).toBe(`checkpoint-missing ${checkpoints}`);
    await expect(rig.seal()).rejects.toThrow(`has checkpoint ${checkpoints}, the database only`);
  });

  test('who changes a checkpoint, its signature or the kept hashes is caught at it', async () => {
    await tamper(
      `UPDATE seal_checkpoint SET body = replace(body, '"at":1', '"at":2') WHERE number = 2`,
    );
    expect(named(await rig.verify({ anchors: [] }))).toContain('signature-wrong 2');
    expect(named(await rig.verify({ anchors: [] }))).toContain('chain-broken 3');
    expect(named(await rig.verify())).toContain('anchor-differs 2');
    await tamper(`UPDATE seal_checkpoint SET body = 'nothing' WHERE number = 2`);
    expect(named(await rig.verify({ anchors: [] }))).toContain('checkpoint-unreadable 2');
  });

  test('who changes the hash of a leaf alone is caught at the leaf, with or without anchors', async () => {
    const id = settlement(book.won);
    await tamper(`UPDATE seal_leaf SET hash = sha256('x') WHERE subject = $1`, id);
    expect(named(await rig.verify())).toEqual([`leaf-changed ${id}`]);
    const alone = named(await rig.verify({ anchors: [] }));
    expect(alone[0]).toBe(`transfer-changed ${id}`);
    expect(alone.some((one) => one.startsWith('root-differs'))).toBe(true);
  });
});

test('who changes the sealed sums is caught, and their text is named by the signature', async () => {
  await tamper(`UPDATE seal_checkpoint SET sums = replace(sums, '"bets":4', '"bets":5')`);
  expect((await rig.verify()).findings.map(({ code }) => code)).toEqual(['sums-differ']);
});

test('keys of somebody else are not believed', async () => {
  const stranger = signingKeys(keyDir(`${rig.dir}/stranger`)).map(({ publicKey }) => publicKey);
  const verdict = await verifyCheckpoints(rig.pool, { anchors: [], believed: keyringOf(stranger) });
  expect(new Set(verdict.findings.map(({ code }) => code))).toEqual(new Set(['key-unknown']));
});

/** Throws all seals away and makes new ones, as somebody with the database, and perhaps the key, would. */
async function resealBy(of: Rig, { withKey }: Readonly<{ withKey: boolean }>): Promise<void> {
  await of.pool.query('TRUNCATE seal_leaf, seal_node, seal_checkpoint, seal_key');
  await sealAs(withKey ? of : { ...of, dir: `${of.dir}/other` }, []);
}
