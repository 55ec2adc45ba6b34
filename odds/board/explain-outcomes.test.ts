import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { oddsToDecimal, outcomeId, type Odds, type OutcomeId } from '#contracts/mod.ts';

import { LADDER_KINDS, MARGIN_METHODS } from '../margin/mod.ts';
import { explainOutcomes, PRICE_STEPS, type OutcomeExplanation } from './explain-outcomes.ts';
import { priceOutcomes, type MarketPricing } from './price-market.ts';

const small = fc.oneof(
  fc.double({ min: 0.05, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1e-4, noNaN: true }),
);
/** Any market, decided ones and impossible outcomes among them, with any price published before. */
const market = fc
  .record({
    weights: fc.array(fc.tuple(small, fc.double({ min: -0.3, max: 0.3, noNaN: true })), {
      minLength: 1,
      maxLength: 12,
    }),
    before: fc.array(fc.option(fc.integer({ min: 101, max: 3_000 })), {
      minLength: 12,
      maxLength: 12,
    }),
    marginBps: fc.integer({ min: 0, max: 2_000 }),
    method: fc.constantFrom(...MARGIN_METHODS),
    ladder: fc.constantFrom(...LADDER_KINDS),
    loading: fc.constantFrom([], [{ odds: 10, loadingBps: 300 }]),
  })
  .filter(({ weights }) => weights.some(([weight]) => weight > 0.01))
  .map(({ weights, before, ...rule }): MarketPricing => {
    const sum = weights.reduce((all, [weight]) => all + weight, 0);
    const pulled = weights.map(([weight, pull]) => weight * Math.exp(pull));
    const moved = pulled.reduce((all, weight) => all + weight, 0);
    const outcomes = weights.map(([weight], at) => ({
      id: outcomeId(`o${at}`),
      model: weight / sum,
      skewed: (pulled[at] ?? 0) / moved,
    }));
    const published = new Map<OutcomeId, Odds | null>(
      outcomes.map(({ id }, at) => [id, before[at] ? ((before[at] * 100) as Odds) : null]),
    );
    return { ...rule, outcomes, published };
  });

const lastOf = ({ steps }: OutcomeExplanation): number | null => steps.at(-1)?.odds ?? null;

describe('the explanation of a market', () => {
  property.prop([market], { numRuns: 500 })('ends with what is published', (pricing) => {
    const { outcomes } = explainOutcomes(pricing);
    expect(outcomes.map((outcome) => ({ id: outcome.id, odds: lastOf(outcome) }))).toEqual(
      priceOutcomes(pricing).map(({ id, odds }) => ({
        id,
        odds: odds === null ? null : oddsToDecimal(odds),
      })),
    );
  });

  property.prop([market], { numRuns: 200 })(
    'goes through the steps in their order, each with a chance that is 1/odds',
    (pricing) => {
      for (const { steps } of explainOutcomes(pricing).outcomes) {
        const always = PRICE_STEPS.filter((step) => step !== 'consensus');
        expect(steps.map(({ step }) => step)).toEqual(always.slice(0, steps.length));
        expect(steps[0]?.step).toBe('model');
        for (const { odds, chance } of steps) {
          if (odds === null) expect(chance ?? 0).toBeLessThan(1e-300);
          else expect((chance ?? 0) * odds).toBeCloseTo(1, 12);
        }
      }
    },
  );

  property.prop([market], { numRuns: 200 })(
    'only takes from the bettor after the margin',
    (pricing) => {
      for (const { steps } of explainOutcomes(pricing).outcomes) {
        const odds = new Map(steps.map((step) => [step.step, step.odds]));
        const [margin, cap, ladder, guard] = (
          ['margin', 'cap', 'ladder', 'book-guard'] as const
        ).map((step) => odds.get(step) ?? null);
        if (cap != null && margin != null) expect(cap).toBeLessThanOrEqual(margin * (1 + 1e-12));
        if (guard != null && ladder != null) expect(guard).toBeLessThanOrEqual(ladder);
      }
    },
  );

  property.prop([market], { numRuns: 200 })('adds up to its facts', (pricing) => {
    const { book, outcomes } = explainOutcomes(pricing);
    if (book === null) {
      expect(outcomes.every((outcome) => lastOf(outcome) === null)).toBe(true);
      return;
    }
    const chancesAt = (step: string): number =>
      outcomes.reduce(
        (sum, { steps }) => sum + (steps.find((each) => each.step === step)?.chance ?? 0),
        0,
      );
    expect(chancesAt('normalise')).toBeCloseTo(book.fairSum, 9);
    expect(chancesAt('margin')).toBeCloseTo(book.bookSumBefore, 9);
    expect(book.bookSumAfter).toBeGreaterThanOrEqual(book.fairSum - 1e-12);
    expect(book.carriedBps).toBeLessThanOrEqual(Math.max(50, pricing.marginBps));
  });
});

