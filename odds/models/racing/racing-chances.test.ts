import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  InputError,
  RACING_MARKET_TYPES,
  type RacingMarketType,
  type Specifiers,
} from '#contracts/mod.ts';
import { gradeRacing, RACING_DEFINITIONS, type RacingFacts } from '#markets/mod.ts';

import { fairChance, fiveWayOf } from '../five-way.ts';
import { MARKET_DISCOUNT, orderLaw } from './order-model.ts';
import { raceScenarios } from './race-scenarios.ts';
import { racingChances } from './racing-chances.ts';
import { fields, MODELS, simulatedSequences } from './testing/fields.ts';

/** Markets of a field of four or more, each with the places in front that it looks at. */
const asked = (runners: number): readonly (readonly [RacingMarketType, Specifiers, number])[] => {
  const field = { runners: String(runners) };
  return [
    ['racing-win', field, 1],
    ['racing-place', { ...field, places: '2' }, 2],
    ['racing-place', { ...field, places: '3' }, 3],
    ['racing-finish-position', { ...field, position: '2' }, 2],
    ['racing-finish-position', { ...field, position: '3' }, 3],
    ['racing-not-placed', { ...field, places: '1' }, 1],
    ['racing-not-placed', { ...field, places: '3' }, 3],
    ['racing-winner-without', { ...field, without: '2' }, 2],
    ['racing-match-bet', { a: '1', b: '4' }, runners],
    ['racing-group-bet', { group: '1-3-4' }, runners],
    ['racing-forecast', field, 2],
    ['racing-reverse-forecast', field, 2],
    ['racing-tricast', field, 3],
    ['racing-combination-tricast', field, 3],
  ];
};

describe('chances of a market', () => {
  property.prop([fc.constantFrom(...MODELS), fields(4, 4, true)], { numRuns: 40 })(
    'are the expectation of its settlement over all orders',
    (model, win) => {
      const law = orderLaw(model, win);
      const scenarios = raceScenarios(law, 3);
      for (const [type, specifiers] of asked(4)) {
        const ways = fiveWayOf(RACING_DEFINITIONS[type], specifiers, scenarios);
        const chances = racingChances(law, type, specifiers);
        expect(chances).toHaveLength(ways.length);
        ways.forEach((way, at) => expect(chances[at]).toBeCloseTo(fairChance(way) ?? 0, 9));
      }
    },
  );

  property.prop([fc.constantFrom(...MODELS), fields(5, 9)], { numRuns: 20 })(
    'need no more places than the market looks at',
    (model, win) => {
      const law = orderLaw(model, win);
      for (const depth of [1, 2, 3] as const) {
        const scenarios = raceScenarios(law, depth);
        for (const [type, specifiers, places] of asked(win.length)) {
          if (places !== depth) continue;
          const ways = fiveWayOf(RACING_DEFINITIONS[type], specifiers, scenarios);
          const chances = racingChances(law, type, specifiers);
          ways.forEach((way, at) => expect(chances[at]).toBeCloseTo(way.win, 8));
        }
      }
    },
  );

  test('are met by simulated finals, graded', () => {
    const win = [0.28, 0.22, 0.16, 0.14, 0.12, 0.08];
    const law = orderLaw(MARKET_DISCOUNT, win);
    const count = 4_000;
    const finals = simulatedSequences('finals', count, win, [0.71, 0.73]).map(
      (order): RacingFacts => ({
        runners: win.map(() => 'ran'),
        finish: order.map((at) => [at + 1]),
      }),
    );
    for (const [type, specifiers] of asked(6)) {
      const won = racingChances(law, type, specifiers).map(() => 0);
      for (const facts of finals) {
        [...gradeRacing(facts, type, specifiers).values()].forEach((settled, at) => {
          if (settled === 'won') won[at] = (won[at] ?? 0) + 1;
        });
      }
      racingChances(law, type, specifiers).forEach((chance, at) => {
        const deviation = Math.sqrt((chance * (1 - chance)) / count);
        expect(Math.abs((won[at] ?? 0) / count - chance)).toBeLessThan(5 * deviation + 2 / count);
      });
    }
  });

  property.prop([fields(5, 9), fc.integer({ min: 0, max: 1e9 })], { numRuns: 40 })(
    'a full result pays what its scenario pays',
    (win, seed) => {
      const [order = []] = simulatedSequences(String(seed), 1, win, [0.7]);
      const runners = win.map(() => 'ran' as const);
      const full = { runners, finish: order.map((at) => [at + 1]) };
      for (const [type, specifiers, places] of asked(win.length)) {
        const scenario = { runners, finish: full.finish.slice(0, places) };
        const graded = [...gradeRacing(full, type, specifiers).values()];
        expect(RACING_DEFINITIONS[type].settle(scenario, specifiers)).toEqual(graded);
      }
    },
  );

  test('name every order of the largest field once', () => {
    const win = Array.from({ length: 40 }, (_, at) => 0.9 ** at);
    const sum = win.reduce((total, weight) => total + weight, 0);
    const law = orderLaw(
      MARKET_DISCOUNT,
      win.map((weight) => weight / sum),
    );
    const field = { runners: '40' };
    const total = (type: RacingMarketType, specifiers: Specifiers) =>
      racingChances(law, type, specifiers).reduce((all, chance) => all + chance, 0);
    expect(total('racing-tricast', field)).toBeCloseTo(1, 10);
    expect(total('racing-combination-tricast', field)).toBeCloseTo(1, 10);
    expect(total('racing-place', { ...field, places: '4' })).toBeCloseTo(4, 10);
  });

  test.each(RACING_MARKET_TYPES)('%s: non-runners have none', (type) => {
    const law = orderLaw({ kind: 'harville' }, [0.4, 0, 0.35, 0.25]);
    for (const [, specifiers] of asked(4).filter(([other]) => other === type)) {
      const outcomes = RACING_DEFINITIONS[type].outcomes(specifiers);
      const chances = racingChances(law, type, specifiers);
      outcomes.forEach((outcome, at) => {
        if (outcome.split('-').includes('2')) expect(chances[at]).toBe(0);
      });
      expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
    }
    expect(racingChances(law, 'racing-match-bet', { a: '1', b: '2' })).toEqual([0, 0]);
  });

  test.each([
    ['racing-win', { runners: '5' }],
    ['racing-win', {}],
    ['racing-place', { runners: '4', places: '4' }],
    ['racing-match-bet', { a: '3', b: '5' }],
    ['racing-group-bet', { group: '1-2-7' }],
  ] as const)('%s of %j is refused in a field of four', (type, specifiers) => {
    const law = orderLaw({ kind: 'harville' }, [0.4, 0.2, 0.2, 0.2]);
    expect(() => racingChances(law, type, specifiers)).toThrow(InputError);
  });
});
