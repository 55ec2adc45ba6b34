import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { betId, fixtureId, InputError, marketKeyOf, outcomeId } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { returnsByCode } from '../exposure/scenarios/ticket-payout.ts';
import { orderReports, placeInstruction } from './betfair-orders.ts';
import type { LimitOrder } from './exchange-port.ts';
import { hedgeTicket } from './hedge-ticket.ts';
import { hedgeOf } from './hedge.ts';
import { SimulatedExchange } from './simulated-exchange.ts';

const order = (changes: Partial<LimitOrder> = {}): LimitOrder => ({
  orderRef: 'a',
  marketId: '1.1',
  selectionId: 47972,
  side: 'back',
  odds: 3,
  sizeMinor: 1_000,
  ...changes,
});

describe('a hedge', () => {
  const policy = { bandMinor: 0, commission: 0.02, leastOdds: 1.01, smallestMinor: 1 };

  test('is the one of the reference: 100,000 at 3.0 laid off at 3.2 and at 2.9', () => {
    const open = { lossIfWonMinor: 200_000, gainIfLostMinor: 100_000 };
    expect(hedgeOf(open, 3.2, policy)?.backMinor).toBe(95_057);
    expect(hedgeOf(open, 3.2, policy)?.afterMinor.gainIfLostMinor).toBe(4_943);
    expect(hedgeOf(open, 2.9, policy)?.backMinor).toBe(104_821);
  });

  property.prop([
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.integer({ min: 0, max: 1_000_000 }),
    fc.double({ min: 1.02, max: 50, noNaN: true }),
    fc.integer({ min: 0, max: 500_000 }),
  ])('leaves the band between winning and losing, and never trades inside of it', (...drawn) => {
    const [lossIfWonMinor, gainIfLostMinor, odds, bandMinor] = drawn;
    const hedge = hedgeOf({ lossIfWonMinor, gainIfLostMinor }, odds, { ...policy, bandMinor });
    if (hedge === null) {
      expect(lossIfWonMinor + gainIfLostMinor - bandMinor).toBeLessThan(odds + 1);
      return;
    }
    const { afterMinor } = hedge;
    const swing = afterMinor.lossIfWonMinor + afterMinor.gainIfLostMinor;
    expect(swing).toBeGreaterThanOrEqual(bandMinor - 1e-6);
    expect(swing - bandMinor).toBeLessThanOrEqual(odds);
  });

  test('refuses what is no price', () => {
    const open = { lossIfWonMinor: 1, gainIfLostMinor: 1 };
    expect(() => hedgeOf(open, NaN, policy)).toThrow(InputError);
    expect(() => hedgeOf(open, 2, { ...policy, commission: 1 })).toThrow(InputError);
    expect(() => hedgeOf({ ...open, lossIfWonMinor: Infinity }, 2, policy)).toThrow(InputError);
  });

  test('stands in the books as a bet against ourselves, commission taken off', () => {
    const on = {
      fixtureId: fixtureId('f'),
      backed: { marketKey: marketKeyOf('match-result'), outcomeId: outcomeId('home') },
      key: 'match-result/home',
    };
    const fill = { orderRef: 'a', status: 'complete', remainingMinor: 0 } as const;
    const terms = {
      betId: betId('00000000-0000-7000-8000-000000000001'),
      currency: 'EUR',
    } as const;
    const report = { ...fill, matchedMinor: 1_000, averageOdds: 3 };
    const profit = (side: 'back' | 'lay') => {
      const ticket = hedgeTicket(report, on, { ...terms, side, commission: 0.1 });
      return [...returnsByCode(ticket, [0])].map((returned) => ticket.stake - returned);
    };
    expect(profit('back')).toEqual([-1_000, -500, 0, 900, 1_800]);
    expect(profit('lay')).toEqual([900, 450, 0, -1_000, -2_000]);
  });
});

