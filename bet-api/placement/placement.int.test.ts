import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { accountId, betId, type DecideReply } from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import { newId, seededRandom, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  answerOf,
  codeOf,
  createCustomer,
  matchResult,
  PlacementRig,
  thrownBy,
} from '../testing/mod.ts';

let database: TestDatabase;
let pool: Pool;
let rig: PlacementRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(async () => {
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
  await database.drop();
});
beforeEach(() => {
  rig = new PlacementRig(pool);
});
afterEach(() => rig.stop());

describe('a bet that is accepted', () => {
  test('holds the stake, has its contract, and tells the others once', async () => {
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    const answer = await rig.answerTo(wanted);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        betId: wanted.betId,
        status: 'accepted',
        fixture: 'Reds v Blues',
        outcome: 'Reds',
        odds: 2.5,
        stake: '10.00',
        potentialPayout: '25.00',
        placedAt: rig.clock.now(),
        dueAt: null,
        payout: null,
      },
    });
    expect(await balanceOf(pool, account)).toBe(90_00n);
    const { rows } = await pool.query(
      `SELECT subject, msg_id AS id, body->>'version' AS version, body->>'status' AS status
       FROM outbox WHERE body->>'betId' = $1 AND subject LIKE 'bet.%' ORDER BY id`,
      [wanted.betId],
    );
    expect(rows).toEqual([
      { subject: 'bet.accepted', id: `bet:${wanted.betId}:1`, version: '1', status: 'accepted' },
    ]);
    expect(rig.host.released).toEqual([]);
  });

  test('waits for its delay and for as long as the host says, then gets the price of the decision', async () => {
    rig.host.delayMs = 5_000;
    const account = await createCustomer(pool);
    const wanted = rig.order(account, { policy: 'any' });
    rig.host.onDecide = (request) =>
      rig.clock.now() < wanted.receivedAt + 5_600
        ? { verdict: 'wait', retryAfterMs: 300 }
        : rig.host.accepted(request, { odds: 24_000 });
    const placed = await rig.placement.place(wanted);
    expect(placed).toMatchObject({ kind: 'deciding', bet: { status: 'delayed', inPlay: true } });
    expect(await balanceOf(pool, account)).toBe(90_00n);
    await rig.clock.advance(4_999);
    expect(rig.host.asked).toEqual(['receive']);
    await rig.clock.advance(1_000);
    const answer = await answerOf(placed);
    expect(answer.body).toMatchObject({ status: 'accepted', odds: 2.4, requestedOdds: 2.5 });
    expect(rig.host.asked).toEqual(['receive', 'decide', 'decide', 'decide']);
    const { rows } = await pool.query(
      `SELECT subject, msg_id AS id FROM outbox
       WHERE body->>'betId' = $1 AND subject LIKE 'bet.%' ORDER BY id`,
      [wanted.betId],
    );
    expect(rows).toEqual([
      { subject: 'bet.delayed', id: `bet:${wanted.betId}:1` },
      { subject: 'bet.accepted', id: `bet:${wanted.betId}:2` },
    ]);
  });
});

