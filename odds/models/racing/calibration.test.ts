import { describe, expect, test } from 'vitest';

import {
  BENTER_1994,
  LO_BACON_SHONE_1994,
  MARKET_DISCOUNT,
  orderLaw,
  type OrderModel,
} from './order-model.ts';
import { isHubAbsent, recordedRaces, type RecordedRace } from './testing/betfair-hub.ts';

const HARVILLE: OrderModel = { kind: 'harville' };
const HENERY: OrderModel = { kind: 'henery' };

/** ln P(who else was placed, given the winner). */
function logLikelihood({ win, winner, placed }: RecordedRace, model: OrderModel): number {
  const law = orderLaw(model, win);
  const [a = 0, b] = placed.filter((at) => at !== winner);
  const field = win.length;
  const front = law.front(b === undefined ? 2 : 3);
  const orders =
    b === undefined
      ? [[winner, a]]
      : [
          [winner, a, b],
          [winner, b, a],
        ];
  const joint = orders.reduce(
    (sum, order) => sum + (front[order.reduce((index, at) => index * field + at, 0)] ?? 0),
    0,
  );
  return Math.log(joint / (win[winner] ?? 1));
}
const total = (races: readonly RecordedRace[], model: OrderModel): number =>
  races.reduce((sum, race) => sum + logLikelihood(race, model), 0);

describe.skipIf(isHubAbsent)(
  'recorded races (skipped: ../shared/data/betfair-hub is absent)',
  () => {
    const races = isHubAbsent ? [] : recordedRaces();

    test('are those which the discount was fitted to', () => {
      expect(races).toHaveLength(3_959);
    });

    test('are likeliest under the fitted discount', () => {
      const fitted = total(races, MARKET_DISCOUNT);
      expect(fitted).toBeCloseTo(-11_211.9, 1);
      expect(total(races, HARVILLE)).toBeCloseTo(-11_416.4, 1);
      expect(total(races, LO_BACON_SHONE_1994)).toBeCloseTo(-11_218.8, 1);
      expect(total(races, BENTER_1994)).toBeCloseTo(-11_215.7, 1);
      for (const exponents of [
        [0.68, 0.73],
        [0.74, 0.73],
        [0.71, 0.7],
        [0.71, 0.76],
      ]) {
        expect(total(races, { kind: 'discounted', exponents })).toBeLessThan(fitted);
      }
    }, 120_000);

    test('are likelier under normal running times than under Harville’s law (every sixteenth race)', () => {
      const some = races.filter((_, at) => at % 16 === 0);
      const henery = total(some, HENERY);
      expect(henery).toBeGreaterThan(total(some, MARKET_DISCOUNT) - 2);
      expect(henery).toBeGreaterThan(total(some, HARVILLE) + 5);
    }, 120_000);

    /** Bands of win odds, each with how often its runners were placed. */
    const BANDS = [
      [2, 0.8714],
      [3, 0.7373],
      [5, 0.5938],
      [8, 0.4578],
      [13, 0.35],
      [21, 0.2445],
      [51, 0.1611],
      [Infinity, 0.0523],
    ] as const;

    test('are placed as often as the discount says, and favourites less often than Harville does', () => {
      const bands = BANDS.map(() => ({ runners: 0, placed: 0, harville: 0, discount: 0 }));
      for (const { win, placed } of races) {
        const harville = orderLaw(HARVILLE, win).place(placed.length);
        const discount = orderLaw(MARKET_DISCOUNT, win).place(placed.length);
        win.forEach((chance, at) => {
          const band = bands[BANDS.findIndex(([below]) => 1 / chance < below)];
          if (band === undefined) return;
          band.runners += 1;
          band.placed += placed.includes(at) ? 1 : 0;
          band.harville += harville[at] ?? 0;
          band.discount += discount[at] ?? 0;
        });
      }
      bands.forEach(({ runners, placed, harville, discount }, at) => {
        const seen = placed / runners;
        expect(seen).toBeCloseTo(BANDS[at]?.[1] ?? NaN, 4);
        expect(Math.abs(discount / runners - seen)).toBeLessThan(0.025);
        const deviation = Math.sqrt((seen * (1 - seen)) / runners);
        if (at < 4) expect(harville / runners - seen).toBeGreaterThan(3.5 * deviation);
        if (at > 4) expect(seen - harville / runners).toBeGreaterThan(3 * deviation);
      });
    }, 120_000);
  },
);
