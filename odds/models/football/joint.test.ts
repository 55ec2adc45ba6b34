import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { jointChance, scoreGrid, scorerChances, type BuilderLeg } from '../mod.ts';

const grid = scoreGrid({ model: 'dixon-coles', lambda: 1.5, mu: 1.2, rho: -0.1 });
const leg = (pick: BuilderLeg['pick']): BuilderLeg => ({ period: 'match', pick });
const HOME = leg({ market: '1x2', pick: 'home' });
const OVER = leg({ market: 'total', pick: 'over', line: 10 });
const BOTH = leg({ market: 'btts', pick: 'yes' });
const scorer = (share: number): BuilderLeg =>
  leg({ market: 'anytime-scorer', team: 'home', share });

describe('bet builder', () => {
  test('published joint chances', () => {
    expect(jointChance(grid, [HOME, OVER]).joint).toBeCloseTo(0.265051, 6);
    expect(jointChance(grid, [HOME, BOTH]).joint).toBeCloseTo(0.207476, 6);
    expect(jointChance(grid, [OVER, BOTH]).joint).toBeCloseTo(0.421911, 6);
  });

  test('a nested leg gives no discount', () => {
    const score = leg({ market: 'correct-score', home: 1, away: 0 });
    const { joint, legs } = jointChance(grid, [score, HOME]);
    expect(joint).toBe(legs[0]);
    expect(jointChance(grid, [HOME, HOME]).joint).toBe(jointChance(grid, [HOME]).joint);
  });

  test('contradictions are refused', () => {
    const away = leg({ market: '1x2', pick: 'away' });
    expect(jointChance(grid, [HOME, away])).toMatchObject({ joint: 0, refuse: true });
  });

  test('legs of a half need halves', () => {
    expect(() => jointChance(grid, [{ ...HOME, period: '1h' }])).toThrow(RangeError);
  });

  const shares = fc.double({ min: 0.01, max: 0.45, noNaN: true });
  property.prop([shares, shares], { numRuns: 20 })('scorers follow the thinned goals', (a, b) => {
    const poisson = scoreGrid({ model: 'poisson', lambda: 1.5, mu: 1.2 }, 25);
    const { legs, joint } = jointChance(poisson, [scorer(a), scorer(b)]);
    expect(legs[0]).toBeCloseTo(scorerChances(1.5, 1.2, a).anytime, 9);
    expect(joint).toBeCloseTo((legs[0] ?? 0) * (legs[1] ?? 0), 9);
  });
});
