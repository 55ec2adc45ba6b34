import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { InputError } from '#contracts/mod.ts';

import { fairChance } from '../five-way.ts';
import { basketballModelFrom, type BasketballPrices } from './inversion.ts';
import { marginModelFrom } from './margin.ts';
import { NBA_GAME, type BasketballModel } from './model.ts';
import { basketballOutlook } from './scenarios.ts';
import { tipOff } from './state.ts';

/** Fair prices of a model: the lines nearest to even, the moneyline, and a second total. */
function pricesOf(model: BasketballModel): Required<BasketballPrices> {
  const { chances } = basketballOutlook(model, tipOff(model));
  const fair = (...market: Parameters<typeof chances>): number => {
    const [first] = chances(...market);
    return (first && fairChance(first)) ?? NaN;
  };
  const spread = -Math.round(2 * model.margin.mu) / 2;
  const line = Math.round(model.total.mean);
  const total = (of: number) => ({
    line: of,
    over: fair({ type: 'basketball-total', specifiers: { line: String(of) } }),
  });
  return {
    spread: {
      line: spread,
      home: fair({ type: 'basketball-spread', specifiers: { line: String(spread) } }),
    },
    moneyline: fair({ type: 'basketball-moneyline', specifiers: {} }),
    total: total(line),
    secondTotal: total(line + 9.5),
  };
}

const models = fc.record({
  mu: fc.double({ min: 3, max: 14, noNaN: true }),
  sigma: fc.double({ min: 10, max: 15, noNaN: true }),
  mean: fc.double({ min: 150, max: 240, noNaN: true }),
  sd: fc.double({ min: 13, max: 22, noNaN: true }),
  favourite: fc.constantFrom(1, -1),
});

describe('a model from its prices', () => {
  property.prop([models], { numRuns: 5 })(
    'is the model that they came from',
    ({ mu, sigma, mean, sd, favourite }) => {
      const model = {
        ...NBA_GAME,
        margin: { mu: favourite * mu, sigma },
        total: { mean, sd },
      };
      const { margin, total } = basketballModelFrom(pricesOf(model), NBA_GAME);
      expect(margin.mu).toBeCloseTo(model.margin.mu, 5);
      expect(margin.sigma).toBeCloseTo(sigma, 5);
      expect(total.mean).toBeCloseTo(mean, 5);
      expect(total.sd).toBeCloseTo(sd, 5);
    },
  );

  test('is near that of the normal law, which overtime and rounding move a little', () => {
    const prices = {
      spread: { line: -5.5, home: 0.5 },
      moneyline: 0.67,
      total: { line: 228.5, over: 0.5 },
    };
    const { margin, total } = basketballModelFrom(prices, NBA_GAME);
    const plain = marginModelFrom(-5.5, 0.67);
    expect(Math.abs(margin.mu - plain.mu)).toBeLessThan(0.2);
    expect(Math.abs(margin.sigma - plain.sigma)).toBeLessThan(0.3);
    expect(total.sd).toBe(NBA_GAME.total.sd);
    // Overtime adds points, so that 48 minutes bring fewer than the line.
    expect(total.mean).toBeLessThan(228.5);
    expect(total.mean).toBeGreaterThan(226);
  });

  test('keeps the width of the margin without a moneyline', () => {
    const prices = { spread: { line: 0, home: 0.55 }, total: { line: 220, over: 0.5 } };
    const { margin } = basketballModelFrom(prices, NBA_GAME);
    expect(margin.sigma).toBe(NBA_GAME.margin.sigma);
    expect(margin.mu).toBeGreaterThan(1);
  });

  const even = { spread: { line: -5.5, home: 0.5 }, total: { line: 228.5, over: 0.5 } };
  const refused: readonly (readonly [string, BasketballPrices])[] = [
    ['NO_SOLUTION', { ...even, moneyline: 0.4 }],
    ['NO_SOLUTION', { ...even, spread: { line: 0, home: 0.5 }, moneyline: 0.5 }],
    ['NO_SOLUTION', { ...even, secondTotal: { line: 238.5, over: 0.6 } }],
    ['NUMBER_INVALID', { ...even, moneyline: NaN }],
    ['NUMBER_INVALID', { ...even, total: { line: 228.5, over: 1 } }],
    ['SPECIFIER_INVALID', { ...even, spread: { line: -5.3, home: 0.5 } }],
  ];
  test.each(refused)('%s for prices of no game', (code, prices) => {
    expect(() => basketballModelFrom(prices, NBA_GAME)).toThrow(
      expect.objectContaining({ name: 'InputError', code }) as InputError,
    );
  });
});
