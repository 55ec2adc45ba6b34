import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { MAX_ODDS, MIN_ODDS, ODDS_SCALE, outcomeId, type Odds } from '#contracts/mod.ts';

import {
  LADDER_KINDS,
  loadingBpsAt,
  MARGIN_METHODS,
  moveTicks,
  onLadder,
  toLadder,
} from '../margin/mod.ts';
import { MINIMUM_MARGIN_BPS } from './default-margins.ts';
import { priceOutcomes, type MarketPricing } from './price-market.ts';

const NOTHING_PUBLISHED: MarketPricing['published'] = new Map();
const ids = (count: number) => Array.from({ length: count }, (_, at) => outcomeId(`o${at}`));

const shares = (weights: readonly number[]): readonly number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** Weights of 2 to 30 outcomes, some of them very small. */
const weights = fc.array(
  fc.oneof(
    fc.double({ min: 0.05, max: 1, noNaN: true }),
    fc.double({ min: 1e-7, max: 1e-2, noNaN: true }),
  ),
  { minLength: 2, maxLength: 30 },
);

/** A market whose exposure moves every outcome's odds-weight by up to e^±0.3, and what is published. */
const market = fc
  .record({
    model: weights,
    pull: fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), {
      minLength: 30,
      maxLength: 30,
    }),
    before: fc.array(
      fc.oneof(fc.constant(null), fc.double({ min: -0.02, max: 0.02, noNaN: true })),
      { minLength: 30, maxLength: 30 },
    ),
    marginBps: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
    method: fc.oneof(fc.constant('odds-ratio' as const), fc.constantFrom(...MARGIN_METHODS)),
    ladder: fc.oneof(fc.constant('exchange' as const), fc.constantFrom(...LADDER_KINDS)),
  })
  .map(({ model, pull, before, ...rule }): MarketPricing => {
    const skewed = shares(model.map((weight, at) => weight * Math.exp(pull[at] ?? 0)));
    const names = ids(model.length);
    const outcomes = shares(model).map((chance, at) => ({
      id: outcomeId(`o${at}`),
      model: chance,
      skewed: skewed[at] ?? 0,
    }));
    const published = new Map(
      names.map((id, at) => {
        const moved = before[at] ?? null;
        const chance = (skewed[at] ?? 1) * (1 + (moved ?? 0));
        return [id, moved === null ? null : toLadder(ODDS_SCALE / chance, rule.ladder, 'nearest')];
      }),
    );
    return { ...rule, outcomes, published };
  });

const bookSum = (prices: readonly Readonly<{ odds: Odds | null }>[]): number =>
  prices.reduce((sum, { odds }) => sum + (odds === null ? 0 : ODDS_SCALE / odds), 0);

describe('prices of a market', () => {
  property.prop([market], { numRuns: 500 })('never make a book under 100 %', (pricing) => {
    const priced = priceOutcomes(pricing);
    // Without a price for something that can well happen nobody can back the whole book.
    fc.pre(
      priced.every(({ odds }, at) => odds !== null || (pricing.outcomes[at]?.model ?? 0) < 1e-5),
    );
    fc.pre(priced.some(({ odds }) => odds !== null));
    expect(bookSum(priced)).toBeGreaterThanOrEqual(1);
  });

  property.prop([market], { numRuns: 500 })(
    'are never better than the model’s own price less the minimum margin',
    (pricing) => {
      priceOutcomes(pricing).forEach(({ odds }, at) => {
        const best = (1 - MINIMUM_MARGIN_BPS / 10_000) / (pricing.outcomes[at]?.model ?? 1);
        if (odds !== null) expect(odds / ODDS_SCALE).toBeLessThanOrEqual(best);
      });
    },
  );

  property.prop([market])('stand on the ladder between 1.01 and 1000', (pricing) => {
    for (const { odds } of priceOutcomes(pricing)) {
      if (odds === null) continue;
      expect(odds).toBeGreaterThanOrEqual(MIN_ODDS);
      expect(odds).toBeLessThanOrEqual(MAX_ODDS);
      expect(onLadder(odds, pricing.ladder ?? 'exchange')).toBe(true);
    }
  });

  property.prop([market], { numRuns: 500 })('do not move when priced again', (pricing) => {
    const first = priceOutcomes(pricing);
    const published = new Map(first.map(({ id, odds }) => [id, odds]));
    expect(priceOutcomes({ ...pricing, published })).toEqual(first);
  });

  property.prop([market])(
    'carry the margin that was asked for, as nearly as the ladder can',
    (pricing) => {
      const { outcomes, marginBps } = pricing;
      fc.pre(
        marginBps >= 300 &&
          pricing.ladder !== 'fractional' &&
          outcomes.every(
            ({ model, skewed }) =>
              model > 0.02 &&
              skewed < 0.8 &&
              // Otherwise the favourite may be left without a price of 1.01, and the sum without him.
              skewed * (1 + marginBps / 10_000) < 0.98,
          ),
      );
      const even = outcomes.map((outcome) => ({ ...outcome, model: outcome.skewed }));
      const sum = bookSum(
        priceOutcomes({ ...pricing, outcomes: even, published: NOTHING_PUBLISHED }),
      );
      // Half a step of the ladder is at most 2.5 % of the price, mostly far less.
      expect(sum).toBeGreaterThan((1 + marginBps / 10_000) * 0.97);
      expect(sum).toBeLessThan((1 + marginBps / 10_000) * 1.03);
    },
  );
});

