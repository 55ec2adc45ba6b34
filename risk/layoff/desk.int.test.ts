import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  type LayOffLimits,
  type LayOffOrder,
  type LayOffRequest,
  type Odds,
} from '#contracts/mod.ts';
import { ManualClock, newId, silentLogger, type Pool } from '#platform/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { LayOffDesk } from './desk.ts';
import type { ExchangeMarket } from './exchange-market.ts';
import { layOffOrder, layOffOrders, orderRefOf } from './store.ts';
import { ScriptedExchange } from './testing/scripted-exchange.ts';

const FIXTURE = fixtureId('league-1');
const LIMITS: LayOffLimits = {
  automatic: false,
  bandMinor: '0',
  leastOdds: 10_100 as Odds,
  smallestMinor: '100',
  orderMinor: '50000',
  matchMinor: '80000',
  dayMinor: '100000',
};
const SIGNED = { actor: 'anna', reason: 'test' };

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  ({ pool } = database);
});
afterAll(() => database.drop());

let clock = new ManualClock();
let exchange: ScriptedExchange;
let held: Map<string, LayOffOrder>;
let posted: (readonly [settlement: number, netMinor: bigint, before: number | undefined])[];
let market: ExchangeMarket;
let others: readonly ExchangeMarket[];

const open = async (): Promise<LayOffDesk> => {
  const desk = new LayOffDesk({
    ...{ pool, clock, log: silentLogger(), port: exchange, exchange: 'simulated' },
    book: {
      liabilitiesOn: () => () => ({ lossIfWonMinor: 40_000, gainIfLostMinor: 20_000 }),
      holdPosition: (order) => held.set(order.orderId, order),
      dropPosition: (id) => held.delete(id),
    },
    markets: () => [market, ...others],
    post: (_, settled, before) => {
      const { settlement, grossMinor, commissionMinor } = settled;
      posted.push([settlement, grossMinor - commissionMinor, before?.settlement]);
      return Promise.resolve();
    },
    currency: 'EUR',
    commissionBps: 200,
  });
  await desk.start();
  return desk;
};
const ask = async (desk: LayOffDesk, request: LayOffRequest): Promise<readonly LayOffOrder[]> => {
  const answer = await desk.answer(request);
  if (!answer.ok) throw new Error(answer.message);
  return answer.orders;
};
const first = (orders: readonly LayOffOrder[]): LayOffOrder => {
  const [order] = orders;
  if (order === undefined) throw new Error('no order');
  return order;
};
const propose = async (desk: LayOffDesk) => first(await ask(desk, { op: 'propose' }));
const send = (desk: LayOffDesk, orderId: string) => ask(desk, { op: 'send', orderId, ...SIGNED });
const stored = async (id: string) => {
  const order = await layOffOrder(pool, id);
  if (order === undefined) throw new Error('no such order');
  return order;
};
const fillsOf = async (id: string) => {
  const { rows } = await pool.query<{ sum: string | null; count: number }>(
    'SELECT sum(matched_minor)::text AS sum, count(*)::int AS count FROM lay_off_fill WHERE order_id = $1',
    [id],
  );
  return rows[0];
};

beforeEach(async () => {
  await pool.query('ALTER TABLE lay_off_limits DISABLE TRIGGER append_only');
  await pool.query('DELETE FROM lay_off_limits');
  await pool.query('ALTER TABLE lay_off_limits ENABLE TRIGGER append_only');
  // Every test has a day of its own, and a match.
  clock = new ManualClock(clock.now() + 3 * 86_400_000);
  exchange = new ScriptedExchange();
  held = new Map();
  posted = [];
  others = [];
  const number = Math.floor(clock.now() / 86_400_000);
  market = {
    marketId: `1.${number}`,
    fixtureId: fixtureId(`${FIXTURE}-${number}`),
    marketKey: marketKeyOf('match-result'),
    at: clock.now(),
    isOpen: true,
    inPlay: false,
    selections: [
      {
        outcomeId: outcomeId('home'),
        selectionId: 47972,
        back: { odds: 3, sizeMinor: 1_000_000 },
        lay: null,
        lastTraded: null,
      },
    ],
  };
});

