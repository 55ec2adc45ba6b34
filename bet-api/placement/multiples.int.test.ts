import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  fixtureId,
  type DecideReply,
  type DecideRequestOf,
  type FixtureId,
  type Odds,
  type OutcomeId,
} from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import { systemClock, withTransaction, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import {
  answerOf,
  boardImage,
  codeOf,
  createCustomer,
  HOME_ODDS,
  homeLeg,
  PlacementRig,
  show,
} from '../testing/mod.ts';
import type { BetOrder } from './order.ts';

let database: TestDatabase;
let pool: Pool;
let rig: PlacementRig;
let second: FixtureId;
let asked: DecideRequestOf<'decide'>[];
let fixtures = 0;
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
  fixtures += 1;
  second = fixtureId(`second-${fixtures}`);
  showSecond();
  asked = [];
  hosts({});
});
afterEach(() => rig.stop());

const showSecond = (): void => {
  show(rig.book, boardImage({ fixtureId: second }), rig.clock.monotonic());
};

const DOUBLE = { folds: [2], lines: 1, unitStakeMinor: '1000' };

/** A double of ten on both home sides. */
async function double(changed: Partial<BetOrder> = {}): Promise<BetOrder> {
  const account = await createCustomer(pool);
  const legs = [homeLeg({ fixtureId: rig.fixture }), homeLeg({ fixtureId: second })] as const;
  return rig.order(account, { legs, terms: DOUBLE, ...changed });
}

type Says = (request: DecideRequestOf<'decide'>) => DecideReply | 'away';

/** What the hosts of the two fixtures say at the decision; they accept unless told otherwise. */
function hosts({ first, other }: Readonly<{ first?: Says; other?: Says }>): void {
  const accept: Says = (request) => rig.host.accepted(request);
  rig.host.onDecide = (request) => {
    asked.push(request);
    const says = request.selection.fixtureId === second ? other : first;
    return (says ?? accept)(request);
  };
}

const reject: Says = () => ({ verdict: 'reject', code: 'RISK_WORST_CASE', maxStakeMinor: '500' });