describe('a market that several outcomes win', () => {
  const doubleChance = (home: number, draw: number, away: number, marginBps = 500) =>
    priceOutcomes({
      outcomes: [home + draw, home + away, draw + away].map((chance, at) => ({
        id: outcomeId(`o${at}`),
        model: chance,
        skewed: chance,
      })),
      marginBps,
      published: NOTHING_PUBLISHED,
    });

  it('carries its margin on all that is won', () => {
    expect(bookSum(doubleChance(0.45, 0.28, 0.27))).toBeCloseTo(2.1, 1);
  });

  property.prop([
    fc.tuple(...[1, 2, 3].map(() => fc.double({ min: 0.02, max: 1, noNaN: true }))),
    fc.integer({ min: 0, max: 1_000 }),
  ])('is never sold below what is won', (chances, marginBps) => {
    const [home = 0, draw = 0, away = 0] = shares(chances);
    const priced = doubleChance(home, draw, away, marginBps);
    const fair = [home + draw, home + away, draw + away];
    const sum = priced.reduce(
      (all, { odds }, at) => all + (odds === null ? (fair[at] ?? 0) : ODDS_SCALE / odds),
      0,
    );
    expect(sum).toBeGreaterThanOrEqual(2 - 1e-9);
  });

  it('keeps the other prices when one outcome is known to win', () => {
    const [known, ...others] = doubleChance(0.6, 0.4, 0);
    expect(known?.odds).toBeNull();
    expect(others.every(({ odds }) => odds !== null)).toBe(true);
    expect(bookSum(others)).toBeCloseTo(1.05, 1);
  });

  it('may offer one answer alone', () => {
    const [yes] = priceOutcomes({
      outcomes: [{ id: outcomeId('yes'), model: 0.2, skewed: 0.2 }],
      marginBps: 1_000,
      published: NOTHING_PUBLISHED,
    });
    expect((yes?.odds ?? 0) / ODDS_SCALE).toBeCloseTo(1 / 0.22, 1);
  });
});

describe('the loading of long shots', () => {
  const loading = [
    { odds: 4, loadingBps: 0 },
    { odds: 40, loadingBps: 1_500 },
  ];

  property.prop([market])('shortens what it names and leaves the rest', (pricing) => {
    const fresh = { ...pricing, ladder: 'cents' as const, published: NOTHING_PUBLISHED };
    const plain = priceOutcomes(fresh);
    priceOutcomes({ ...fresh, loading }).forEach(({ odds }, at) => {
      const before = plain[at]?.odds ?? null;
      if (before === null) expect(odds).toBeNull();
      if (odds === null || before === null) return;
      expect(odds).toBeLessThanOrEqual(before);
      if (loadingBpsAt(loading, 1 / (pricing.outcomes[at]?.skewed ?? 1)) === 0) {
        expect(before - odds).toBeLessThanOrEqual(before / 200);
      }
    });
  });
});

describe('an outcome without a price', () => {
  const price = (...chances: number[]) =>
    priceOutcomes({
      outcomes: chances.map((chance, at) => ({
        id: outcomeId(`o${at}`),
        model: chance,
        skewed: chance,
      })),
      marginBps: 500,
      published: NOTHING_PUBLISHED,
    }).map(({ odds }) => odds);

  it('is one that is all but impossible; the others keep theirs', () => {
    const [impossible, ...others] = price(0, 0.6, 0.4);
    expect(impossible).toBeNull();
    expect(others.every((odds) => odds !== null)).toBe(true);
    expect(others).toEqual(price(0.6, 0.4));
  });

  it('is one that is all but certain, and then nothing else has one either', () => {
    expect(price(1, 0, 0)).toEqual([null, null, null]);
    expect(price(1 - 1e-6, 1e-6)).toEqual([null, null]);
  });

  it('is one whose price would have to be under 1.01', () => {
    const [short, long] = price(0.995, 0.005);
    expect(short).toBeNull();
    expect(long).not.toBeNull();
  });

  it('never costs more than 1000', () => {
    expect(price(2e-5, 0.5, 0.49998)[0]).toBe(MAX_ODDS);
  });
});

