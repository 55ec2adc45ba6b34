import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { rational } from '#markets/mod.ts';

import { jointWorst, maxStake, singleWinnerBook, tailRisk, worstOfWinners } from './mod.ts';

const money = fc.integer({ min: 0, max: 100_000 });

describe('joint worst case', () => {
  const bets = fc.array(
    fc.record({ stake: money, payouts: fc.array(money, { minLength: 6, maxLength: 6 }) }),
    { minLength: 1, maxLength: 8 },
  );

  property.prop([bets])('is never worse than the sum of separate ones', (list) => {
    const { worst, scenario, separate } = jointWorst(list);
    expect(worst).toBeGreaterThanOrEqual(separate);
    const profits = Array.from({ length: 6 }, (_, at) =>
      list.reduce((sum, bet) => sum + bet.stake - (bet.payouts[at] ?? 0), 0),
    );
    expect(worst).toBe(Math.min(...profits));
    expect(profits.indexOf(worst)).toBe(scenario);
  });

  test('nothing, or unequal scenarios, is refused', () => {
    expect(() => jointWorst([])).toThrow(RangeError);
    const uneven = [
      { stake: 1, payouts: [1, 2] },
      { stake: 1, payouts: [1] },
    ];
    expect(() => jointWorst(uneven)).toThrow(RangeError);
  });
});

describe('books', () => {
  test('profit and loss by outcome', () => {
    const bets = [
      { on: 'home', stake: 1_000, odds: 2.1 },
      { on: 'draw', stake: 400, odds: 3.4 },
      { on: 'away', stake: 300, odds: 3.6 },
    ];
    const { pnl, worst } = singleWinnerBook(['home', 'draw', 'away'], bets);
    expect(pnl['home']).toBeCloseTo(-400, 9);
    expect(pnl['draw']).toBeCloseTo(340, 9);
    expect(pnl['away']).toBeCloseTo(620, 9);
    expect(worst).toBeCloseTo(-400, 9);
  });

  const runners = fc.array(
    fc.record({
      win: fc.integer({ min: -500, max: 500 }),
      lose: fc.integer({ min: -500, max: 500 }),
    }),
    { minLength: 3, maxLength: 6 },
  );

  property.prop([runners])('two winners: the worst pair, the obvious way', (list) => {
    const worst = Math.min(
      ...list.flatMap((_, first) =>
        list.slice(first + 1).map((__, offset) => {
          const second = first + 1 + offset;
          return list.reduce(
            (sum, { win, lose }, at) => sum + (at === first || at === second ? win : lose),
            0,
          );
        }),
      ),
    );
    expect(worstOfWinners(list, 2)).toBe(worst);
  });
});

describe('largest stake', () => {
  const limits = fc.record({
    odds: fc.integer({ min: 10_100, max: 500_000 }),
    capSelectionMinor: fc.bigInt({ min: 0n, max: 10_000_000n }),
    netLiabilityMinor: fc.bigInt({ min: 0n, max: 10_000_000n }),
    worstRoomMinor: fc.bigInt({ min: -1_000n, max: 10_000_000n }),
    balanceMinor: fc.bigInt({ min: 0n, max: 1_000_000n }),
  });

  property.prop([limits])('fits every limit, and one more minor unit does not', (given) => {
    const { odds, balanceMinor } = given;
    const most = maxStake({ ...given, odds: rational(BigInt(odds), 10_000n) })?.stakeMinor ?? -1n;
    const fits = (stake: bigint): boolean => {
      // Profit in ten-thousandths of a minor unit, so that nothing is rounded.
      const profit = stake * BigInt(odds - 10_000);
      const rooms = [given.capSelectionMinor - given.netLiabilityMinor, given.worstRoomMinor];
      return stake <= balanceMinor && rooms.every((room) => profit <= room * 10_000n);
    };
    expect(most).toBeGreaterThanOrEqual(0n);
    if (most > 0n) expect(fits(most)).toBe(true);
    expect(fits(most + 1n)).toBe(false);
  });

  test('odds of 1.1 lose no unit to binary fractions', () => {
    const most = maxStake({ odds: rational(11n, 10n), capSelectionMinor: 100n });
    expect(most?.stakeMinor).toBe(1_000n);
  });

  test('no limit, and odds without profit', () => {
    expect(maxStake({ odds: rational(2n) })).toBeUndefined();
    expect(() => maxStake({ odds: rational(1n), balanceMinor: 5n })).toThrow(RangeError);
  });
});

describe('tail risk', () => {
  const samples = fc.array(fc.integer({ min: -1_000, max: 1_000 }), {
    minLength: 20,
    maxLength: 200,
  });

  property.prop([samples, fc.integer({ min: 0, max: 19 })])(
    'of equal masses is the mean of the worst ones',
    (values, twentieths) => {
      const level = twentieths / 20;
      const losses = values.map((loss) => ({ loss, p: 1 / values.length }));
      const worst = [...values].sort((a, b) => b - a);
      const count = (1 - level) * values.length;
      const whole = Math.floor(count + 1e-9);
      const sum = worst.slice(0, whole).reduce((all, loss) => all + loss, 0);
      const split = (count - whole) * (worst[whole] ?? 0);
      const risk = tailRisk(losses, level);
      expect(risk.cvar).toBeCloseTo((sum + split) / count, 6);
      expect(risk.cvar).toBeGreaterThanOrEqual(risk.var - 1e-9);
    },
  );

  test('an atom on the border is split', () => {
    const losses = [
      { loss: 1_000, p: 0.005 },
      { loss: 500, p: 0.01 },
      { loss: -20, p: 0.985 },
    ];
    const risk = tailRisk(losses, 0.99);
    expect(risk.var).toBe(500);
    expect(risk.cvar).toBeCloseTo(750, 9);
  });

  test('no losses, or a level of 1, is refused', () => {
    expect(() => tailRisk([], 0.9)).toThrow(RangeError);
    expect(() => tailRisk([{ loss: 1, p: 1 }], 1)).toThrow(RangeError);
  });
});
