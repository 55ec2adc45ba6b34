import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { FixtureWatch, type SelectionFlow } from './alerts.ts';
import { expectedBets, observeFlow, QUIET, type FlowState, type FlowStep } from './flow-test.ts';
import { FALSE_ALARM_BUDGET, thresholdFor } from './threshold.ts';

const TEST = { multiple: 2.5, threshold: 12 };
const steps = fc.array(
  fc.record({ bets: fc.nat(30), expected: fc.double({ min: 0.01, max: 20, noNaN: true }) }),
  { maxLength: 60 },
);

describe('the cumulative sum of a flow', () => {
  property.prop([steps])('is the largest evidence of any stretch that ends now', (list) => {
    const gain = ({ bets, expected }: FlowStep): number => {
      const counted = Math.min(bets, Math.ceil(25 * Math.max(1, expected)));
      return counted * Math.log(2.5) - 1.5 * expected;
    };
    const state = list.reduce<FlowState>((before, step) => observeFlow(TEST, before, step), QUIET);
    const stretches = list.map((_, from) =>
      list.slice(from).reduce((sum, step) => sum + gain(step), 0),
    );
    expect(state.sum).toBeCloseTo(Math.max(0, ...stretches), 6);
    expect(state.highest).toBeGreaterThanOrEqual(state.sum);
  });

  test('counts a large crowd that turns to something like a small one, by what flows vary', () => {
    const grown = (size: number, dispersion: number): number =>
      observeFlow({ multiple: 2.5, dispersion }, QUIET, { bets: 3 * size, expected: size }).sum;
    expect(grown(10, 0.2)).toBeCloseTo(grown(10, 0) / 3, 12);
    expect(grown(1_000, 0) / grown(10, 0)).toBeCloseTo(100, 9);
    expect(grown(1_000, 0.2) / grown(10, 0.2)).toBeLessThan(2);
  });

  test('a shorter price makes the same flow more telling', () => {
    const odds = { usual: 2.5, elasticity: 3 };
    expect(expectedBets(10, { ...odds, now: 2.5 })).toBe(10);
    expect(expectedBets(10, { ...odds, now: 2 })).toBeCloseTo(10 * 0.8 ** 3, 12);
  });

  test.for([
    [0, 2, 2],
    [1, 1, 2],
    [1, 2, Number.NaN],
  ] as const)('a baseline of %d at odds of %d for %d is refused', ([baseline, now, usual]) => {
    expect(() => expectedBets(baseline, { now, usual, elasticity: 3 })).toThrow(InputError);
  });

  test.for([
    { bets: -1, expected: 1 },
    { bets: 1.5, expected: 1 },
    { bets: 1, expected: 0 },
  ])('$bets bets where $expected are usual are refused', (step) => {
    expect(() => observeFlow(TEST, QUIET, step)).toThrow(InputError);
  });
});

describe('the threshold', () => {
  test('leaves as many clean fixtures above it as the budget allows', () => {
    const highest = Array.from({ length: 9_999 }, (_, at) => at);
    const threshold = thresholdFor(highest);
    expect(highest.filter((sum) => sum > threshold)).toHaveLength(9);
    expect(FALSE_ALARM_BUDGET).toBe(0.001);
  });

  test('cannot be told from too few fixtures', () => {
    expect(() => thresholdFor(Array.from({ length: 998 }, () => 1))).toThrow('999 fixtures');
    expect(thresholdFor(Array.from({ length: 999 }, (_, at) => at))).toBe(998);
  });
});

describe('a watched fixture', () => {
  const flow = (over: Partial<SelectionFlow> = {}): SelectionFlow => ({
    selection: 'match-result/home',
    bets: 4,
    baseline: 4,
    oddsNow: 2.5,
    oddsUsual: 2.5,
    ...over,
  });

  test('raises one alert, in words and numbers, and holds the settlement', () => {
    const watch = new FixtureWatch('f1', TEST);
    expect(watch.see([flow()])).toEqual([]);
    const [alert] = watch.see([flow({ bets: 30, oddsNow: 2 })]);
    expect(alert).toMatchObject({ fixtureId: 'f1', step: 1, action: 'hold-settlement' });
    expect(alert?.words).toContain(
      '30 bets on match-result/home where 2.0 are usual at its price (2.50 to 2.00)',
    );
    expect(watch.see([flow({ bets: 30 })])).toEqual([]);
  });

  test('calibrated on clean fixtures, keeps to its budget and finds most fixes', () => {
    const random = seededRandom('integrity');
    const playOne = (watch: FixtureWatch, fixed: boolean): number => {
      let alerts = 0;
      for (let step = 0; step < 24; step += 1) {
        const flows = Array.from({ length: 4 }, (_, at) => {
          const isFix = fixed && at === 0 && step >= 18;
          const bets = random.poisson(4 * (isFix ? 5 : 1));
          return flow({ selection: `s${at}`, bets, oddsNow: isFix ? 2 : 2.5 });
        });
        alerts += watch.see(flows).length;
      }
      return alerts;
    };
    const clean = Array.from({ length: 3_000 }, () => {
      const watch = new FixtureWatch('clean', { ...TEST, threshold: Infinity });
      playOne(watch, false);
      return watch.highest;
    });
    const test = { ...TEST, threshold: thresholdFor(clean) };
    const share = (fixed: boolean): number =>
      Array.from({ length: 1_000 }, () => playOne(new FixtureWatch('f', test), fixed)).filter(
        (alerts) => alerts > 0,
      ).length / 1_000;
    // One in the mean; six would have a chance of 1 in 1,600.
    expect(share(false)).toBeLessThanOrEqual(0.006);
    expect(share(true)).toBeGreaterThanOrEqual(0.8);
  });
});
