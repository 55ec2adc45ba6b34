import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  fixtureId,
  InputError,
  marketKeyOf,
  outcomeId,
  type LayOffLimits,
  type LayOffOrder,
  type Odds,
} from '#contracts/mod.ts';

import type { OrderReport } from './exchange-port.ts';
import { limitBroken, riskMinorOf } from './limits.ts';
import { positionProfit, positionRiskMinor, positionTicket } from './position.ts';
import { proposalFor } from './propose.ts';
import { afterReport, type Standing } from './standing.ts';

const SIZE = 10_000;
const SENT: Standing & { sizeMinor: string } = {
  status: 'sending',
  sizeMinor: String(SIZE),
  matchedMinor: '0',
  averageOdds: 0,
  remainingMinor: String(SIZE),
  voidedMinor: '0',
};

/** The life of an order at an exchange: matched in parts, what is left taken back, some of it voided at the end. */
const lives = fc
  .record({
    parts: fc.array(
      fc.record({
        share: fc.integer({ min: 1, max: 60 }),
        odds: fc.integer({ min: 200, max: 400 }),
      }),
      { maxLength: 8 },
    ),
    isCancelled: fc.boolean(),
    voidShare: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ parts, isCancelled, voidShare }): readonly OrderReport[] => {
    let [matchedMinor, weighted, remainingMinor] = [0, 0, SIZE];
    const at = (voidedMinor = 0): OrderReport => ({
      orderRef: 'a',
      status: remainingMinor === 0 ? 'complete' : 'executable',
      matchedMinor: matchedMinor - voidedMinor,
      averageOdds: matchedMinor - voidedMinor === 0 ? 0 : weighted / matchedMinor,
      remainingMinor,
      voidedMinor,
    });
    const reports = [at()];
    for (const { share, odds } of parts) {
      const minor = Math.min(remainingMinor, Math.ceil((SIZE * share) / 100));
      matchedMinor += minor;
      weighted += (minor * odds) / 100;
      remainingMinor -= minor;
      reports.push(at());
    }
    if (isCancelled) {
      remainingMinor = 0;
      reports.push(at());
    }
    if (remainingMinor === 0) reports.push(at(Math.floor((matchedMinor * voidShare) / 100)));
    return reports;
  });

const play = (reports: readonly OrderReport[]) => {
  let order = SENT;
  let filled = 0;
  for (const report of reports) {
    const after = afterReport(order, report);
    if (after === null) continue;
    order = { ...order, ...after.standing };
    filled += after.fill?.matchedMinor ?? 0;
    expect(Number(order.matchedMinor)).toBeLessThanOrEqual(SIZE);
    expect(filled).toBe(Number(order.matchedMinor));
  }
  return order;
};

describe('where an order stands', () => {
  property.prop([lives, fc.array(fc.nat(30), { maxLength: 40 })])(
    'is what its newest report says, in whatever order and however often reports come',
    (life, picks) => {
      const shuffled = [...picks.flatMap((pick) => life[pick % life.length] ?? []), ...life];
      const last = life.at(-1);
      for (const reports of [shuffled, shuffled.toReversed(), life]) {
        const order = play(reports);
        expect(order).toMatchObject({
          matchedMinor: String(last?.matchedMinor),
          remainingMinor: String(last?.remainingMinor),
          averageOdds: last?.averageOdds,
          status: last?.remainingMinor === 0 ? 'done' : 'open',
        });
      }
    },
  );

  test('an order that was given up as not placed is open when the exchange has it after all', () => {
    const report = {
      orderRef: 'a',
      status: 'executable',
      matchedMinor: 0,
      averageOdds: 0,
    } as const;
    const given = { ...SENT, status: 'refused' } as const;
    expect(afterReport(given, { ...report, remainingMinor: SIZE })?.standing.status).toBe('open');
    expect(
      afterReport({ ...SENT, status: 'open' }, { ...report, remainingMinor: SIZE }),
    ).toBeNull();
  });

  test.each([
    { matchedMinor: SIZE + 1, averageOdds: 2, remainingMinor: 0 },
    { matchedMinor: 6_000, averageOdds: 2, remainingMinor: 6_000 },
    { matchedMinor: -1, averageOdds: 2, remainingMinor: 0 },
    { matchedMinor: 0.5, averageOdds: 2, remainingMinor: 0 },
    { matchedMinor: 100, averageOdds: 1, remainingMinor: 0 },
    { matchedMinor: 100, averageOdds: NaN, remainingMinor: 0 },
    { matchedMinor: 0, averageOdds: 0, remainingMinor: SIZE, voidedMinor: 1 },
  ])('%j is no report of it', (report) => {
    const whole = { orderRef: 'a', status: 'executable', ...report } as const;
    expect(() => afterReport(SENT, whole)).toThrow(InputError);
  });
});

