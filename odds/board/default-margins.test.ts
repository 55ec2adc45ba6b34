import { describe, expect, it, test } from 'vitest';

import { MARKET_TYPES } from '#contracts/mod.ts';

import { MARGIN_PHASES, validateMarginPolicy } from '../margin/mod.ts';
import { DEFAULT_MARGIN_POLICY, defaultMarginBps, MINIMUM_MARGIN_BPS } from './default-margins.ts';

describe('default margins', () => {
  it('are a policy that can be meant', () => {
    expect(() => validateMarginPolicy(DEFAULT_MARGIN_POLICY)).not.toThrow();
  });

  it('exist for every type of every sport, above the minimum, and never fall on the way to the end', () => {
    for (const type of MARKET_TYPES) {
      for (const outcomes of [1, 2, 3, 6, 12, 40]) {
        const margins = MARGIN_PHASES.map((phase) => defaultMarginBps(type, outcomes, phase));
        expect(Math.min(...margins)).toBeGreaterThan(MINIMUM_MARGIN_BPS);
        expect(margins).toEqual([...margins].sort((left, right) => left - right));
      }
    }
  });

  test.each([
    ['match-result', 3, 500],
    ['draw-no-bet', 2, 450],
    ['total-goals', 2, 450],
    ['asian-handicap', 2, 350],
    ['both-teams-to-score', 2, 500],
    ['correct-score', 26, 1500],
    ['half-time-result', 3, 600],
    ['next-goal', 3, 600],
  ] as const)('of %s is the same in every phase', (type, outcomes, bps) => {
    for (const phase of MARGIN_PHASES) expect(defaultMarginBps(type, outcomes, phase)).toBe(bps);
  });
});
