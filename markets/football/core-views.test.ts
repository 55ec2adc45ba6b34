import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { Side } from '#contracts/mod.ts';

import { buildFootballIndex, type FootballIndex } from '../spaces/football-index.ts';
import { specifiersOf } from '../testing/random-specifiers.ts';
import { factsAt, foldOf, foldVector } from './core-views.ts';
import { settleWith } from './definition.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import { CORE_VIEWS, isCoreView, type CoreView, type FootballFacts } from './facts.ts';

const INDEX = buildFootballIndex(3, 4);
const SCORED: readonly (readonly Side[])[] = [[], ['home'], ['away', 'home']];

type Goals = Readonly<Record<'h1' | 'a1' | 'h2' | 'a2' | 'next', number>>;
const goalsAt = (index: FootballIndex, cell: number): Goals => ({
  h1: index.h1[cell] ?? 0,
  a1: index.a1[cell] ?? 0,
  h2: index.h2[cell] ?? 0,
  a2: index.a2[cell] ?? 0,
  next: index.next[cell] ?? 0,
});
const ahead = (home: number, away: number) =>
  home > away ? 'home' : home < away ? 'away' : 'draw';

/** What a view says of one cell, by its words alone. */
const FACTS: {
  [View in CoreView]: (goals: Goals, scorers: readonly Side[]) => FootballFacts[View];
} = {
  'full-time': ({ h1, a1, h2, a2 }) => ({ home: h1 + h2, away: a1 + a2 }),
  'first-half': ({ h1, a1 }) => ({ home: h1, away: a1 }),
  'second-half': ({ h2, a2 }) => ({ home: h2, away: a2 }),
  'half-results': ({ h1, a1, h2, a2 }) => ({
    first: ahead(h1, a1),
    second: ahead(h2, a2),
    fullTime: ahead(h1 + h2, a1 + a2),
  }),
  'half-totals': ({ h1, a1, h2, a2 }) => ({ first: h1 + a1, second: h2 + a2 }),
  'home-halves': ({ h1, h2 }) => ({ first: h1, second: h2 }),
  'away-halves': ({ a1, a2 }) => ({ first: a1, second: a2 }),
  'next-goal': ({ h1, a1, h2, a2, next }, scorers) => ({
    sideOf: (n) => {
      if (n <= scorers.length) return scorers[n - 1] ?? 'none';
      if (n > h1 + a1 + h2 + a2) return 'none';
      if (n > scorers.length + 1) return 'unknown';
      return next === 1 ? 'home' : 'away';
    },
  }),
};

/** Cells that can be reached once these teams have scored. */
const isAfter = ({ h1, a1, h2, a2 }: Goals, scorers: readonly Side[]): boolean =>
  h1 + h2 >= scorers.filter((side) => side === 'home').length &&
  a1 + a2 >= scorers.filter((side) => side === 'away').length;

describe.each(CORE_VIEWS)('the view %s', (view) => {
  const definitions = [...FOOTBALL_DEFINITIONS.values()].filter(({ reads }) => reads === view);

  test('is read by some market', () => {
    expect(definitions.length).toBeGreaterThan(0);
  });

  property.prop([fc.tuple(...definitions.map(specifiersOf)), fc.constantFrom(...SCORED)], {
    numRuns: 5,
  })('settles every market in every cell as the cell itself does', (specifiers, scorers) => {
    const { ofCell } = foldOf(INDEX, view);
    for (let cell = 0; cell < INDEX.size; cell += 1) {
      const goals = goalsAt(INDEX, cell);
      if (!isAfter(goals, scorers)) continue;
      const seen = factsAt(INDEX, view, ofCell[cell] ?? 0, scorers);
      const true_ = FACTS[view](goals, scorers);
      definitions.forEach((definition, at) => {
        const asked = specifiers[at] ?? {};
        const found = settleWith(definition, seen, asked).join();
        if (found === settleWith(definition, true_, asked).join()) return;
        expect.fail(`${definition.type} ${JSON.stringify(asked)} in ${JSON.stringify(goals)}`);
      });
    }
  });

  const masses = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 7,
    maxLength: 7,
  });
  property.prop([masses], { numRuns: 10 })('loses no mass', (pattern) => {
    const vector = Float64Array.from({ length: INDEX.size }, (_, cell) => pattern[cell % 7] ?? 0);
    const fold = foldOf(INDEX, view);
    const folded = foldVector(fold, vector, [...vector.keys()]);
    expect(folded).toHaveLength(fold.size);
    const sum = (of: Float64Array) => of.reduce((total, each) => total + each, 0);
    expect(sum(folded)).toBeCloseTo(sum(vector), 6);
    const one = vector.reduce(
      (total, each, cell) => total + (fold.ofCell[cell] === 0 ? each : 0),
      0,
    );
    expect(folded[0]).toBeCloseTo(one, 9);
  });

  test('is smaller than the space', () => {
    expect(foldOf(INDEX, view).size).toBeLessThan(INDEX.size / 4);
    expect(foldOf(INDEX, view)).toBe(foldOf(INDEX, view));
  });
});

test('every other view is a factor', () => {
  const factors = new Set([...FOOTBALL_DEFINITIONS.values()].map(({ reads }) => reads));
  expect([...factors].filter((view) => !isCoreView(view))).toHaveLength(14);
});
