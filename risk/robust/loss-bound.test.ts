import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';

import { robustChances, robustLiquidity, staysBounded, type RobustMarket } from './loss-bound.ts';

const CLIP = 0.25;
const shares = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
};
const weight = fc.double({ min: 0.02, max: 1, noNaN: true });
const chancesOf = (outcomes: number) =>
  fc.array(weight, { minLength: outcomes, maxLength: outcomes }).map(shares);
const outcomes = fc.integer({ min: 2, max: 6 });
const limit = fc.integer({ min: 1_000, max: 10_000_000 });

/** What a single of this stake at these odds adds to the losses, by hand. */
const moves = (at: number, stake: number, odds: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, outcome) =>
    outcome === at ? Math.round(stake * odds) - stake : -stake,
  );
const added = (losses: readonly number[], by: readonly number[]): readonly number[] =>
  losses.map((loss, at) => loss + (by[at] ?? 0));

/** Σ p·exp(loss / b) as it is written. */
const weightOf = ({ chances, losses, lossLimitMinor }: RobustMarket): number => {
  const b = lossLimitMinor / -Math.log(Math.min(...chances));
  return chances.reduce((sum, p, at) => sum + p * Math.exp((losses[at] ?? 0) / b), 0);
};

type Act = Readonly<{ at: number; stake: number; odds: number; opinion: readonly number[] | null }>;
const play = outcomes.chain((count) =>
  fc.record({
    first: chancesOf(count),
    limit,
    acts: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: count - 1 }),
        stake: fc.integer({ min: 1, max: 3_000_000 }),
        odds: fc.double({ min: 1.01, max: 200, noNaN: true }),
        opinion: fc.option(chancesOf(count)),
      }),
      { maxLength: 60 },
    ),
  }),
);

/** Takes what passes; a stake that does not pass is halved until it does. */
function* played(first: readonly number[], lossLimitMinor: number, acts: readonly Act[]) {
  let market: RobustMarket = { chances: first, losses: first.map(() => 0), lossLimitMinor };
  for (const { at, stake, odds, opinion } of acts) {
    if (opinion !== null) market = { ...market, chances: opinion };
    for (let tried = stake; tried >= 1; tried = Math.floor(tried / 2)) {
      const by = moves(at, tried, odds, first.length);
      if (!staysBounded(market, by)) continue;
      market = { ...market, losses: added(market.losses, by) };
      break;
    }
    yield market;
  }
}

describe('the loss of a market without a model', () => {
  property.prop([play], { numRuns: 300 })(
    'never passes its limit, whoever bets at whatever odds, whatever others think, whichever outcome wins',
    ({ first, limit: most, acts }) => {
      for (const { losses } of played(first, most, acts))
        expect(Math.max(...losses)).toBeLessThanOrEqual(most);
    },
  );

  property.prop([play])(
    'never passes what was taken in, while others stay with their word',
    (game) => {
      const steady = game.acts.map((act) => ({ ...act, opinion: null }));
      for (const market of played(game.first, game.limit, steady))
        expect(weightOf(market)).toBeLessThanOrEqual(1 + 1e-9);
    },
  );

  property.prop([play], { numRuns: 200 })(
    'is refused as the sum written out refuses it',
    ({ first, limit: most, acts }) => {
      for (const market of played(first, most, acts)) {
        const { at, stake, odds } = acts[0] ?? { at: 0, stake: 1, odds: 2 };
        const by = moves(at, stake, odds, first.length);
        const after = { ...market, losses: added(market.losses, by) };
        const [before, then] = [Math.max(1, weightOf(market)), weightOf(after)];
        if (!(Math.abs(then / before - 1) > 1e-9)) continue;
        const isWithin = after.losses.every((loss, on) => (by[on] ?? 0) <= 0 || loss <= most);
        expect(staysBounded(market, by)).toBe(isWithin && then <= before);
      }
    },
  );

  property.prop([play, fc.double({ min: 0, max: 1, noNaN: true })])(
    'passes at every smaller stake',
    ({ first, limit: most, acts }, share) => {
      for (const market of played(first, most, acts)) {
        for (const { at, stake, odds } of acts.slice(0, 5)) {
          const exact = first.map((_, on) => (on === at ? stake * (odds - 1) : -stake));
          if (!staysBounded(market, exact)) continue;
          expect(
            staysBounded(
              market,
              exact.map((by) => by * share * 0.999),
            ),
          ).toBe(true);
        }
      }
    },
  );

  test('can be had almost whole: by bets on one outcome, each a little above what it must cost', () => {
    let market: RobustMarket = { chances: [0.5, 0.5], losses: [0, 0], lossLimitMinor: 100_000 };
    const b = robustLiquidity(market);
    for (let bet = 0; bet < 4_000; bet += 1) {
      const [taken = 0] = shares(
        market.chances.map((p, at) => p * Math.exp((market.losses[at] ?? 0) / b)),
      );
      const price = Math.min(0.999_999, taken * 1.001);
      const by = [100 * (1 - price), -100 * price];
      if (!staysBounded(market, by)) break;
      market = { ...market, losses: added(market.losses, by) };
    }
    expect(market.losses[0]).toBeGreaterThan(90_000);
    expect(market.losses[0]).toBeLessThanOrEqual(100_000);
  });
});