const limited = (desk: LayOffDesk, changes: Partial<LayOffLimits> = {}) =>
  ask(desk, { op: 'limits', limits: { ...LIMITS, ...changes }, ...SIGNED });

describe('the lay-off desk', () => {
  test('sends nothing before a person has set limits, and then only what a person approves', async () => {
    const desk = await open();
    await expect(ask(desk, { op: 'propose' })).rejects.toThrow(
      /^a person sets limits first: overround lay-off limits --band/u,
    );
    await limited(desk);
    const proposed = await propose(desk);
    // 60,000 of swing at 3.0 less 2 %: 60,000 / 2.96.
    expect(proposed).toMatchObject({
      status: 'proposed',
      side: 'back',
      sizeMinor: '20270',
      sentAt: null,
    });
    await clock.advance(30_000);
    expect(exchange.sent).toEqual([]);
    market = { ...market, at: clock.now() };
    const again = await propose(desk);
    await expect(send(desk, proposed.orderId)).rejects.toThrow('no such order');
    const [sent] = await send(desk, again.orderId);
    expect(sent).toMatchObject({
      status: 'open',
      cause: 'person',
      actor: 'anna',
      remainingMinor: '20270',
    });
    expect(exchange.sent).toEqual([
      {
        orderRef: orderRefOf(again.orderId),
        marketId: market.marketId,
        selectionId: 47972,
        side: 'back',
        odds: 3,
        sizeMinor: 20_270,
      },
    ]);
    await expect(send(desk, again.orderId)).rejects.toThrow('is open already');
    // While one waits on a market there is no second one.
    expect(await ask(desk, { op: 'propose' })).toEqual([]);
    await desk.stop();
  });

  test('does not send a price that is old, nor beyond a limit', async () => {
    const desk = await open();
    await limited(desk, { matchMinor: '30000' });
    const old = await propose(desk);
    await clock.advance(31_000);
    await expect(send(desk, old.orderId)).rejects.toThrow('too old');
    market = { ...market, at: clock.now() };
    const one = await propose(desk);
    await send(desk, one.orderId);
    exchange.tell(exchange.stand(orderRefOf(one.orderId), 20_270, 0));
    await expect.poll(async () => (await stored(one.orderId)).status).toBe('done');
    const two = await propose(desk);
    await expect(send(desk, two.orderId)).rejects.toThrow('limit of one match is 30000');
    expect(exchange.sent).toHaveLength(1);
    await desk.stop();
  });

  test('of approvals at the same time none goes beyond the limit of the day', async () => {
    const desks = [await open(), await open(), await open()];
    const [desk] = desks;
    if (desk === undefined) throw new Error('no desk');
    await limited(desk, { dayMinor: '45000', matchMinor: '1000000' });
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      market = { ...market, marketId: `${market.marketId}${at}` };
      ids.push((await propose(desk)).orderId);
    }
    const sent = await Promise.allSettled(
      ids.map((id, at) => send(desks[at % desks.length] ?? desk, id)),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(exchange.sent).toHaveLength(2);
    for (const each of desks) await each.stop();
  });

  test('fills count once, whatever comes twice, late or after a restart', async () => {
    const desk = await open();
    await limited(desk);
    const { orderId } = await propose(desk);
    await send(desk, orderId);
    const ref = orderRefOf(orderId);
    const steps = [
      exchange.stand(ref, 5_000, 15_270),
      exchange.stand(ref, 9_000, 11_270),
      exchange.stand(ref, 9_000, 0),
    ];
    const tell = (order: readonly number[]) => {
      for (const at of order) for (const step of steps.slice(at, at + 1)) exchange.tell(step);
    };
    tell([1, 0, 1, 0]);
    await expect.poll(() => held.get(orderId)?.matchedMinor).toBe('9000');
    await desk.stop();
    const next = await open();
    tell([2, 0, 2, 1]);
    await expect.poll(async () => (await stored(orderId)).status).toBe('done');
    expect(await stored(orderId)).toMatchObject({ matchedMinor: '9000', remainingMinor: '0' });
    expect(await fillsOf(orderId)).toMatchObject({ sum: '9000' });
    await next.stop();
  });

  test('an order of which the exchange knows nothing is given up, and counts if it shows up after all', async () => {
    const desk = await open();
    await limited(desk);
    const { orderId } = await propose(desk);
    exchange.onPlace = () => Promise.resolve({ ok: false, refusal: 'OUTCOME_UNKNOWN' });
    expect(await send(desk, orderId)).toMatchObject([{ status: 'sending' }]);
    await clock.advance(20_000);
    expect(await stored(orderId)).toMatchObject({ status: 'sending' });
    await expect
      .poll(async () => {
        await clock.advance(10_000);
        return stored(orderId);
      })
      .toMatchObject({ status: 'refused', refusal: 'NOT_PLACED' });
    exchange.tell(exchange.stand(orderRefOf(orderId), 20_270, 0));
    await expect.poll(async () => (await stored(orderId)).status).toBe('done');
    expect(held.get(orderId)).toMatchObject({ matchedMinor: '20270' });
    await desk.stop();
  });

  test('a refusal of the exchange is kept with the order, and frees its room', async () => {
    const desk = await open();
    await limited(desk, { dayMinor: '21000' });
    const one = await propose(desk);
    exchange.onPlace = () => Promise.resolve({ ok: false, refusal: 'INSUFFICIENT_FUNDS' });
    expect(await send(desk, one.orderId)).toMatchObject([
      { status: 'refused', refusal: 'INSUFFICIENT_FUNDS', matchedMinor: '0' },
    ]);
    const two = await propose(desk);
    exchange.onPlace = (order) =>
      Promise.resolve({ ok: true, report: exchange.stand(order.orderRef, order.sizeMinor, 0) });
    expect(await send(desk, two.orderId)).toMatchObject([
      { status: 'done', matchedMinor: '20270' },
    ]);
    await desk.stop();
  });

  test('on a match there is one order at a time, on whichever of its markets', async () => {
    const desk = await open();
    await limited(desk, { automatic: true });
    for (let round = 0; round < 4; round += 1) {
      market = { ...market, at: clock.now() };
      others = [
        { ...market, marketId: `${market.marketId}1`, marketKey: marketKeyOf('draw-no-bet') },
      ];
      await clock.advance(10_000);
      await expect.poll(() => exchange.sent.length).toBe(1);
    }
    expect(await ask(desk, { op: 'propose' })).toEqual([]);
    await desk.stop();
  });

  test('a report that cannot be is told of, and the other orders are looked at all the same', async () => {
    others = [{ ...market, marketId: `${market.marketId}1`, fixtureId: fixtureId('another') }];
    const desk = await open();
    await limited(desk);
    const [one, two] = await ask(desk, { op: 'propose' });
    if (one === undefined || two === undefined) throw new Error('a proposal is missing');
    for (const { orderId } of [one, two]) await send(desk, orderId);
    const [wrong, right] = [orderRefOf(one.orderId), orderRefOf(two.orderId)];
    const reports = [exchange.stand(wrong, 99_999, 0), exchange.stand(right, 3_000, 17_270)];
    exchange.orders = () => Promise.resolve(reports);
    await clock.advance(10_000);
    await expect.poll(async () => (await stored(two.orderId)).matchedMinor).toBe('3000');
    expect(await stored(one.orderId)).toMatchObject({ status: 'open', matchedMinor: '0' });
    await desk.stop();
  });

  test('by itself it sends what limits allow, and stops at them', async () => {
    const desk = await open();
    await limited(desk, { automatic: true, matchMinor: '41000' });
    exchange.onPlace = (order) =>
      Promise.resolve({ ok: true, report: exchange.stand(order.orderRef, order.sizeMinor, 0) });
    await expect
      .poll(async () => {
        market = { ...market, at: clock.now() };
        await clock.advance(10_000);
        return exchange.sent.length;
      })
      .toBe(2);
    for (let turn = 0; turn < 3; turn += 1) {
      market = { ...market, at: clock.now() };
      await clock.advance(10_000);
    }
    const done = async () =>
      (await layOffOrders(pool, 'all', 10)).filter(
        ({ fixtureId: id, status }) => id === market.fixtureId && status === 'done',
      );
    await expect.poll(done).toMatchObject([
      { cause: 'automatic', actor: 'engine' },
      { cause: 'automatic', actor: 'engine' },
    ]);
    await desk.stop();
    expect(exchange.sent).toHaveLength(2);
  });

  test('a result takes back what waits, settles what was matched, a later one anew, and takes it out of the book', async () => {
    const desk = await open();
    await limited(desk);
    const { orderId } = await propose(desk);
    exchange.onPlace = (order) =>
      Promise.resolve({ ok: true, report: exchange.stand(order.orderRef, 10_000, 10_270) });
    await send(desk, orderId);
    expect(held.has(orderId)).toBe(true);
    const resulted = async (version: number, home: string) => {
      await pool.query(
        `INSERT INTO fixture_result (fixture_id, result_version, ending, certainty, rules_version, feed_version, at)
         VALUES ($1, $2, 'completed', 'confirmed', 1, 1, 0)`,
        [market.fixtureId, version],
      );
      await pool.query(
        `INSERT INTO market_result (fixture_id, market_key, result_version, outcomes, certainty, rules_version, basis, at)
         VALUES ($1, $2, $3, $4, 'confirmed', 1, 'test', 0)`,
        [market.fixtureId, market.marketKey, version, { home }],
      );
    };
    const backdated = async (version: number) => {
      await pool.query('ALTER TABLE market_result DISABLE TRIGGER append_only');
      await pool.query(
        `UPDATE market_result SET created_at = now() - interval '9 days' WHERE fixture_id = $1 AND result_version = $2`,
        [market.fixtureId, version],
      );
      await pool.query('ALTER TABLE market_result ENABLE TRIGGER append_only');
    };
    const profit = async () => {
      await clock.advance(2_000);
      return (await stored(orderId)).profitMinor;
    };
    await resulted(1, 'won');
    await expect.poll(profit).toBe('19600');
    expect((await stored(orderId)).status).toBe('done');
    expect(held.has(orderId)).toBe(false);
    await resulted(2, 'lost');
    await expect.poll(profit).toBe('-10000');
    expect(await stored(orderId)).toMatchObject({ result: 'lost' });
    // The exchange takes back some of what it had matched, when all is over.
    exchange.tell({ ...exchange.stand(orderRefOf(orderId), 4_000, 0), voidedMinor: 6_000 });
    await expect.poll(profit).toBe('-4000');
    await desk.stop();
    const next = await open();
    for (let turn = 0; turn < 3; turn += 1) await clock.advance(2_000);
    expect(held.has(orderId)).toBe(false);
    // A result that came long ago, while nobody looked, counts as well.
    await next.stop();
    await resulted(3, 'void');
    await backdated(3);
    const later = await open();
    await expect.poll(profit).toBe('0');
    expect(posted).toEqual([
      [1, 19_600n, undefined],
      [2, -10_000n, 1],
      [3, -4_000n, 2],
      [4, 0n, 3],
    ]);
    await later.stop();
  });

  test('reports of orders that are not ours, and of sizes that cannot be, change nothing', async () => {
    const desk = await open();
    await limited(desk);
    const { orderId } = await propose(desk);
    await send(desk, orderId);
    exchange.tell(exchange.stand(newId().replaceAll('-', ''), 100, 0));
    exchange.tell(exchange.stand('another-client', 100, 0));
    exchange.tell(exchange.stand(orderRefOf(orderId), 90_000, 0));
    exchange.tell(exchange.stand(orderRefOf(orderId), 20_270, 0));
    await expect.poll(async () => (await stored(orderId)).status).toBe('done');
    expect(await fillsOf(orderId)).toMatchObject({ sum: '20270', count: 1 });
    await desk.stop();
  });
});
