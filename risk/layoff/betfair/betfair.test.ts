import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId } from '#contracts/mod.ts';
import { ManualClock, systemClock, systemRandom } from '#platform/mod.ts';

import type { ExchangePort, LimitOrder, OrderReport } from '../exchange-port.ts';
import { SimulatedMarkets } from '../simulated-markets.ts';
import { startBetfairServer, type Answer } from '../testing/betfair-server.ts';
import { betfairExchange } from './betfair-exchange.ts';

const ORDER: LimitOrder = {
  orderRef: '0190a0000001700080000000000000aa',
  marketId: '1.5',
  selectionId: 47972,
  side: 'back',
  odds: 3,
  sizeMinor: 2_000,
};
const PATIENT = { timeout: 10_000 };

let server: Awaited<ReturnType<typeof startBetfairServer>>;
beforeEach(async () => {
  server = await startBetfairServer();
});
afterEach(() => server.stop());

let token: string;
const downs: string[] = [];
const betfair = (timeoutMs = 5_000): ExchangePort =>
  betfairExchange({
    ...{ clock: systemClock, random: systemRandom, apiUrl: server.apiUrl, stream: server.stream },
    session: () => ({ appKey: 'key', token }),
    timeoutMs,
    onDown: (why) => downs.push(why),
  });
beforeEach(() => {
  token = server.session;
  downs.length = 0;
});

const simulated = (): ExchangePort => {
  const markets = new SimulatedMarkets({ clock: new ManualClock(), inPlayDelayMs: 0 });
  const runner = { outcomeId: outcomeId('home'), lay: null, lastTraded: null };
  markets.show({
    ...{
      marketId: '1.5',
      fixtureId: fixtureId('league-1'),
      marketKey: marketKeyOf('match-result'),
    },
    ...{ at: 0, isOpen: true, inPlay: false },
    selections: [{ ...runner, selectionId: 47972, back: { odds: 3, sizeMinor: 700 } }],
  });
  return markets;
};

/** What every exchange does, whichever it is. */
describe.each([
  ['simulated', simulated],
  [
    'of Betfair',
    () => {
      server.willAnswer({ matched: 7 });
      return betfair();
    },
  ],
])('the exchange %s', (_, connect) => {
  const STANDS = {
    orderRef: ORDER.orderRef,
    matchedMinor: 700,
    averageOdds: 3,
    remainingMinor: 1_300,
  };

  test('takes an order once, says where it stands, and takes back the rest', async () => {
    const port = connect();
    expect(await port.orders([ORDER.orderRef])).toEqual([]);
    expect(await port.cancel(ORDER)).toBeUndefined();
    const placed = await port.place(ORDER);
    expect(placed).toMatchObject({ ok: true, report: { ...STANDS, status: 'executable' } });
    expect(await port.place(ORDER)).toMatchObject({ ok: false, refusal: 'DUPLICATE' });
    expect(await port.orders(['0'.repeat(32), ORDER.orderRef])).toMatchObject([STANDS]);
    const done = { ...STANDS, status: 'complete', remainingMinor: 0 };
    expect(await port.cancel(ORDER)).toMatchObject(done);
    expect(await port.cancel(ORDER)).toMatchObject(done);
    expect(await port.orders([ORDER.orderRef])).toMatchObject([done]);
  });
});

