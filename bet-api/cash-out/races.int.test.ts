import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { accountId, shardOf } from '#contracts/mod.ts';
import { balanceOf, post, settleBet, verifyLedger } from '#ledger/mod.ts';
import { newId, silentLogger, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { DEFAULT_BET_API_CONFIG } from '../config.ts';
import { selectBets, type BetRow } from '../placement/bet-row.ts';
import { CashOutRig, FIXTURE, outageOf, thrownBy } from '../testing/mod.ts';
import type { CashOutRow } from './cash-out-row.ts';
import { CashOuts } from './cash-outs.ts';
import { decideCashOut, type CashOutDecision } from './decide.ts';
import { finishCashOut, type FinishedCashOut } from './finish.ts';
import { receiveCashOut } from './receive.ts';

let database: TestDatabase;
let pool: Pool;
let rig: CashOutRig;
beforeAll(async () => {
  database = await freshDatabase({ maxConnections: 20 });
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(async () => {
  rig = await CashOutRig.start(pool);
});
afterEach(async () => {
  await rig.stop();
  await pool.query('DELETE FROM market_closed');
  await pool.query('UPDATE shard SET epoch = 0');
  const verdict = await verifyLedger(pool);
  expect(verdict.results.filter(({ failure }) => failure)).toEqual([]);
});

const accountOf = async () => accountId((await rig.api.me(rig.token)).accountId);

async function storedBet(): Promise<BetRow> {
  const [bet] = await selectBets(pool, { where: 'b.id = $1', order: 'b.id, l.leg' }, [rig.betId]);
  if (!bet) throw new Error('no bet');
  return bet;
}

const wantedOf = async (quoteId: string) => ({
  quoteId,
  betId: rig.betId,
  accountId: await accountOf(),
  key: newId(),
  policy: 'higher' as const,
  ruleId: null,
});

/** Transaction 1 by hand: what is in the database when a process dies before the decision. */
async function received(partBps = 10_000): Promise<CashOutRow> {
  const { quoteId } = await rig.quote(partBps);
  const result = await receiveCashOut(pool, {
    ...(await wantedOf(quoteId)),
    now: rig.api.clock.now(),
    claimLeaseMs: 1_000,
  });
  if (result.kind !== 'received') throw new Error('answered before');
  return result.cashOut;
}

async function decided(cashOut: CashOutRow): Promise<CashOutDecision> {
  const { quotes, clock } = rig.api;
  const { signal } = new AbortController();
  const ports = { quotes, clock, config: DEFAULT_BET_API_CONFIG, signal };
  return decideCashOut(ports, await storedBet(), cashOut);
}

async function finished(cashOut: CashOutRow, decision: CashOutDecision): Promise<FinishedCashOut> {
  const { clock } = rig.api;
  return finishCashOut({ pool, clock }, { bet: await storedBet(), cashOut }, decision);
}

const codeOf = ({ kind, answer: { body } }: FinishedCashOut): string =>
  'code' in body ? body.code : kind;

const close = () =>
  withTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [FIXTURE]);
    await client.query(
      `INSERT INTO market_closed (fixture_id, market_key, result_version, at) VALUES ($1, '*', 1, 1)`,
      [FIXTURE],
    );
  });

/** Pays the bet as lost, the way settlement does. */
const settle = () =>
  withTransaction(pool, async (client) => {
    const [bet] = await selectBets(
      client,
      { where: 'b.id = $1', order: 'b.id, l.leg FOR UPDATE OF b' },
      [rig.betId],
    );
    if (bet?.status !== 'accepted') return;
    await post([settleBet({ ...bet, payoutMinor: 0n, resultVersion: 1, at: 1 })], client);
    await client.query(
      `UPDATE bet SET status = 'settled', version = version + 1, payout_minor = 0, settled_at = 1,
         open_legs = 0 WHERE id = $1`,
      [rig.betId],
    );
  });

const happenings = {
  close,
  settle,
  suspend: () => {
    rig.api.quotes.refusal = 'MARKET_SUSPENDED';
  },
  goal: () => {
    rig.api.quotes.refusal = 'MATCH_STATE_CHANGED';
  },
  owner: async () => {
    await pool.query('UPDATE shard SET epoch = epoch + 1 WHERE id = $1', [shardOf(FIXTURE)]);
  },
  time: () => rig.api.clock.advance(5_000),
} as const;

describe('what happens before a step of a cash-out has one outcome', () => {
  test.each([
    ['close', 'receive', 'MARKET_CLOSED'],
    ['close', 'decide', 'MARKET_CLOSED'],
    ['close', 'finish', 'MARKET_CLOSED'],
    ['close', 'end', 'accepted'],
    ['settle', 'receive', 'BET_CHANGED'],
    ['settle', 'decide', 'BET_CHANGED'],
    ['settle', 'finish', 'BET_CHANGED'],
    ['settle', 'end', 'accepted'],
    ['suspend', 'decide', 'MARKET_SUSPENDED'],
    ['suspend', 'finish', 'accepted'],
    ['goal', 'decide', 'MATCH_STATE_CHANGED'],
    ['goal', 'finish', 'accepted'],
    ['owner', 'decide', 'DECISION_EXPIRED'],
    ['owner', 'finish', 'DECISION_EXPIRED'],
    ['owner', 'end', 'accepted'],
    ['time', 'decide', 'accepted'],
    ['time', 'finish', 'DECISION_EXPIRED'],
  ] as const)('%s before %s: %s', async (happening, step, outcome) => {
    const before = async (next: string) => {
      if (next === step) await happenings[happening]();
    };
    const run = async (): Promise<string> => {
      const { quoteId } = await rig.quote();
      await before('receive');
      const order = {
        ...(await wantedOf(quoteId)),
        now: rig.api.clock.now(),
        claimLeaseMs: 1_000,
      };
      const result = await receiveCashOut(pool, order);
      if (result.kind !== 'received') return 'repeat';
      await before('decide');
      const decision = await decided(result.cashOut);
      await before('finish');
      const answer = await finished(result.cashOut, decision);
      await before('end');
      return codeOf(answer);
    };
    const said = await run().catch((error: unknown) => thrownBy(Promise.reject(error as Error)));
    expect(said).toBe(outcome);
    const settled = happening === 'settle' && step !== 'end';
    const balance = outcome === 'accepted' ? 102_35n : 90_00n;
    expect(await balanceOf(pool, await accountOf())).toBe(balance);
    const status = outcome === 'accepted' ? 'cashed-out' : settled ? 'settled' : 'accepted';
    expect((await storedBet()).status).toBe(status);
  });
});