describe('hysteresis', () => {
  /**
   * A market whose first price before rounding is `decimal`: without margin, with a model that caps the
   * other three far below their share, so that neither the cap nor the book's sum touches the first.
   */
  const marketAt = (decimal: number, published: Odds | null): MarketPricing => {
    const chance = 1 / decimal;
    const rest = (1 - chance) / 3;
    return {
      outcomes: ids(4).map((id, at) =>
        at === 0
          ? { id, model: 0.9 * chance, skewed: chance }
          : { id, model: 1.2 * rest, skewed: rest },
      ),
      marginBps: 0,
      published: new Map([[outcomeId('o0'), published]]),
    };
  };
  const priceAt = (decimal: number, published: Odds | null) =>
    priceOutcomes(marketAt(decimal, published))[0]?.odds;

  const ladderPrice = fc
    .double({ min: 1.3, max: 50, noNaN: true })
    .map((decimal) => toLadder(decimal * ODDS_SCALE, 'exchange', 'nearest'));
  const away = (least: number, most: number) =>
    fc.tuple(fc.double({ min: least, max: most, noNaN: true }), fc.boolean());
  /** `share` of the way from a price to its neighbour. */
  const towards = (price: Odds, [share, up]: readonly [number, boolean]): number =>
    (price + share * (moveTicks(price, 'exchange', up ? 1 : -1) - price)) / ODDS_SCALE;

  property.prop([ladderPrice, away(0, 0.74)])(
    'holds a price while the target is within three quarters of a step',
    (price, distance) => {
      expect(priceAt(towards(price, distance), price)).toBe(price);
    },
  );

  property.prop([ladderPrice, away(0.76, 1)])(
    'moves to the neighbour beyond that',
    (price, distance) => {
      const neighbour = moveTicks(price, 'exchange', distance[1] ? 1 : -1);
      expect(priceAt(towards(price, distance), price)).toBe(neighbour);
    },
  );

  property.prop([ladderPrice, fc.double({ min: 1.3, max: 50, noNaN: true })])(
    'never holds a price that is two steps away',
    (price, decimal) => {
      const nearest = toLadder(decimal * ODDS_SCALE, 'exchange', 'nearest');
      fc.pre(
        ![-1, 0, 1].some((ticks) => moveTicks(price, 'exchange', ticks) === nearest) &&
          Math.abs(toLadder(decimal * ODDS_SCALE, 'exchange', 'up') - decimal * ODDS_SCALE) > 1,
      );
      expect(priceAt(decimal, price)).toBe(nearest);
    },
  );

  it('lets go of a held price that the model no longer allows', () => {
    // Held at 2.02; the fair price less the minimum margin is just above 2.00.
    const published = new Map([[outcomeId('o0'), 20_200 as Odds]]);
    const chance = (1 - MINIMUM_MARGIN_BPS / 10_000) / 2.008;
    const outcomes = [
      { id: outcomeId('o0'), model: chance, skewed: chance },
      { id: outcomeId('o1'), model: 1 - chance, skewed: 1 - chance },
    ];
    expect(priceOutcomes({ outcomes, marginBps: 0, published })[0]?.odds).toBeLessThan(20_081);
  });
});

describe('a price held by another ladder', () => {
  it('is let go', () => {
    const outcomes = ids(2).map((id) => ({ id, model: 0.5, skewed: 0.5 }));
    const published = new Map(ids(2).map((id) => [id, 19_000 as Odds]));
    const priced = priceOutcomes({ outcomes, marginBps: 500, published, ladder: 'fractional' });
    expect(priced.map(({ odds }) => odds)).toEqual([19_091, 19_091]);
  });
});

describe('a near-certain market', () => {
  const priceOf = (favourite: number) => {
    const rest = 1 - favourite;
    const chances = [favourite, 0.9 * rest, 0.1 * rest];
    const outcomes = ids(3).map((id, at) => ({
      id,
      model: chances[at] ?? 0,
      skewed: chances[at] ?? 0,
    }));
    return priceOutcomes({ outcomes, marginBps: 500, published: NOTHING_PUBLISHED });
  };

  it('does not load the whole margin on its long prices', () => {
    const [, draw] = priceOf(0.9968);
    const fair = ODDS_SCALE / (0.9 * 0.0032);
    expect(draw?.odds ?? 0).toBeGreaterThan(fair / 4);
    expect(draw?.odds ?? 0).toBeLessThan(fair);
  });

  it('carries its whole margin up to a favourite at 90 %', () => {
    const sum = bookSum(priceOf(0.9));
    expect(sum).toBeGreaterThan(1.03);
    expect(sum).toBeLessThan(1.07);
  });
});
