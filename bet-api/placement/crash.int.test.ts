import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ErrorBody } from '#contracts/mod.ts';
import { balanceOf, verifyLedger } from '#ledger/mod.ts';
import type { Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { DEFAULT_BET_API_CONFIG } from '../config.ts';
import {
  answerOf,
  codeOf,
  createCustomer,
  outageOf,
  PlacementRig,
  thrownBy,
} from '../testing/mod.ts';
import { decideSingle } from './decide-bet.ts';

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

describe('a process that dies between the transactions', () => {
  test('leaves a bet that another finishes when the lease is over, with the answer kept', async () => {
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    await rig.heldBet(wanted, 1_000);
    expect(await thrownBy(rig.answerTo({ ...rig.order(account), key: wanted.key }))).toBe(
      'IN_PROGRESS',
    );
    expect(await rig.placement.claimOnce()).toBe(0);
    await rig.clock.advance(1_000);
    const claims = await Promise.all([rig.placement.claimOnce(), rig.another().claimOnce()]);
    expect(claims.sort()).toEqual([0, 1]);
    rig.showBoard();
    const answer = await rig.answerTo({ ...rig.order(account), key: wanted.key });
    expect(answer).toMatchObject({
      status: 201,
      body: { betId: wanted.betId, status: 'accepted' },
    });
    expect(await balanceOf(pool, account)).toBe(90_00n);
  });

  test('after the decision leaves it to be decided again, the same way', async () => {
    const bet = await rig.heldBet(rig.order(await createCustomer(pool)));
    await decideSingle(rig.host, bet);
    await rig.clock.advance(1_000);
    expect(await rig.placement.claimOnce()).toBe(1);
    expect(await rig.stored(bet.betId)).toMatchObject({
      status: 'accepted',
      version: 2,
      finalAnswers: 1n,
    });
  });

  test('finishing twice at once counts once', async () => {
    const account = await createCustomer(pool);
    const bet = await rig.heldBet(rig.order(account));
    const results = await Promise.all([rig.finish(bet), rig.finish(bet), rig.finish(bet)]);
    const kinds = results.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['accepted', 'finished-before', 'finished-before']);
    expect(new Set(results.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
  });

  test('in good order gives its bets up at once', async () => {
    rig.host.delayMs = 1_000;
    const account = await createCustomer(pool);
    const placed = await rig.placement.place(rig.order(account));
    const waiting = placed.kind === 'deciding' ? placed.answer : Promise.resolve();
    const stopped = thrownBy(waiting);
    await rig.placement.stop();
    expect(await stopped).toBe('UNAVAILABLE');
    await rig.clock.advance(1_000);
    expect(await rig.another().claimOnce()).toBe(1);
    expect(await balanceOf(pool, account)).toBe(90_00n);
  });
});

test('PostgreSQL that goes away before the end leaves a bet that is finished as soon as it is back', async () => {
  const server = outageOf(pool);
  const own = new PlacementRig(server.pool);
  own.host.delayMs = 1_000;
  const account = await createCustomer(pool);
  const wanted = own.order(account);
  const placed = await own.placement.place(wanted);
  const ended = thrownBy(answerOf(placed));
  server.begin();
  await own.clock.advance(1_000);
  expect(await ended).toBe('ECONNREFUSED');
  expect(await thrownBy(own.placement.claimOnce())).toBe('ECONNREFUSED');
  server.end();
  expect(await rig.another().claimOnce()).toBe(0);
  expect(await own.placement.claimOnce()).toBe(1);
  expect(await own.stored(wanted.betId)).toMatchObject({ status: 'accepted', finalAnswers: 1n });
  await own.stop();
});

describe('a host that is away', () => {
  test('at the first look leaves nothing, and the key may be used again', async () => {
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    rig.host.onReceive = () => 'away';
    expect(await thrownBy(rig.answerTo(wanted))).toBe('HOST_UNAVAILABLE');
    await rig.clock.advance(2_501);
    expect(await thrownBy(rig.answerTo(wanted))).toBe('HOST_UNAVAILABLE');
    rig.host.onReceive = (request) => rig.host.received(request);
    rig.showBoard();
    expect(codeOf(await rig.answerTo(wanted))).toBe('accepted');
  });

  test('at the decision is asked again; its late answer counts', async () => {
    let asked = 0;
    rig.host.onDecide = (request) => ((asked += 1) < 4 ? 'away' : rig.host.accepted(request));
    const placed = await rig.placement.place(rig.order(await createCustomer(pool)));
    await rig.clock.advance(750);
    const answer = await answerOf(placed);
    expect(codeOf(answer)).toBe('accepted');
    expect(asked).toBe(4);
  });

  test('does not make a bet whose process lives the work of another', async () => {
    rig.host.onDecide = () => 'away';
    const { claimLeaseMs } = DEFAULT_BET_API_CONFIG;
    const wanted = rig.order(await createCustomer(pool));
    const placed = await rig.placement.place(wanted);
    await rig.clock.advance(claimLeaseMs - 1);
    expect(await rig.placement.claimOnce()).toBe(0);
    await rig.clock.advance(claimLeaseMs - 1);
    expect(await rig.another().claimOnce()).toBe(0);
    await rig.clock.advance(1);
    rig.host.onDecide = (request) => rig.host.accepted(request);
    expect(await rig.another().claimOnce()).toBe(1);
    await rig.clock.advance(1_000);
    expect(codeOf(await answerOf(placed))).toBe('accepted');
    expect(await rig.stored(wanted.betId)).toMatchObject({ status: 'accepted', finalAnswers: 1n });
  });

  test('for too long is a refusal: the stake comes back and the reservation is given up', async () => {
    rig.host.onDecide = () => 'away';
    const account = await createCustomer(pool);
    const wanted = rig.order(account);
    const placed = await rig.placement.place(wanted);
    await rig.clock.advance(DEFAULT_BET_API_CONFIG.decideForMs + 1);
    const answer = await answerOf(placed);
    expect(answer).toMatchObject({ status: 503, body: { code: 'HOST_UNAVAILABLE' } });
    expect((answer.body as ErrorBody).detail).toEqual({ betId: wanted.betId });
    expect(await balanceOf(pool, account)).toBe(100_00n);
    expect(rig.host.released).toEqual([wanted.betId]);
  });

  test('that only says wait is a refusal in the end', async () => {
    rig.host.onDecide = () => ({ verdict: 'wait', retryAfterMs: 1_000 });
    const placed = await rig.placement.place(rig.order(await createCustomer(pool)));
    await rig.clock.advance(DEFAULT_BET_API_CONFIG.decideForMs + 1);
    const answer = await answerOf(placed);
    expect(codeOf(answer)).toBe('DECISION_EXPIRED');
  });
});