const LIMITS: LayOffLimits = {
  automatic: false,
  bandMinor: '1000',
  leastOdds: 12_000 as Odds,
  smallestMinor: '200',
  orderMinor: '5000',
  matchMinor: '8000',
  dayMinor: '20000',
};
const ask = (riskMinor: number, changes: Partial<LayOffLimits> = {}, odds = 30_000) =>
  limitBroken(
    { riskMinor: String(riskMinor), sizeMinor: String(riskMinor), odds: odds as Odds },
    { ...LIMITS, ...changes },
    { matchMinor: 4_000n, dayMinor: 15_000n },
  );

describe('limits', () => {
  property.prop([fc.integer({ min: 1, max: 30_000 })])(
    'let through what stays within every one of them, and nothing else',
    (risk) => {
      expect(ask(risk) === undefined).toBe(risk >= 200 && risk <= 4_000);
    },
  );

  test('say which one it is, and nothing is sent without any', () => {
    expect(ask(5_001)).toContain('of one order');
    expect(ask(4_001)).toContain('of one match is 8000');
    expect(ask(4_001, { matchMinor: '90000', dayMinor: '19000' })).toContain('of one day');
    expect(ask(300, {}, 11_999)).toContain('odds');
    expect(ask(199)).toContain('size');
    const order = { riskMinor: '1', sizeMinor: '1', odds: 30_000 as Odds };
    expect(limitBroken(order, undefined, { matchMinor: 0n, dayMinor: 0n })).toContain('person');
  });

  test('count what may be lost: the stake of a back, the winnings that a lay pays', () => {
    expect(riskMinorOf('back', 1_000, 5)).toBe(1_000);
    expect(riskMinorOf('lay', 1_000, 5)).toBe(4_000);
    expect(riskMinorOf('lay', 1_001, 1.015)).toBe(16);
  });
});

describe('a proposal', () => {
  const offers = (
    sizes: readonly (readonly [outcome: string, odds: number, sizeMinor: number])[],
  ) => ({
    marketKey: marketKeyOf('match-result'),
    selections: sizes.map(([outcome, odds, sizeMinor], at) => ({
      outcomeId: outcomeId(outcome),
      selectionId: at + 1,
      back: sizeMinor === 0 ? null : { odds, sizeMinor },
      lay: null,
      lastTraded: null,
    })),
  });
  const policy = { limits: { ...LIMITS, bandMinor: '0', orderMinor: '1000000' }, commission: 0.02 };
  const losing = (amount: number) => ({ lossIfWonMinor: amount, gainIfLostMinor: 1_000 });

  test('is the hedge of the selection that costs most, as far as it is offered', () => {
    const market = offers([
      ['home', 3.2, 5_000_000],
      ['draw', 3.4, 5_000_000],
    ]);
    const liability = (_: unknown, { outcomeId: id }: { outcomeId: string }) =>
      id === 'home' ? { lossIfWonMinor: 200_000, gainIfLostMinor: 100_000 } : losing(5_000);
    // The reference: 100,000 at 3.0 laid off at 3.2 with 2 %.
    expect(proposalFor([market], liability, policy)).toMatchObject({
      odds: 32_000,
      sizeMinor: 95_057,
    });
    const thin = offers([
      ['home', 3.2, 700],
      ['draw', 3.4, 5_000_000],
    ]);
    expect(proposalFor([thin], liability, policy)).toMatchObject({ sizeMinor: 700 });
    const small = { ...policy, limits: { ...policy.limits, orderMinor: '900' } };
    expect(proposalFor([market], liability, small)).toMatchObject({ sizeMinor: 900 });
  });

  test('is one for a match, on the market on which a back takes most off', () => {
    const [result, goals] = [
      offers([['home', 3.2, 5_000_000]]),
      offers([['over', 2.1, 5_000_000]]),
    ];
    const liability = (market: unknown) => losing(market === goals ? 90_000 : 50_000);
    expect(proposalFor([result, goals], liability, policy)).toMatchObject({
      market: goals,
      odds: 21_000,
    });
    expect(proposalFor([], liability, policy)).toBeNull();
  });

  test.each([
    ['within the band', offers([['home', 3, 9_000]]), losing(100), { bandMinor: '1100' }],
    ['of nothing that is offered', offers([['home', 3, 0]]), losing(9_000), {}],
    ['of too little that is offered', offers([['home', 3, 199]]), losing(9_000), {}],
    ['at odds that are too short', offers([['home', 1.1, 9_000]]), losing(9_000), {}],
    ['beyond a limit of nothing', offers([['home', 3, 9_000]]), losing(9_000), { orderMinor: '0' }],
    ['of what nothing is known of', offers([['home', 3, 9_000]]), null, {}],
  ])('is never one %s', (_, market, liability, changes) => {
    const limits = { ...policy.limits, ...changes };
    expect(proposalFor([market], () => liability, { ...policy, limits })).toBeNull();
  });
});