describe('the reasons', () => {
  const explain = (chances: readonly number[], more: Partial<MarketPricing> = {}) =>
    explainOutcomes({
      outcomes: chances.map((chance, at) => ({
        id: outcomeId(`o${at}`),
        model: chance,
        skewed: chance,
      })),
      marginBps: 500,
      published: new Map(),
      ...more,
    });
  const parametersOf = (outcome: OutcomeExplanation | undefined, step: string) =>
    outcome?.steps.find((each) => each.step === step)?.parameters;

  it('name the margin that a nearly decided market carries', () => {
    expect(explain([0.5, 0.5]).book).toMatchObject({ carriedBps: 500, carried: 'as-asked' });
    const { book, marginBps } = explain([0.97, 0.02, 0.01]);
    expect(marginBps).toBe(500);
    expect(book?.carried).toBe('nearly-decided');
    expect(book?.carriedBps).toBeCloseTo(150, 9);
  });

  it('name the method that was used instead', () => {
    const { method, book } = explain([0.985, 0.01, 0.005], {
      method: 'additive',
      marginBps: 10_000,
    });
    expect(method).toBe('additive');
    expect(book).toMatchObject({ used: 'odds-ratio', fallback: 'outside-0-1' });
  });

  it('name what is left without a price', () => {
    const { outcomes } = explain([0.6, 0.4, 0]);
    expect(outcomes[2]?.steps.at(-1)).toEqual({
      step: 'normalise',
      odds: null,
      chance: null,
      parameters: { reason: 'impossible' },
    });
    expect(explain([1, 0]).outcomes.map((each) => parametersOf(each, 'normalise'))).toEqual([
      { reason: 'decided' },
      { reason: 'decided' },
    ]);
    const [certain] = explain([1, 0.6, 0.4]).outcomes;
    expect(parametersOf(certain, 'normalise')).toEqual({ reason: 'certain' });
    const [short] = explain([0.995, 0.005]).outcomes;
    expect(short?.steps.at(-1)).toMatchObject({ step: 'ladder', odds: null });
  });

  it('name the cap, the step down and the price that was held', () => {
    const outcomes = [
      { id: outcomeId('o0'), model: 0.6, skewed: 0.4 },
      { id: outcomeId('o1'), model: 0.4, skewed: 0.6 },
    ];
    const published = new Map([[outcomeId('o1'), 16_000 as Odds]]);
    const [first, second] = explainOutcomes({ outcomes, marginBps: 500, published }).outcomes;
    expect(parametersOf(first, 'cap')).toMatchObject({ capped: true, minimumMarginBps: 50 });
    expect(parametersOf(first, 'skew')?.['movedBy']).toBeCloseTo(-0.2, 12);
    expect(parametersOf(second, 'cap')).toMatchObject({ capped: false });
    expect(parametersOf(second, 'hysteresis')).toEqual({ published: 1.6, held: true });
    const thirds = explain([1 / 3, 1 / 3, 1 / 3], { marginBps: 0, ladder: 'fractional' });
    expect(parametersOf(thirds.outcomes[0], 'hysteresis')).toEqual({
      published: null,
      held: false,
    });
  });

  it('name the loading of a long shot', () => {
    const { outcomes } = explain([0.8, 0.15, 0.05], { loading: [{ odds: 10, loadingBps: 400 }] });
    expect(parametersOf(outcomes[2], 'margin')?.['loadingBps']).toBeCloseTo(400, 9);
  });
});