describe('refusals', () => {
  test('of the host are kept as rejected bets and repeated word for word', async () => {
    const account = await createCustomer(pool);
    rig.host.onReceive = () => ({
      verdict: 'reject',
      code: 'STAKE_ABOVE_LIMIT',
      offered: 24_500,
      maxStakeMinor: '750',
    });
    const wanted = rig.order(account);
    const first = await rig.answerTo(wanted);
    expect(first).toEqual({
      status: 409,
      body: {
        code: 'STAKE_ABOVE_LIMIT',
        message: expect.any(String) as string,
        detail: {
          betId: wanted.betId,
          offered: 2.45,
          maxStake: '7.50',
          offer: expect.objectContaining({ offerId: wanted.betId, stake: '7.50' }) as unknown,
        },
      },
    });
    rig.host.onReceive = (request) => rig.host.received(request);
    expect(await rig.answerTo({ ...rig.order(account), key: wanted.key })).toEqual(first);
    expect(await rig.stored(wanted.betId)).toMatchObject({
      status: 'rejected',
      reason: 'STAKE_ABOVE_LIMIT',
      finalAnswers: 1n,
    });
    expect(await balanceOf(pool, account)).toBe(100_00n);
  });

  test('at the decision rest on one answer of the host', async () => {
    rig.host.onDecide = () => ({ verdict: 'reject', code: 'PRICE_CHANGED', offered: 24_000 });
    const wanted = rig.order(await createCustomer(pool));
    expect(codeOf(await rig.answerTo(wanted))).toBe('PRICE_CHANGED');
    expect(rig.host.asked).toEqual(['receive', 'decide']);
    expect(await rig.stored(wanted.betId)).toMatchObject({ status: 'rejected' });
  });

  test('of the pre-filter are kept too, without a bet and without asking the host', async () => {
    const account = await createCustomer(pool);
    const markets = [matchResult({ status: 'suspended' })];
    rig.showBoard({ seq: 2, markets });
    const wanted = rig.order(account);
    expect(codeOf(await rig.answerTo(wanted))).toBe('MARKET_SUSPENDED');
    rig.showBoard({ seq: 3 });
    expect(codeOf(await rig.answerTo({ ...rig.order(account), key: wanted.key }))).toBe(
      'MARKET_SUSPENDED',
    );
    expect(rig.host.asked).toEqual([]);
    expect(await rig.stored(wanted.betId)).toBeUndefined();
  });

  test.each([
    ['ACCOUNT_CLOSED', `UPDATE account SET status = 'closed' WHERE id = $1`],
    ['ACCOUNT_CLOSED', `UPDATE account SET status = 'excluded' WHERE id = $1`],
    ['ACCOUNT_STAKE_LIMIT', `UPDATE account SET daily_stake_limit_minor = 999 WHERE id = $1`],
    ['INSUFFICIENT_FUNDS', `UPDATE ledger_account SET min_balance_minor = 9001 WHERE id = $1`],
  ])('of the account: %s', async (code, sql) => {
    const account = await createCustomer(pool);
    await pool.query(sql, [account]);
    const wanted = rig.order(account);
    expect(codeOf(await rig.answerTo(wanted))).toBe(code);
    expect(await rig.stored(wanted.betId)).toMatchObject({ status: 'rejected', reason: code });
    expect(await balanceOf(pool, account)).toBe(100_00n);
    expect(rig.host.asked).toEqual(['receive', 'decide']);
    expect(rig.host.released).toEqual([wanted.betId]);
  });

  test('when the account is excluded while the bet waits', async () => {
    rig.host.delayMs = 1_000;
    const account = await createCustomer(pool);
    const placed = await rig.placement.place(rig.order(account));
    await pool.query(`UPDATE account SET status = 'excluded' WHERE id = $1`, [account]);
    await rig.clock.advance(1_000);
    const answer = await answerOf(placed);
    expect(codeOf(answer)).toBe('ACCOUNT_CLOSED');
    expect(await balanceOf(pool, account)).toBe(100_00n);
    expect(rig.host.released).toHaveLength(1);
  });

  test('give the daily limit back', async () => {
    const account = await createCustomer(pool);
    await pool.query('UPDATE account SET daily_stake_limit_minor = 1000 WHERE id = $1', [account]);
    rig.host.onDecide = () => ({ verdict: 'reject', code: 'MATCH_STATE_CHANGED' });
    expect(codeOf(await rig.answerTo(rig.order(account)))).toBe('MATCH_STATE_CHANGED');
    rig.host.onDecide = (request) => rig.host.accepted(request);
    expect(codeOf(await rig.answerTo(rig.order(account)))).toBe('accepted');
    const over = await rig.answerTo(rig.order(account));
    expect(over.body).toMatchObject({ code: 'ACCOUNT_STAKE_LIMIT', detail: { maxStake: '0.00' } });
  });
});