describe('published figures', () => {
  test.each([
    [2, 69.3147181],
    [3, 109.8612289],
  ])('of %d outcomes a maker of b = 100 loses at most %d', (count, loss) => {
    const chances = Array.from({ length: count }, () => 1 / count);
    expect(robustLiquidity({ chances, lossLimitMinor: loss })).toBeCloseTo(100, 6);
  });

  // Chances (.5, .3, .2), b = 5000, payouts (12000, 4000, 1500): 2000 more on the second cost 248.3139219.
  const paid = 9319.7976955;
  const market: RobustMarket = {
    chances: [0.5, 0.3, 0.2],
    losses: [12_000 - paid, 4_000 - paid, 1_500 - paid],
    lossLimitMinor: 5_000 * Math.log(5),
  };
  test.each([
    [248.3138, false],
    [248.3141, true],
  ])('2000 more on the second for %d: %s', (stake, passes) => {
    expect(staysBounded(market, [-stake, 2_000 - stake, -stake])).toBe(passes);
  });

  test('the prices of that position', () => {
    const chances = robustChances(market, 10);
    [0.85461285, 0.1035260152, 0.0418611349].forEach((chance, at) => {
      expect(chances[at]).toBeCloseTo(chance, 9);
    });
  });
});

describe('the prices of a market without a model', () => {
  const position = outcomes.chain((count) =>
    fc.record({
      chances: chancesOf(count),
      losses: fc.array(fc.integer({ min: -1e7, max: 1e7 }), { minLength: count, maxLength: count }),
      lossLimitMinor: limit,
    }),
  );

  property.prop([position])('sum to 1 and stay within twice the clip of the others', (market) => {
    const moved = robustChances(market, CLIP);
    expect(moved.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    const logit = (p: number): number => Math.log(p / (1 - p));
    moved.forEach((p, at) => {
      const by = logit(p) - logit(market.chances[at] ?? 0);
      expect(Math.abs(by)).toBeLessThanOrEqual(2 * CLIP + 1e-9);
    });
  });

  property.prop([position, fc.nat(5), fc.integer({ min: 1, max: 1e6 })])(
    'rise with what an outcome would cost',
    (market, place, more) => {
      const at = place % market.losses.length;
      const dearer = {
        ...market,
        losses: market.losses.map((l, on) => (on === at ? l + more : l)),
      };
      const [before, after] = [robustChances(market, CLIP), robustChances(dearer, CLIP)];
      expect(after[at] ?? 0).toBeGreaterThanOrEqual((before[at] ?? 0) - 1e-12);
    },
  );

  property.prop([position])(
    'are those of the others while every outcome costs the same',
    (market) => {
      const level = { ...market, losses: market.losses.map(() => market.losses[0] ?? 0) };
      robustChances(level, CLIP).forEach((p, at) => {
        expect(p).toBeCloseTo(market.chances[at] ?? NaN, 12);
      });
    },
  );
});

test.each<[string, Partial<RobustMarket>]>([
  ['a chance of nothing', { chances: [0, 1] }],
  ['chances that are none', { chances: [NaN, 0.5] }],
  ['chances of more than one winner', { chances: [0.9, 0.9] }],
  ['a loss too few', { losses: [0] }],
  ['a loss without bounds', { losses: [0, Infinity] }],
  ['no limit', { lossLimitMinor: 0 }],
  ['a limit that is none', { lossLimitMinor: NaN }],
])('%s is refused', (_, wrong) => {
  const market = { chances: [0.5, 0.5], losses: [0, 0], lossLimitMinor: 1_000, ...wrong };
  expect(() => staysBounded(market, [1, -1])).toThrow(InputError);
  expect(() => robustChances(market, CLIP)).toThrow(InputError);
});