describe('under the fence', () => {
  const expectBlocked = async (): Promise<void> => {
    const blocked = async (): Promise<bigint> => {
      const { rows } = await pool.query<{ n: bigint }>(
        `SELECT count(*) AS n FROM pg_stat_activity
         WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
      );
      return rows[0]?.n ?? 0n;
    };
    await expect.poll(blocked, { timeout: 5_000 }).toBe(1n);
  };

  test('a closing that is under way is waited for', async () => {
    const cashOut = await received();
    const decision = await decided(cashOut);
    const finishing = await withTransaction(pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [FIXTURE]);
      const result = finished(cashOut, decision);
      await client.query(
        `INSERT INTO market_closed (fixture_id, market_key, result_version, at) VALUES ($1, 'match-result', 1, 1)`,
        [FIXTURE],
      );
      await expectBlocked();
      return { result };
    });
    expect(codeOf(await finishing.result)).toBe('MARKET_CLOSED');
  });

  test('a closing waits for a cash-out that is under way', async () => {
    const cashOut = await received(5_000);
    const decision = await decided(cashOut);
    const finishing = await withTransaction(pool, async (client) => {
      await client.query('SELECT FROM bet WHERE id = $1 FOR UPDATE', [rig.betId]);
      const result = finished(cashOut, decision);
      await expectBlocked();
      const got = await withTransaction(pool, (other) =>
        other.query<{ got: boolean }>(
          'SELECT pg_try_advisory_xact_lock(fixture_fence_key($1)) AS got',
          [FIXTURE],
        ),
      );
      expect(got.rows).toEqual([{ got: false }]);
      return { result };
    });
    expect(codeOf(await finishing.result)).toBe('accepted');
    await close();
    await settle();
    // 5.00 cashed out at 6.17, 5.00 lost.
    expect(await balanceOf(pool, await accountOf())).toBe(96_17n);
  });
});

describe('a process that dies', () => {
  const another = (server = pool) =>
    new CashOuts({
      pool: server,
      quotes: rig.api.quotes,
      clock: rig.api.clock,
      newId,
      log: silentLogger(),
      config: DEFAULT_BET_API_CONFIG,
    });

  test('after the quote was taken leaves it to be finished once, when the lease is over', async () => {
    await received(5_000);
    expect(await another().claimOnce()).toBe(0);
    await rig.api.clock.advance(1_000);
    const claims = await Promise.all([another().claimOnce(), another().claimOnce()]);
    expect(claims.sort()).toEqual([0, 1]);
    expect((await rig.cashOuts()).map(({ status }) => status)).toEqual(['accepted']);
    expect(await rig.money()).toEqual({ balance: '96.17', staked: '5.00' });
  });

  test('after the decision leaves it to be decided again; finishing twice counts once', async () => {
    const cashOut = await received();
    const decision = await decided(cashOut);
    const results = await Promise.all([1, 2, 3].map(() => finished(cashOut, decision)));
    const kinds = results.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['accepted', 'finished-before', 'finished-before']);
    expect(new Set(results.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(await rig.money()).toEqual({ balance: '102.35', staked: '0.00' });
  });

  test('in good order gives up what waits, so that another need not wait for the lease', async () => {
    rig.delayMs(1_000);
    const { quoteId } = await rig.quote();
    const own = another();
    const taken = await own.take(await wantedOf(quoteId));
    const ended = taken.kind === 'deciding' ? thrownBy(taken.answer) : 'answered';
    await own.stop();
    expect(await ended).toBe('UNAVAILABLE');
    await rig.api.clock.advance(1_000);
    expect(await another().claimOnce()).toBe(1);
    expect(await rig.money()).toEqual({ balance: '102.35', staked: '0.00' });
  });

  test('not, but loses PostgreSQL before the end: it is finished as soon as the server is back', async () => {
    rig.delayMs(1_000);
    const { quoteId } = await rig.quote();
    const server = outageOf(pool);
    const own = another(server.pool);
    const taken = await own.take(await wantedOf(quoteId));
    const ended = taken.kind === 'deciding' ? thrownBy(taken.answer) : 'answered';
    server.begin();
    await rig.api.clock.advance(1_000);
    expect(await ended).toBe('ECONNREFUSED');
    expect(await thrownBy(own.claimOnce())).toBe('ECONNREFUSED');
    server.end();
    expect(await another().claimOnce()).toBe(0);
    expect(await own.claimOnce()).toBe(1);
    expect(await own.claimOnce()).toBe(0);
    expect(await rig.money()).toEqual({ balance: '102.35', staked: '0.00' });
  });
});