describe('a double', () => {
  test('is accepted when both hosts are, and each is told what it can come to', async () => {
    const wanted = await double();
    const answer = await rig.answerTo(wanted);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        type: 'Double',
        odds: 6.25,
        potentialPayout: '62.50',
        fixture: 'Reds v Blues',
        lines: 1,
        unitStake: '10.00',
        legs: [
          { leg: 0, fixtureId: rig.fixture, odds: 2.5 },
          { leg: 1, fixtureId: second, odds: 2.5 },
        ],
      },
    });
    const share = {
      most: { rest: '0', onLeg: '2500000000' },
      typical: { rest: '0', onLeg: '1000000000' },
    };
    expect(asked).toMatchObject([{ share }, { share }]);
    expect(await balanceOf(pool, wanted.accountId)).toBe(90_00n);
    expect(rig.host.released).toEqual([]);
    const { rows } = await pool.query<{ subject: string; terms: unknown; legs: unknown[] }>(
      `SELECT subject, body->'terms' AS terms, body->'legs' AS legs FROM outbox
       WHERE body->>'betId' = $1 AND subject LIKE 'bet.%' ORDER BY id`,
      [wanted.betId],
    );
    expect(rows.map(({ subject }) => subject)).toEqual(['bet.delayed', 'bet.accepted']);
    expect(rows[1]).toMatchObject({ terms: DOUBLE, legs: [{ leg: 0 }, { leg: 1 }] });
  });

  test('waits for the longest delay of its legs', async () => {
    rig.host.onReceive = (request) => ({
      ...rig.host.received(request),
      delayMs: request.selection.fixtureId === second ? 5_000 : 1_000,
    });
    const placed = await rig.placement.place(await double());
    await rig.clock.advance(4_999);
    expect(asked).toEqual([]);
    await rig.clock.advance(1);
    expect(codeOf(await answerOf(placed))).toBe('accepted');
  });

  test('is refused when one host refuses; the other is told to give back', async () => {
    hosts({ other: reject });
    const wanted = await double();
    expect(await rig.answerTo(wanted)).toMatchObject({
      status: 409,
      body: { code: 'RISK_WORST_CASE', detail: { leg: 1, maxStake: '5.00' } },
    });
    expect(await balanceOf(pool, wanted.accountId)).toBe(100_00n);
    expect(rig.host.released).toEqual([wanted.betId]);
    expect(await rig.answerTo(wanted)).toMatchObject({ body: { code: 'RISK_WORST_CASE' } });
  });

  test('is refused at the receipt by the number of the leg', async () => {
    rig.host.onReceive = (request) =>
      request.selection.fixtureId === second
        ? { verdict: 'reject', code: 'MARKET_SUSPENDED' }
        : rig.host.received(request);
    const wanted = await double();
    expect(await rig.answerTo(wanted)).toMatchObject({
      body: { code: 'MARKET_SUSPENDED', detail: { leg: 1, betId: wanted.betId } },
    });
    expect(asked).toEqual([]);
  });

  test('asks only the host that said wait again, while the token of the other is fresh', async () => {
    let waits = 2;
    hosts({
      other: (request) =>
        (waits -= 1) >= 0 ? { verdict: 'wait', retryAfterMs: 300 } : rig.host.accepted(request),
    });
    const placed = await rig.placement.place(await double());
    await rig.clock.advance(600);
    expect(codeOf(await answerOf(placed))).toBe('accepted');
    expect(asked.filter(({ selection }) => selection.fixtureId === second)).toHaveLength(3);
    expect(asked).toHaveLength(4);
  });

  test('gives back and asks anew when a token would run out while another leg waits', async () => {
    let waits = 5;
    hosts({
      other: (request) =>
        (waits -= 1) >= 0 ? { verdict: 'wait', retryAfterMs: 1_000 } : rig.host.accepted(request),
    });
    const wanted = await double();
    const placed = await rig.placement.place(wanted);
    await rig.clock.advance(5_000);
    expect(codeOf(await answerOf(placed))).toBe('accepted');
    expect(rig.host.released).toEqual([wanted.betId]);
    expect(asked.filter(({ selection }) => selection.fixtureId !== second)).toHaveLength(2);
  });

  test('whose price turned out better is reserved by that price before it is accepted', async () => {
    const better: Says = (request) => rig.host.accepted(request, { odds: 30_000 });
    hosts({ other: better });
    const wanted = await double({ policy: 'higher' });
    const placed = await rig.placement.place(wanted);
    await rig.clock.advance(100);
    expect(await answerOf(placed)).toMatchObject({ body: { status: 'accepted', odds: 7.5 } });
    // Both gave back what they had reserved by the old price.
    expect(rig.host.released).toEqual([wanted.betId, wanted.betId]);
    const last = asked.findLast(({ selection }) => selection.fixtureId === rig.fixture);
    expect(last?.share?.most).toEqual({ rest: '0', onLeg: '3000000000' });
  });

  test('with a host that was told to give back and is silent is refused', async () => {
    hosts({ other: (request) => rig.host.accepted(request, { odds: 30_000 }) });
    rig.host.release = () => Promise.reject(new Error('no answer'));
    const wanted = await double({ policy: 'any' });
    const placed = await rig.placement.place(wanted);
    await rig.clock.advance(100);
    expect(codeOf(await answerOf(placed))).toBe('HOST_UNAVAILABLE');
    expect(await balanceOf(pool, wanted.accountId)).toBe(100_00n);
  });

  test('keeps the price policy for each leg', async () => {
    hosts({ other: (request) => rig.host.accepted(request, { odds: 24_000 }) });
    expect(codeOf(await rig.answerTo(await double()))).toBe('PRICE_CHANGED');
    expect(codeOf(await rig.answerTo(await double({ policy: 'any' })))).toBe('accepted');
  });

  test('is refused when either market has closed, or either host has buried it', async () => {
    await pool.query(`INSERT INTO market_closed VALUES ($1, '*', 1, 1)`, [second]);
    expect(codeOf(await rig.answerTo(await double()))).toBe('MARKET_CLOSED');
    await pool.query('DELETE FROM market_closed WHERE fixture_id = $1', [second]);
    const wanted = await double();
    await pool.query('SELECT bury_reservation($1, $2, 1)', [wanted.betId, second]);
    expect(codeOf(await rig.answerTo(wanted))).toBe('DECISION_EXPIRED');
  });

  test('that a process left behind is finished by another', async () => {
    const wanted = await double();
    const bet = await rig.heldBet(wanted);
    expect(bet.legs).toHaveLength(2);
    await rig.clock.advance(1_001);
    expect(await rig.another().claimOnce()).toBe(1);
    expect(await rig.stored(wanted.betId)).toMatchObject({ status: 'accepted', finalAnswers: 1n });
  });

  test('waits for whoever closes any of its fixtures', async () => {
    const wanted = await double();
    const bet = await rig.heldBet(wanted);
    const finished = await withTransaction(pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(fixture_fence_key($1))', [second]);
      const finish = rig.finish(bet);
      const first = await Promise.race([finish, systemClock.sleep(100).then(() => 'waits')]);
      expect(first).toBe('waits');
      await client.query(`INSERT INTO market_closed VALUES ($1, '*', 1, 1)`, [second]);
      return { finish };
    });
    expect(codeOf((await finished.finish).answer)).toBe('MARKET_CLOSED');
  });
});

describe('a system', () => {
  test('holds the stake of all its lines and says what they can pay', async () => {
    const third = fixtureId(`third-${fixtures}`);
    show(rig.book, boardImage({ fixtureId: third }), rig.clock.monotonic());
    const at = (fixture: FixtureId, odds: number) =>
      homeLeg({ fixtureId: fixture, odds: odds as Odds });
    const wanted = await double({
      legs: [at(rig.fixture, 20_000), at(second, 30_000), at(third, 40_000)],
      terms: { folds: [2, 3], lines: 4, unitStakeMinor: '100' },
      stakeMinor: 4_00n,
    });
    // 6 + 8 + 12 + 24.
    expect(await rig.answerTo(wanted)).toMatchObject({
      body: {
        type: 'Trixie',
        lines: 4,
        unitStake: '1.00',
        stake: '4.00',
        potentialPayout: '50.00',
      },
    });
    expect(await balanceOf(pool, wanted.accountId)).toBe(96_00n);
    // Of the first leg: the line without it, and those with it, per unit of the stake.
    expect(asked[0]?.share?.most).toEqual({ rest: '3000000000', onLeg: '4750000000' });
  });
});

describe('a bet builder', () => {
  test('is one question to one host, with all its parts', async () => {
    const { marketKey } = homeLeg().selection;
    const also = [{ marketKey, outcomeId: 'draw' as OutcomeId }];
    const legs = [homeLeg({ fixtureId: rig.fixture, also })] as const;
    const wanted = rig.order(await createCustomer(pool), { legs });
    const answer = await rig.answerTo(wanted);
    expect(answer).toMatchObject({
      status: 201,
      body: { type: 'Bet builder', outcome: 'Reds + Draw', odds: 2.5, legs: [{}, { builder: 0 }] },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ selection: { also, odds: HOME_ODDS } });
    expect(asked[0]?.share).toBeUndefined();
  });
});