describe('a position', () => {
  const position = (side: 'back' | 'lay', matchedMinor = 1_000, averageOdds = 3): LayOffOrder => ({
    orderId: '0190a000-0001-7000-8000-000000000001',
    status: 'done',
    exchange: 'simulated',
    marketId: '1.1',
    selectionId: 1,
    fixtureId: fixtureId('league-1'),
    marketKey: marketKeyOf('match-result'),
    outcomeId: outcomeId('home'),
    side,
    odds: 30_000 as Odds,
    sizeMinor: '2000',
    riskMinor: '2000',
    currency: 'EUR',
    commissionBps: 500,
    cause: 'person',
    actor: 'anna',
    reason: 'test',
    createdAt: 0,
    sentAt: 0,
    refusal: null,
    matchedMinor: String(matchedMinor),
    averageOdds,
    remainingMinor: '0',
    voidedMinor: '0',
    result: null,
    profitMinor: null,
  });

  test('wins what it backed less commission, and loses its stake; a lay the other way round', () => {
    const profits = (side: 'back' | 'lay') =>
      (['won', 'half-won', 'void', 'half-lost', 'lost'] as const).map((result) =>
        Object.values(positionProfit(position(side), result)),
      );
    expect(profits('back')).toEqual([
      [2_000n, 100n],
      [1_000n, 50n],
      [0n, 0n],
      [-500n, 0n],
      [-1_000n, 0n],
    ]);
    expect(profits('lay')).toEqual([
      [-2_000n, 0n],
      [-1_000n, 0n],
      [0n, 0n],
      [500n, 25n],
      [1_000n, 50n],
    ]);
    expect(positionTicket(position('back', 0, 0))).toBeNull();
  });

  property.prop([
    fc.constantFrom('back' as const, 'lay' as const),
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.double({ min: 1.01, max: 1_000, noNaN: true }),
    fc.constantFrom(...(['won', 'lost', 'void', 'half-won', 'half-lost'] as const)),
  ])('never loses more than its risk, and pays commission on winnings alone', (...of) => {
    const [side, matched, odds, result] = of;
    const order = position(side, matched, odds);
    const { grossMinor, commissionMinor } = positionProfit(order, result);
    expect(-Number(grossMinor)).toBeLessThanOrEqual(positionRiskMinor(order) + 1);
    expect(commissionMinor).toBeGreaterThanOrEqual(0n);
    const won = Math.max(0, Number(grossMinor));
    expect(Math.abs(Number(commissionMinor) - won * 0.05)).toBeLessThanOrEqual(1.05);
  });
});
