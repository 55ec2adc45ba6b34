import { expect, it } from 'vitest';

import { simulate } from './simulation/simulate.ts';

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed + 1);

it.each(SEEDS)(
  'every board is right at every quiet point, and never shows what never was: seed %i',
  async (seed) => {
    const outcome = await simulate(seed);
    expect(outcome.published).toBeGreaterThan(500);
    expect(outcome.boards).toBeGreaterThan(1000);
    expect(outcome.conflated).toBeGreaterThan(10);
    expect(outcome.closed).toBeGreaterThan(100);
    expect(outcome.bets).toBeGreaterThan(100);
  },
);
