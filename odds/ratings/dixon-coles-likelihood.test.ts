import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { dixonColesFactor, poissonCounts } from '../models/mod.ts';
import {
  ADVANTAGE,
  attackAt,
  defenceAt,
  dixonColesObjective,
  INTERCEPT,
  parameterCount,
  RHO,
  type MatchColumns,
} from './dixon-coles-likelihood.ts';

const TEAMS = 3;
const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
const match = fc.record({
  teams: fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 }),
  homeGoals: fc.nat({ max: 4 }),
  awayGoals: fc.nat({ max: 4 }),
  advantage: fc.constantFrom(0, 1),
  weight,
});
const columns: fc.Arbitrary<MatchColumns> = fc
  .array(match, { minLength: 1, maxLength: 12 })
  .map((rows) => ({
    teams: TEAMS,
    home: Int32Array.from(rows, ({ teams }) => teams[0] ?? 0),
    away: Int32Array.from(rows, ({ teams }) => teams[1] ?? 0),
    homeGoals: Float64Array.from(rows, ({ homeGoals }) => homeGoals),
    awayGoals: Float64Array.from(rows, ({ awayGoals }) => awayGoals),
    advantage: Float64Array.from(rows, ({ advantage }) => advantage),
    weight: Float64Array.from(rows, (row) => row.weight),
  }));
const coefficient = fc.double({ min: -0.5, max: 0.5, noNaN: true });
const n = parameterCount(TEAMS);
/** ρ stays where every factor is positive for rates below 5. */
const parameters = fc
  .tuple(
    fc.array(coefficient, { minLength: n, maxLength: n }),
    fc.double({ min: -0.15, max: 0.03, noNaN: true }),
  )
  .map(([values, rho]) => Float64Array.from(values).with(RHO, rho));
const penalty = fc.record({
  ridge: fc.double({ min: 0, max: 20, noNaN: true }),
  centre: fc.array(coefficient, { minLength: n, maxLength: n }).map((of) => Float64Array.from(of)),
  freeRho: fc.constant(true),
});

const STEP = 1e-5;
const moved = (at: Float64Array, index: number, by: number): Float64Array =>
  at.with(index, (at[index] ?? 0) + by);

describe('the likelihood of Dixon & Coles', () => {
  property.prop([columns, parameters, penalty])(
    'has the gradient and the Hessian of finite differences',
    (of, at, drawn) => {
      const { value, curvature } = dixonColesObjective(of, drawn);
      const { gradient, information } = curvature(at);
      expect(curvature(at).value).toBe(value(at));
      for (let row = 0; row < n; row += 1) {
        const [up, down] = [moved(at, row, STEP), moved(at, row, -STEP)];
        const slope = (value(up) - value(down)) / (2 * STEP);
        expect(Math.abs((gradient[row] ?? 0) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
        const [high, low] = [curvature(up).gradient, curvature(down).gradient];
        for (let column = row; column < n; column += 1) {
          const bend = -((high[column] ?? 0) - (low[column] ?? 0)) / (2 * STEP);
          const got = information[column * n + row] ?? 0;
          expect(Math.abs(got - bend)).toBeLessThan(1e-5 * (1 + Math.abs(bend)));
        }
      }
    },
  );

  property.prop([columns, parameters])('is that of the score model, match by match', (of, at) => {
    const centre = Float64Array.from(at);
    const { value } = dixonColesObjective(of, { ridge: 7, centre, freeRho: false });
    let slow = (-7 / 2) * (at[RHO] ?? 0) ** 2;
    for (let row = 0; row < of.weight.length; row += 1) {
      const [home, away] = [of.home[row] ?? 0, of.away[row] ?? 0];
      const [x, y] = [of.homeGoals[row] ?? 0, of.awayGoals[row] ?? 0];
      const common = at[INTERCEPT] ?? 0;
      const advantage = (at[ADVANTAGE] ?? 0) * (of.advantage[row] ?? 0);
      const strength = (mine: number, theirs: number): number =>
        (at[attackAt(mine)] ?? 0) - (at[defenceAt(theirs)] ?? 0);
      const lambda = Math.exp(common + advantage + strength(home, away));
      const mu = Math.exp(common + strength(away, home));
      const chance =
        dixonColesFactor(x, y, { lambda, mu, rho: at[RHO] ?? 0 }) *
        (poissonCounts(lambda, 6)[x] ?? 0) *
        (poissonCounts(mu, 6)[y] ?? 0);
      const factorials = [1, 1, 2, 6, 24];
      slow +=
        (of.weight[row] ?? 0) * Math.log(chance * (factorials[x] ?? 0) * (factorials[y] ?? 0));
    }
    expect(value(at)).toBeCloseTo(slow, 9);
  });

  property.prop([columns, parameters])('leaves a held ρ where it is', (of, at) => {
    const centre = new Float64Array(n);
    const held = dixonColesObjective(of, { ridge: 1, centre, freeRho: false }).curvature(at);
    expect(held.gradient[RHO]).toBe(0);
    for (let column = 0; column < n; column += 1) {
      const cell = Math.max(RHO, column) * n + Math.min(RHO, column);
      expect(held.information[cell]).toBe(column === RHO ? 1 : 0);
    }
  });

  test('is −∞ where a low score would have a negative chance', () => {
    const of: MatchColumns = {
      teams: 2,
      home: Int32Array.of(0),
      away: Int32Array.of(1),
      homeGoals: Float64Array.of(0),
      awayGoals: Float64Array.of(1),
      advantage: Float64Array.of(1),
      weight: Float64Array.of(1),
    };
    const at = new Float64Array(parameterCount(2)).with(RHO, -1.2);
    const centre = new Float64Array(at.length);
    expect(dixonColesObjective(of, { ridge: 0, centre, freeRho: true }).value(at)).toBe(-Infinity);
  });
});