describe('idempotency', () => {
  test('fifty equal requests at once are one bet', async () => {
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    const other = rig.another();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        rig.answerTo({ ...wanted, betId: betId(newId()) }, index % 2 ? rig.placement : other).then(
          (answer) => JSON.stringify(answer),
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );
    const answers = new Set(outcomes.filter((outcome) => outcome !== 'IN_PROGRESS'));
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('"status":"accepted"');
    const { rows } = await pool.query('SELECT count(*) AS n FROM bet WHERE account_id = $1', [
      account,
    ]);
    expect(rows).toEqual([{ n: 1n }]);
    expect(await balanceOf(pool, account)).toBe(90_00n);
  });

  test('the same key with another body is refused, in another batch and in the same', async () => {
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    const different = { ...rig.order(account), key: wanted.key, bodyHash: '11'.repeat(32) };
    const [first, second] = await Promise.all([
      thrownBy(rig.answerTo(wanted)),
      thrownBy(rig.answerTo(different)),
    ]);
    expect([first, second].sort()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'nothing']);
    const loser = first === 'nothing' ? different : wanted;
    expect(await thrownBy(rig.answerTo(loser))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('a key that is being decided is in progress and says which bet', async () => {
    rig.host.delayMs = 1_000;
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    const placed = await rig.placement.place(wanted);
    await expect(
      rig.placement.place({ ...rig.order(account), key: wanted.key }),
    ).rejects.toMatchObject({
      code: 'IN_PROGRESS',
      detail: { betId: wanted.betId },
    });
    await rig.clock.advance(1_000);
    expect(codeOf(await answerOf(placed))).toBe('accepted');
  });

  test('keys of two accounts do not meet', async () => {
    const [left, right] = [await createCustomer(pool), await createCustomer(pool)];
    const key = newId();
    expect(codeOf(await rig.answerTo(rig.order(left, { key })))).toBe('accepted');
    expect(codeOf(await rig.answerTo(rig.order(right, { key })))).toBe('accepted');
  });
});

test('bets that race for one balance never spend it twice', async () => {
  const account = await createCustomer(pool, { balanceMinor: 35_00n });
  const other = rig.another({ batchSize: 3 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      rig.answerTo(rig.order(account), index % 2 ? rig.placement : other),
    ),
  );
  const codes = answers.map(codeOf);
  expect(codes.filter((code) => code === 'accepted')).toHaveLength(3);
  expect(codes.filter((code) => code === 'INSUFFICIENT_FUNDS')).toHaveLength(17);
  expect(await balanceOf(pool, account)).toBe(5_00n);
});

test('one order that cannot be written does not sink those beside it', async () => {
  const account = await createCustomer(pool);
  const nobody = accountId(newId());
  const outcomes = await Promise.allSettled(
    [account, account, nobody, account].map((who) => rig.answerTo(rig.order(who))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await balanceOf(pool, account)).toBe(70_00n);
});

test('a busy hour of everything at once leaves a ledger that is right', async () => {
  const random = seededRandom('busy');
  // One of them soon has no money; a refusal for the price comes only to those who have.
  const funds = [20_00n, 1_000_00n, 1_000_00n, 1_000_00n, 1_000_00n, 1_000_00n];
  const accounts = await Promise.all(
    funds.map((balanceMinor) => createCustomer(pool, { balanceMinor })),
  );
  const decided = new Map<string, DecideReply>();
  rig.host.onDecide = (request) => {
    const reply: DecideReply =
      decided.get(request.betId) ??
      (random.next() < 0.3
        ? { verdict: 'reject', code: 'PRICE_CHANGED', offered: 24_000 }
        : rig.host.accepted(request, random.next() < 0.1 ? { expiresAt: rig.clock.now() } : {}));
    decided.set(request.betId, reply);
    return reply;
  };
  const other = rig.another({ batchSize: 4 });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      rig.answerTo(rig.order(random.pick(accounts)), index % 3 ? rig.placement : other),
    ),
  );
  const codes = new Set(answers.map(codeOf));
  expect(codes).toEqual(
    new Set(['accepted', 'PRICE_CHANGED', 'DECISION_EXPIRED', 'INSUFFICIENT_FUNDS']),
  );
  const accepted = answers.filter((answer) => codeOf(answer) === 'accepted').length;
  const balances = await Promise.all(accounts.map((account) => balanceOf(pool, account)));
  const left = balances.reduce<bigint>((sum, balance) => sum + (balance ?? 0n), 0n);
  expect(left).toBe(5_020_00n - BigInt(accepted) * 10_00n);
  expect((await verifyLedger(pool)).ok).toBe(true);
});
