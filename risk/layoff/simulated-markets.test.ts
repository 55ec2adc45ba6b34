import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId } from '#contracts/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import type { ExchangeMarket } from './exchange-market.ts';
import type { LimitOrder, OrderReport } from './exchange-port.ts';
import { SimulatedMarkets } from './simulated-markets.ts';

const DELAY_MS = 5_000;

const marketOf = (
  changes: Partial<ExchangeMarket> & {
    back?: readonly [number, number] | null;
    lay?: readonly [number, number];
    lastTraded?: number;
  } = {},
): ExchangeMarket => {
  const { back = [3, 1_000], lay, lastTraded = null, ...others } = changes;
  const offer = (of: readonly [number, number] | null | undefined) =>
    of == null ? null : { odds: of[0], sizeMinor: of[1] };
  const selection = {
    outcomeId: outcomeId('home'),
    selectionId: 1,
    back: offer(back),
    lay: offer(lay),
    lastTraded,
  };
  return {
    marketId: '1.5',
    fixtureId: fixtureId('league-1'),
    marketKey: marketKeyOf('match-result'),
    at: 0,
    isOpen: true,
    inPlay: false,
    selections: [selection],
    ...others,
  };
};

const ORDER: LimitOrder = {
  orderRef: 'a',
  marketId: '1.5',
  selectionId: 1,
  side: 'back',
  odds: 3,
  sizeMinor: 1_500,
};

const opened = () => {
  const clock = new ManualClock();
  const exchange = new SimulatedMarkets({ clock, inPlayDelayMs: DELAY_MS });
  const told: OrderReport[] = [];
  exchange.follow({ report: (report) => told.push(report), gap: () => undefined });
  const stands = async () => (await exchange.orders(['a']))[0];
  return { clock, exchange, told, stands };
};

describe('the simulated exchange on quotes', () => {
  test('matches what is offered once, and the rest when more is', async () => {
    const { exchange, told, stands } = opened();
    exchange.show(marketOf());
    expect(await exchange.place(ORDER)).toMatchObject({
      report: { matchedMinor: 1_000, remainingMinor: 500 },
    });
    // The same offer again is not another one.
    exchange.show(marketOf());
    expect(await stands()).toMatchObject({ matchedMinor: 1_000 });
    exchange.show(marketOf({ back: [3, 1_200] }));
    expect(await stands()).toMatchObject({ matchedMinor: 1_200 });
    exchange.show(marketOf({ back: [2.9, 900] }));
    exchange.show(marketOf({ back: [3.1, 900] }));
    expect(await stands()).toMatchObject({ status: 'complete', matchedMinor: 1_500 });
    expect(told.map(({ matchedMinor }) => matchedMinor)).toEqual([1_200, 1_500]);
  });

  test('fills what waits when others have traded beyond it, not at it', async () => {
    const { exchange, stands } = opened();
    exchange.show(marketOf({ back: [2.8, 100] }));
    await exchange.place(ORDER);
    exchange.show(marketOf({ back: [2.8, 100], lastTraded: 3 }));
    expect(await stands()).toMatchObject({ matchedMinor: 0, remainingMinor: 1_500 });
    exchange.show(marketOf({ back: [2.8, 100], lastTraded: 3.05 }));
    expect(await stands()).toMatchObject({ matchedMinor: 1_500, averageOdds: 3 });
  });

  test('in play holds an order back, and takes what waits away at the turn and with a suspension', async () => {
    const { clock, exchange, stands } = opened();
    exchange.show(marketOf({ back: null }));
    await exchange.place(ORDER);
    exchange.show(marketOf({ inPlay: true, back: null }));
    expect(await stands()).toMatchObject({ status: 'complete', matchedMinor: 0 });
    exchange.show(marketOf({ inPlay: true }));
    const late = await exchange.place({ ...ORDER, orderRef: 'b' });
    expect(late).toMatchObject({ report: { status: 'delayed', matchedMinor: 0 } });
    await clock.advance(DELAY_MS);
    exchange.tick();
    expect((await exchange.orders(['b']))[0]).toMatchObject({ matchedMinor: 1_000 });
    exchange.show(marketOf({ inPlay: true, isOpen: false }));
    expect((await exchange.orders(['b']))[0]).toMatchObject({
      status: 'complete',
      matchedMinor: 1_000,
      remainingMinor: 0,
    });
  });

  test('takes nothing on a market that it has not been shown, or that is not open', async () => {
    const { exchange } = opened();
    expect(await exchange.place(ORDER)).toEqual({ ok: false, refusal: 'MARKET_NOT_OPEN' });
    exchange.show(marketOf({ isOpen: false }));
    expect(await exchange.place(ORDER)).toEqual({ ok: false, refusal: 'MARKET_NOT_OPEN' });
    expect(await exchange.cancel(ORDER)).toBeUndefined();
    exchange.show(marketOf());
    await exchange.place(ORDER);
    expect(await exchange.place(ORDER)).toEqual({ ok: false, refusal: 'DUPLICATE' });
    expect(await exchange.cancel(ORDER)).toMatchObject({ status: 'complete', matchedMinor: 1_000 });
  });

  test('a complete order is known, but no quote looks at it again', async () => {
    const { exchange } = opened();
    exchange.show(marketOf());
    let looks = 0;
    const watched = {
      ...ORDER,
      get sizeMinor() {
        looks += 1;
        return 1_000;
      },
      get orderRef() {
        looks += 1;
        return 'a';
      },
    };
    const placed = await exchange.place(watched);
    expect(placed).toMatchObject({ report: { status: 'complete', matchedMinor: 1_000 } });
    looks = 0;
    for (let size = 1; size <= 100; size += 1) exchange.show(marketOf({ back: [3, size] }));
    expect(looks).toBe(0);
    expect(await exchange.orders(['b', 'a'])).toMatchObject([{ matchedMinor: 1_000 }]);
    expect(await exchange.cancel(ORDER)).toMatchObject({ status: 'complete', orderRef: 'a' });
    expect(await exchange.place(ORDER)).toEqual({ ok: false, refusal: 'DUPLICATE' });
  });

  property.prop([
    fc.array(
      fc.record({
        odds: fc.constantFrom(2.9, 3, 3.1),
        size: fc.nat(700),
        isOpen: fc.boolean(),
        lastTraded: fc.constantFrom(2.9, 3, 3.1),
      }),
      { maxLength: 20 },
    ),
  ])('never matches more than was asked, and every change is told', async (shown) => {
    const { exchange, told, stands } = opened();
    exchange.show(marketOf({ back: null }));
    await exchange.place(ORDER);
    for (const { odds, size, isOpen, lastTraded } of shown) {
      const before = JSON.stringify(await stands());
      exchange.show(marketOf({ back: [odds, size], isOpen, lastTraded }));
      const now = await stands();
      expect((now?.matchedMinor ?? NaN) + (now?.remainingMinor ?? NaN)).toBeLessThanOrEqual(1_500);
      if ((now?.matchedMinor ?? 0) > 0) expect(now?.averageOdds).toBeGreaterThanOrEqual(3 - 1e-9);
      if (JSON.stringify(now) !== before) expect(told.at(-1)).toEqual(now);
    }
  });
});
