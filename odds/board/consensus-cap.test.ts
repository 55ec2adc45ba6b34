import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { ODDS_SCALE, outcomeId } from '#contracts/mod.ts';

import { mostOddsOf, type ConsensusCap } from './consensus-cap.ts';
import { explainOutcomes } from './explain-outcomes.ts';
import { priceOutcomes, type MarketPricing } from './price-market.ts';

const shares = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
};
const chances = (count: number) =>
  fc
    .array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: count, maxLength: count })
    .map(shares);

/** A market, moved by what is owed, whose consensus may be far from the model; some of it already published. */
const guarded = fc.integer({ min: 2, max: 6 }).chain((count) =>
  fc
    .record({
      model: chances(count),
      skewed: chances(count),
      others: chances(count),
      bandBps: fc.integer({ min: 0, max: 500 }),
      marginBps: fc.integer({ min: 0, max: 800 }),
    })
    .map(({ model, skewed, others, bandBps, marginBps }) => {
      const ids = model.map((_, at) => outcomeId(`o${at}`));
      const outcomes = ids.map((id, at) => ({
        id,
        model: model[at] ?? 0,
        skewed: skewed[at] ?? 0,
      }));
      const caps = new Map<(typeof ids)[number], ConsensusCap>(
        ids.map((id, at) => [id, { chance: others[at] ?? 0, books: 2, bandBps }]),
      );
      const free: MarketPricing = { outcomes, marginBps, published: new Map() };
      return { free, caps };
    }),
);

describe('the guard of the consensus', () => {
  it('is the fair price of the others and the band over it', () => {
    expect(mostOddsOf({ chance: 0.5, books: 2, bandBps: 0 })).toBe(2 * ODDS_SCALE);
    expect(mostOddsOf({ chance: 0.25, books: 2, bandBps: 2_000 })).toBe(5 * ODDS_SCALE);
  });

  property.prop([guarded], { numRuns: 500 })(
    'no price passes it, held ones neither',
    ({ free, caps }) => {
      const published = new Map(priceOutcomes(free).map(({ id, odds }) => [id, odds]));
      for (const before of [new Map(), published]) {
        for (const { id, odds } of priceOutcomes({ ...free, published: before, consensus: caps })) {
          const cap = caps.get(id);
          if (odds !== null && cap !== undefined) expect(odds).toBeLessThanOrEqual(mostOddsOf(cap));
        }
      }
    },
  );

  property.prop([guarded])('that is out of reach changes nothing', ({ free, caps }) => {
    const priced = priceOutcomes(free);
    const wide = new Map(
      [...caps].map(([id, cap]) => [id, { ...cap, chance: Number.MIN_VALUE }] as const),
    );
    expect(priceOutcomes({ ...free, consensus: wide })).toEqual(priced);
  });

  property.prop([guarded])(
    'says itself in the explanation, which ends with the price',
    ({ free, caps }) => {
      const pricing = { ...free, consensus: caps };
      const priced = priceOutcomes(pricing);
      explainOutcomes(pricing).outcomes.forEach(({ id, steps }, at) => {
        expect(steps.at(-1)?.odds ?? null).toBe(
          priced[at]?.odds == null ? null : priced[at].odds / ODDS_SCALE,
        );
        const cap = caps.get(id);
        const guard = steps.find(({ step }) => step === 'consensus');
        const before = steps.find(({ step }) => step === 'cap');
        if (before === undefined || cap === undefined) return;
        expect(guard?.parameters).toEqual({
          fair: 1 / cap.chance,
          books: 2,
          bandBps: cap.bandBps,
          most: mostOddsOf(cap) / ODDS_SCALE,
          capped: mostOddsOf(cap) / ODDS_SCALE < (before.odds ?? 0),
        });
        expect(guard?.odds).toBe(Math.min(before.odds ?? Infinity, mostOddsOf(cap) / ODDS_SCALE));
      });
    },
  );
});