describe('orders at Betfair', () => {
  test('carry key, session and both references', async () => {
    await betfair().place({ ...ORDER, side: 'lay' });
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({
      method: 'SportsAPING/v1.0/placeOrders',
      headers: { 'x-application': 'key', 'x-authentication': token },
      params: {
        marketId: '1.5',
        customerRef: ORDER.orderRef,
        customerStrategyRef: 'overround',
        instructions: [
          {
            ...{ selectionId: 47972, side: 'LAY', orderType: 'LIMIT' },
            limitOrder: { size: 20, price: 3, persistenceType: 'LAPSE' },
            customerOrderRef: ORDER.orderRef,
          },
        ],
      },
    });
  });

  test.each<[Answer, string]>([
    [{ refuse: 'INSUFFICIENT_FUNDS', of: 'call' }, 'INSUFFICIENT_FUNDS'],
    [{ refuse: 'MARKET_SUSPENDED', of: 'call' }, 'MARKET_SUSPENDED'],
    [{ refuse: 'MARKET_NOT_OPEN_FOR_BETTING' }, 'MARKET_NOT_OPEN'],
    [{ refuse: 'BET_TAKEN_OR_LAPSED' }, 'BET_TAKEN_OR_LAPSED'],
    [{ refuse: 'INVALID_BET_SIZE' }, 'INVALID_SIZE'],
    [{ refuse: 'INVALID_ODDS' }, 'INVALID_ODDS'],
    [{ refuse: 'LOSS_LIMIT_EXCEEDED' }, 'LOSS_LIMIT_EXCEEDED'],
    [{ refuse: 'RUNNER_REMOVED' }, 'REFUSED'],
    [{ fail: 'TOO_MANY_REQUESTS' }, 'REFUSED'],
    [{ fail: 'NO_SESSION' }, 'NO_SESSION'],
    // Whether these stand is not known.
    [{ refuse: 'ERROR_IN_MATCHER', of: 'call' }, 'OUTCOME_UNKNOWN'],
    [{ fail: 'TIMEOUT_ERROR' }, 'OUTCOME_UNKNOWN'],
    [{ fail: 'UNEXPECTED_ERROR' }, 'OUTCOME_UNKNOWN'],
    [{ status: 503 }, 'OUTCOME_UNKNOWN'],
    [{ timeout: 'lost' }, 'OUTCOME_UNKNOWN'],
  ])('that are answered with %j are %s', async (answer, refusal) => {
    server.willAnswer(answer);
    expect(await betfair().place(ORDER)).toMatchObject({ ok: false, refusal });
    expect(await betfair().orders([ORDER.orderRef])).toEqual([]);
  });

  test.each<[Answer, number]>([
    [{ silent: 'taken' }, 1],
    [{ silent: 'lost' }, 0],
    [{ timeout: 'taken' }, 1],
  ])('with %j are found by their reference, if they stand', async (answer, count) => {
    server.willAnswer(answer);
    const placed = await betfair(300).place(ORDER);
    expect(placed).toMatchObject({ ok: false, refusal: 'OUTCOME_UNKNOWN' });
    const stand = { orderRef: ORDER.orderRef, matchedMinor: 0, remainingMinor: 2_000 };
    expect(await betfair().orders([ORDER.orderRef])).toMatchObject(Array(count).fill(stand));
    // Sent again it is no second order.
    if (count === 1)
      expect(await betfair().place(ORDER)).toMatchObject({ ok: false, refusal: 'DUPLICATE' });
  });

  test('without a session are refused, and nothing stands', async () => {
    token = 'ended';
    expect(await betfair().place(ORDER)).toMatchObject({ ok: false, refusal: 'NO_SESSION' });
    await expect(betfair().orders([ORDER.orderRef])).rejects.toThrow('INVALID_SESSION');
    token = server.session;
    expect(await betfair().place(ORDER)).toMatchObject({ ok: true });
  });

  test('are read page by page, and those of settled markets with what was matched', async () => {
    const refs = Array.from({ length: 5 }, (_, at) => `${ORDER.orderRef.slice(0, 31)}${at}`);
    const port = betfair();
    for (const orderRef of refs) {
      server.willAnswer({ matched: 5.55 });
      await port.place({ ...ORDER, orderRef });
    }
    server.settle(refs[0] ?? '');
    const found = await port.orders(refs);
    expect(found.map(({ orderRef }) => orderRef).sort()).toEqual(refs);
    expect(found.find(({ orderRef }) => orderRef === refs[0])).toEqual({
      ...{ orderRef: refs[0], status: 'complete', matchedMinor: 555, averageOdds: 3 },
      remainingMinor: 0,
    });
  });
});

describe('the stream of orders', () => {
  const listen = () => {
    const reports: OrderReport[] = [];
    let gaps = 0;
    const stop = betfair().follow({
      report: (report) => reports.push(report),
      gap: () => {
        gaps += 1;
      },
    });
    return { reports, gaps: () => gaps, stop, last: () => reports.at(-1) };
  };

  test('tells where orders stand, first all of them, then changes', async () => {
    await betfair().place(ORDER);
    const { gaps, last, stop } = listen();
    await expect.poll(gaps, PATIENT).toBe(1);
    expect(last()).toMatchObject({
      orderRef: ORDER.orderRef,
      matchedMinor: 0,
      remainingMinor: 2_000,
    });
    server.match(ORDER.orderRef, 5);
    await expect.poll(last, PATIENT).toMatchObject({ matchedMinor: 500, averageOdds: 3 });
    server.match(ORDER.orderRef, 15);
    await expect.poll(last, PATIENT).toMatchObject({ status: 'complete', matchedMinor: 2_000 });
    expect(server.requests.map(({ op }) => op)).toEqual(['authentication', 'orderSubscription']);
    stop();
  });

  test('goes on after a break from where it was, with what was missed', async () => {
    await betfair().place(ORDER);
    const { gaps, last, stop } = listen();
    await expect.poll(gaps, PATIENT).toBe(1);
    server.match(ORDER.orderRef, 5);
    await expect.poll(last, PATIENT).toMatchObject({ matchedMinor: 500 });
    server.break();
    await expect.poll(server.isHeard, PATIENT).toBe(false);
    server.match(ORDER.orderRef, 6);
    await expect.poll(last, PATIENT).toMatchObject({ matchedMinor: 1_100 });
    expect(server.requests.at(-1)).toMatchObject({ initialClk: 'i1', clk: 'c1' });
    expect(gaps()).toBe(1);
    stop();
  });

  test.each([
    [
      'its tokens are refused',
      () => {
        server.forgetTokens();
        server.break();
      },
    ],
    [
      'what came cannot be read',
      () => {
        server.say('{"op":"ocm","oc":[{}]}');
      },
    ],
    [
      'what came is no JSON',
      () => {
        server.say('{');
      },
    ],
  ])('begins anew when %s, and says that something may be missing', async (_, happens) => {
    await betfair().place(ORDER);
    const { gaps, stop } = listen();
    await expect.poll(gaps, PATIENT).toBe(1);
    happens();
    await expect.poll(gaps, PATIENT).toBe(2);
    expect(server.requests.at(-1)).not.toHaveProperty('clk');
    stop();
  });

  test('is tried again until there is a session', async () => {
    token = 'ended';
    const { gaps, stop } = listen();
    await expect.poll(() => downs.length, PATIENT).toBeGreaterThan(0);
    expect(downs[0]).toContain('INVALID_SESSION');
    token = server.session;
    await expect.poll(gaps, PATIENT).toBe(1);
    stop();
  });
});
