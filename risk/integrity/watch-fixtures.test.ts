import { describe, expect, it } from 'vitest';

import { seededRandom, type Random } from '#platform/mod.ts';

import { watchFixtures, type StepFlow, type WatchedFixture } from './watch-fixtures.ts';
import { BEFORE_MATCH } from './watch-rules.ts';

const SELECTIONS = 6;
const STEPS = 24;
const FIX_FROM = 18;

/** A fixture of a crowd with moods; some matches draw ten times what others do. */
function playFixture(random: Random, fixtureId: string, multiple = 1): readonly StepFlow[] {
  const size = 0.5 + 5 * random.next();
  return Array.from({ length: STEPS }, (_, step) => step).flatMap((step) =>
    Array.from({ length: SELECTIONS }, (_, at): StepFlow => {
      const isFix = at === 0 && step >= FIX_FROM;
      const rough = Math.exp(random.normal(0, 0.2));
      const usual = size * (1 + at / 3) * (0.5 + step / STEPS);
      const bets = random.poisson(usual * rough * (isFix ? multiple : 1));
      const odds = isFix && multiple > 1 ? 2 : 2.5;
      return { fixtureId, selection: `market/${String(at)}`, step, bets, odds };
    }).filter(({ bets }) => bets > 0),
  );
}

function world(past: number, open: number, multiple: number) {
  const random = seededRandom('watch-fixtures');
  const names = Array.from({ length: past + open }, (_, at) => `fixture-${String(at)}`);
  const fixtures = names.map((fixtureId, at): WatchedFixture => ({
    fixtureId,
    steps: STEPS,
    isPast: at < past,
  }));
  const flows = fixtures.flatMap(({ fixtureId, isPast }) =>
    playFixture(random, fixtureId, isPast ? 1 : multiple),
  );
  return { fixtures, flows };
}

const alerted = (past: number, open: number, multiple: number, budget?: number) => {
  const { fixtures, flows } = world(past, open, multiple);
  return watchFixtures(fixtures, flows, {
    ...BEFORE_MATCH,
    ...(budget === undefined ? {} : { budget }),
  });
};

describe('the watch over fixtures', () => {
  it('finds most matches on which somebody bets five times the usual though the price is shorter', () => {
    const found = alerted(999, 50, 5);
    const fixtures = new Set(found?.map(({ fixtureId }) => fixtureId));
    expect(fixtures.size).toBeGreaterThanOrEqual(40);
    expect([...new Set(found?.map(({ selection }) => selection))]).toEqual(['market/0']);
    expect(found?.[0]?.step).toBeGreaterThanOrEqual(FIX_FROM);
    expect(found?.[0]?.words).toContain('bets on market/0 where');
  });

  it('leaves ordinary matches alone, large ones too', () => {
    expect(alerted(999, 300, 1)?.length).toBeLessThanOrEqual(3);
  });

  it('says nothing before enough clean fixtures have been played for its budget', () => {
    expect(alerted(998, 1, 5)).toBeUndefined();
    expect(alerted(98, 1, 5, 0.01)).toBeUndefined();
    expect(alerted(99, 1, 5, 0.01)).toBeDefined();
  });

  it('sees only the stretches that are over', () => {
    const { fixtures, flows } = world(199, 5, 5);
    const early = fixtures.map((fixture) =>
      fixture.isPast ? fixture : { ...fixture, steps: FIX_FROM },
    );
    expect(watchFixtures(early, flows, { ...BEFORE_MATCH, budget: 0.005 })).toEqual([]);
    expect(
      watchFixtures(fixtures, flows, { ...BEFORE_MATCH, budget: 0.005 })?.length,
    ).toBeGreaterThan(0);
  });

  it('has nothing to say of a fixture without bets', () => {
    const { fixtures, flows } = world(99, 1, 5);
    const without = flows.filter(({ fixtureId }) => fixtureId !== 'fixture-99');
    expect(watchFixtures(fixtures, without, { ...BEFORE_MATCH, budget: 0.01 })).toEqual([]);
  });
});