describe('the simulated exchange', () => {
  const opened = (delayMs = 0) => {
    const clock = { now: 0 };
    return { clock, exchange: new SimulatedExchange({ delayMs, now: () => clock.now }) };
  };

  test('an order takes better odds first and waits with the rest behind the money before it', async () => {
    const { exchange } = opened();
    exchange.show({
      back: [
        { odds: 3.2, sizeMinor: 300 },
        { odds: 3, sizeMinor: 200 },
        { odds: 2.9, sizeMinor: 900 },
      ],
      lay: [{ odds: 3, sizeMinor: 50 }],
    });
    const placed = await exchange.place(order());
    expect(placed).toMatchObject({
      report: { status: 'executable', matchedMinor: 500, averageOdds: 3.12, remainingMinor: 500 },
    });
    exchange.trade(3, 150);
    expect((await exchange.orders())[0]).toMatchObject({ matchedMinor: 600, remainingMinor: 400 });
    exchange.trade(2.9, 1_000);
    exchange.trade(3.1, 1_000);
    expect((await exchange.orders())[0]).toMatchObject({ status: 'complete', matchedMinor: 1_000 });
  });

  test('a delayed order does not see offers that are gone when its time comes', async () => {
    const { clock, exchange } = opened(5_000);
    exchange.show({ back: [{ odds: 3, sizeMinor: 5_000 }], lay: [] });
    expect(await exchange.place(order())).toMatchObject({ report: { status: 'delayed' } });
    exchange.show({ back: [{ odds: 3, sizeMinor: 400 }], lay: [] });
    clock.now = 5_000;
    exchange.tick();
    expect((await exchange.orders())[0]).toMatchObject({ status: 'executable', matchedMinor: 400 });
  });

  test('a suspension takes back what is unmatched and refuses what comes', async () => {
    const { exchange } = opened();
    exchange.show({ back: [{ odds: 3, sizeMinor: 400 }], lay: [] });
    await exchange.place(order());
    exchange.suspend();
    expect((await exchange.orders())[0]).toMatchObject({
      status: 'complete',
      matchedMinor: 400,
      remainingMinor: 0,
    });
    expect(await exchange.place(order({ orderRef: 'b' }))).toEqual({
      ok: false,
      refusal: 'MARKET_SUSPENDED',
    });
    exchange.reopen();
    expect(await exchange.place(order({ orderRef: 'b' }))).toMatchObject({ ok: true });
  });

  test.each([
    [{ odds: 1 }, 'INVALID_ODDS'],
    [{ odds: NaN }, 'INVALID_ODDS'],
    [{ sizeMinor: 0 }, 'INVALID_SIZE'],
    [{ sizeMinor: 1.5 }, 'INVALID_SIZE'],
  ])('%j is refused: %s', async (changes, refusal) => {
    expect(await opened().exchange.place(order(changes))).toEqual({ ok: false, refusal });
  });

  test('the same reference is the same order, and an unknown one cannot be cancelled', async () => {
    const { exchange } = opened();
    await exchange.place(order());
    expect(await exchange.place(order())).toEqual({ ok: false, refusal: 'DUPLICATE' });
    expect(await exchange.cancel('a')).toMatchObject({ status: 'complete', remainingMinor: 0 });
    expect(await exchange.cancel('z')).toBeUndefined();
  });

  property.prop([
    fc.integer({ min: 1, max: 5_000 }),
    fc.array(
      fc.record({
        odds: fc.constantFrom(2.8, 3, 3.2),
        sizeMinor: fc.nat(800),
        side: fc.constantFrom('back' as const, 'lay' as const),
      }),
      { maxLength: 12 },
    ),
  ])('never matches more than was asked, nor at worse odds', async (sizeMinor, others) => {
    const { exchange } = opened();
    for (const { odds, side, sizeMinor: offered } of others) {
      const offers = [{ odds, sizeMinor: offered }];
      exchange.show(side === 'back' ? { back: offers, lay: [] } : { back: [], lay: offers });
      await exchange.place(order({ sizeMinor }));
      exchange.trade(odds, offered);
      const [report] = await exchange.orders();
      expect((report?.matchedMinor ?? NaN) + (report?.remainingMinor ?? NaN)).toBe(sizeMinor);
      if ((report?.matchedMinor ?? 0) > 0)
        expect(report?.averageOdds).toBeGreaterThanOrEqual(3 - 1e-9);
    }
  });
});

describe('shapes of Betfair', () => {
  test('an order is an instruction in units that lapses', () => {
    expect(placeInstruction(order({ side: 'lay', sizeMinor: 1_250 }))).toEqual({
      selectionId: 47972,
      side: 'LAY',
      orderType: 'LIMIT',
      limitOrder: { size: 12.5, price: 3, persistenceType: 'LAPSE' },
      customerOrderRef: 'a',
    });
  });

  test('a change of orders gives their reports, a heartbeat none', () => {
    const uo = [
      { id: '1', p: 3, s: 10, side: 'B', status: 'E', rfo: 'a', sm: 4.01, sr: 5.99, avp: 3.1 },
      { id: '2', p: 3, s: 2, side: 'B', status: 'EC', rfo: 'b', sm: 0, sr: 0, sc: 2 },
    ];
    const message = { op: 'ocm', pt: 1, oc: [{ id: '1.1', orc: [{ id: 47972, uo }] }] };
    expect(orderReports(message)).toEqual([
      {
        orderRef: 'a',
        status: 'executable',
        matchedMinor: 401,
        averageOdds: 3.1,
        remainingMinor: 599,
      },
      { orderRef: 'b', status: 'complete', matchedMinor: 0, averageOdds: 0, remainingMinor: 0 },
    ]);
    expect(orderReports({ op: 'ocm', ct: 'HEARTBEAT' })).toEqual([]);
    expect(() => orderReports({ op: 'mcm' })).toThrow(InvalidMessageError);
  });
});
