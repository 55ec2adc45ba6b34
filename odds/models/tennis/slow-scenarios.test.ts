import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import {
  TENNIS_DEFINITIONS,
  tennisDefinitionOf,
  type Scenario,
  type TennisFacts,
} from '#markets/mod.ts';

import { fiveWayOf } from '../five-way.ts';
import { tennisPricer } from './chances.ts';
import type { Count } from './points.ts';
import type { TennisModel } from './state.ts';
import { anyFormat, sampleMarkets, type Served } from './testing/point-by-point.ts';
import { slowScenarios } from './testing/slow-scenarios.ts';

/** Scores of the last set of a match, from which few points are left. */
const anyLateScore: fc.Arbitrary<Readonly<{ model: TennisModel; state: Served }>> = fc
  .record({
    p: fc.double({ min: 0.5, max: 0.7, noNaN: true }),
    q: fc.double({ min: 0.3, max: 0.5, noNaN: true }),
    format: anyFormat,
    games: fc.constantFrom<Count[]>([3, 3], [4, 3], [2, 5], [5, 4], [5, 5], [5, 6], [6, 5], [6, 6]),
    points: fc.constantFrom<Count[]>([0, 0], [1, 0], [2, 3], [3, 2], [3, 3]),
    server: fc.constantFrom('A', 'B'),
  })
  .map(({ p, q, format, games, points, server }) => ({
    // An advantage set of advantage games takes the slow way minutes.
    model: { p, q, format: format.finalSet === 'adv' ? { ...format, noAd: true } : format },
    state: {
      finished: [
        [6, 4],
        [6, 7],
        ...(format.bestOf === 5
          ? ([
              [7, 5],
              [3, 6],
            ] as const)
          : []),
      ],
      games,
      points,
      server,
    },
  }));

describe('point by point', () => {
  property.prop([anyLateScore, fc.nat()], { numRuns: 4 })(
    'gives the same chances',
    ({ model, state }, pick) => {
      const price = tennisPricer(model, state);
      const now = state.finished.length + 1;
      const played = state.games[0] + state.games[1];
      const slow = new Map<string, readonly Scenario<TennisFacts>[]>();
      const markets = sampleMarkets(Object.values(TENNIS_DEFINITIONS), model.format);
      for (const identity of markets.filter((_, at) => (at + pick) % 5 === 0)) {
        const definition = tennisDefinitionOf(identity);
        const subject = definition.subject(identity.specifiers);
        if (subject.of !== 'match' && subject.set !== now) continue;
        if ((subject.of === 'game' || subject.of === 'point') && subject.game <= played + 1)
          continue;
        if (subject.of === 'race' && subject.games <= Math.max(...state.games)) continue;
        const key = JSON.stringify(subject);
        const scenarios = slow.get(key) ?? slowScenarios(model, state, subject);
        slow.set(key, scenarios);
        const expected = fiveWayOf(definition, identity.specifiers, scenarios);
        price(identity).forEach((ways, at) => {
          for (const way of ['lose', 'halfLose', 'push', 'halfWin', 'win'] as const) {
            const off = Math.abs(ways[way] - (expected[at]?.[way] ?? NaN));
            expect([identity, way, off < 1e-11]).toEqual([identity, way, true]);
          }
        });
      }
      expect(slow.size).toBeGreaterThan(0);
    },
  );

  property.prop([anyLateScore], { numRuns: 12 })('of the game being played', ({ model, state }) => {
    const price = tennisPricer(model, state);
    const set = state.finished.length + 1;
    const game = state.games[0] + state.games[1] + 1;
    for (const type of [
      'tennis-game-winner',
      'tennis-game-correct-score',
      'tennis-game-to-deuce',
    ] as const) {
      const identity = { type, specifiers: { set: String(set), game: String(game) } };
      const scenarios = slowScenarios(model, state, { of: 'game', set, game });
      const expected = fiveWayOf(tennisDefinitionOf(identity), identity.specifiers, scenarios);
      price(identity).forEach(({ win, push }, at) => {
        expect(win).toBeCloseTo(expected[at]?.win ?? NaN, 11);
        expect(push).toBeCloseTo(expected[at]?.push ?? NaN, 11);
      });
    }
  });
});
