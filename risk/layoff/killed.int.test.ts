import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Odds } from '#contracts/mod.ts';
import { freshDatabase, type TestDatabase } from '#test/harness/mod.ts';

import { layOffOrder, orderRefOf } from './store.ts';
import { startBetfairServer } from './testing/betfair-server.ts';
import { startDeskProcess } from './testing/desk-process.ts';

const SIGNED = { actor: 'anna', reason: 'test' };
const LIMITS = {
  ...{ automatic: false, bandMinor: '0', leastOdds: 10_100 as Odds, smallestMinor: '100' },
  ...{ orderMinor: '50000', matchMinor: '80000', dayMinor: '100000' },
};
/** Two processes start, on a machine that has other work. */
const TIMEOUT_MS = 240_000;
const PATIENT = { timeout: 60_000 };

let database: TestDatabase;
let exchange: Awaited<ReturnType<typeof startBetfairServer>>;
let running: Awaited<ReturnType<typeof startDeskProcess>> | undefined;
beforeEach(async () => {
  [database, exchange] = [await freshDatabase(), await startBetfairServer()];
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  await exchange.stop();
  await database.drop();
});

const start = async (aheadMs = 0) => {
  const { apiUrl, stream, session } = exchange;
  const task = { databaseUrl: database.url, apiUrl, stream, session, aheadMs };
  running = await startDeskProcess(task);
  return running;
};
type Desk = Awaited<ReturnType<typeof start>>;

const killed = async (desk: Desk) => {
  running = undefined;
  await desk.kill();
};

/** A desk with limits, and an order that it proposes. */
async function proposed() {
  const desk = await start();
  await desk.ask({ op: 'limits', limits: LIMITS, ...SIGNED });
  const answer = await desk.ask({ op: 'propose' });
  if (!answer.ok) throw new Error(answer.message);
  const orderId = answer.orders[0]?.orderId ?? '';
  return { desk, orderId, ref: orderRefOf(orderId) };
}

const stored = (id: string) => layOffOrder(database.pool, id);
const placements = () => exchange.calls.filter(({ method }) => method.endsWith('placeOrders'));
const fills = async (id: string) => {
  const { rows } = await database.pool.query<{ minor: string }>(
    'SELECT matched_minor::text AS minor FROM lay_off_fill WHERE order_id = $1 ORDER BY progress',
    [id],
  );
  return rows.map(({ minor }) => minor);
};

test(
  'killed while the exchange takes an order: it stands there once, and its fills count once',
  async () => {
    const { desk, orderId, ref } = await proposed();
    exchange.willAnswer({ silent: 'taken' });
    desk.tell({ op: 'send', orderId, ...SIGNED });
    await expect.poll(() => placements().length, PATIENT).toBe(1);
    expect(await stored(orderId)).toMatchObject({ status: 'sending' });
    await killed(desk);
    exchange.match(ref, 50);

    const next = await start();
    await expect
      .poll(() => stored(orderId), PATIENT)
      .toMatchObject({ status: 'open', matchedMinor: '5000' });
    exchange.match(ref, 30);
    await expect.poll(() => stored(orderId), PATIENT).toMatchObject({ matchedMinor: '8000' });
    expect(await next.positions()).toEqual({ [orderId]: '8000' });
    expect(await fills(orderId)).toEqual(['5000', '3000']);
    expect(await next.ask({ op: 'cancel', orderId })).toMatchObject({
      orders: [{ status: 'done', matchedMinor: '8000', remainingMinor: '0' }],
    });
    expect(await next.ask({ op: 'cancel', orderId })).toMatchObject({
      ...{ ok: false, field: 'order', message: 'the order is done' },
    });
    expect(placements()).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  'killed after an order was sent: what was matched before and meanwhile counts once',
  async () => {
    const { desk, orderId, ref } = await proposed();
    exchange.willAnswer({ matched: 20 });
    expect(await desk.ask({ op: 'send', orderId, ...SIGNED })).toMatchObject({
      orders: [{ status: 'open', matchedMinor: '2000' }],
    });
    await killed(desk);
    exchange.match(ref, 30);

    const next = await start();
    await expect.poll(() => stored(orderId), PATIENT).toMatchObject({ matchedMinor: '5000' });
    await expect.poll(() => next.positions(), PATIENT).toEqual({ [orderId]: '5000' });
    expect(await fills(orderId)).toEqual(['2000', '3000']);
    expect(placements()).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  'killed before the exchange has heard of an order: it is given up, and not sent again',
  async () => {
    const { desk, orderId } = await proposed();
    exchange.willAnswer({ silent: 'lost' });
    desk.tell({ op: 'send', orderId, ...SIGNED });
    await expect.poll(() => placements().length, PATIENT).toBe(1);
    await killed(desk);

    const next = await start(31_000);
    await expect
      .poll(() => stored(orderId), PATIENT)
      .toMatchObject({ status: 'refused', refusal: 'NOT_PLACED', matchedMinor: '0' });
    expect(await next.positions()).toEqual({});
    expect(await fills(orderId)).toEqual([]);
    expect(placements()).toHaveLength(1);
  },
  TIMEOUT_MS,
);
