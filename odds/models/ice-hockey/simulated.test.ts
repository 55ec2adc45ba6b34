import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { ICE_HOCKEY_MARKET_TYPES, marketKey } from '#contracts/mod.ts';
import { gradeIceHockey, iceHockeyDefinitionOf } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import type { FiveWay } from '../five-way.ts';
import { NHL_GAME } from './model.ts';
import { iceHockeyOutlook } from './scenarios.ts';
import { FACE_OFF, type IceHockeyState } from './state.ts';
import { SAMPLE_MARKETS } from './testing/markets.ts';
import { signature, simulateGame } from './testing/simulated-game.ts';

// Pulled for three minutes and more, so that it shows in the counts.
const MODEL = {
  ...NHL_GAME,
  home: 3.3,
  away: 2.6,
  pulledGoalie: { secondsByDeficit: [180, 300], attack: 3, emptyNet: 6 },
  shootOutHome: 0.6,
};
const ONE_NIL = [{ home: 1, away: 0 }];
const STATES: Readonly<Record<string, IceHockeyState>> = {
  'before the game': FACE_OFF,
  'in a power play that runs into the second period': {
    period: 1,
    secondsLeft: 80,
    goals: ONE_NIL,
    scorers: ['home'],
    powerPlay: { side: 'away', secondsLeft: 120, endsOnGoal: true },
  },
  'in a major penalty near the end': {
    period: 3,
    secondsLeft: 400,
    goals: [...ONE_NIL, { home: 0, away: 2 }, { home: 0, away: 0 }],
    scorers: ['home', 'away', 'away'],
    powerPlay: { side: 'home', secondsLeft: 250, endsOnGoal: false },
  },
  'between the second and the third period': {
    period: 2,
    secondsLeft: 0,
    goals: [...ONE_NIL, { home: 1, away: 1 }],
    scorers: ['home', 'away', 'home'],
  },
  'in overtime': {
    period: 'overtime',
    secondsLeft: 120,
    goals: [...ONE_NIL, { home: 1, away: 1 }, { home: 0, away: 1 }],
    scorers: ['home', 'away', 'home', 'away'],
  },
  'in the shoot-out': {
    period: 'shoot-out',
    secondsLeft: 0,
    goals: [...ONE_NIL, { home: 1, away: 1 }, { home: 0, away: 1 }],
    scorers: ['home', 'away', 'home', 'away'],
  },
};

const SEED = 'ice hockey 2026';
const GAMES = 8_000;

test('every market type has a sample', () => {
  expect(new Set(SAMPLE_MARKETS.map(({ type }) => type))).toEqual(new Set(ICE_HOCKEY_MARKET_TYPES));
});

/** The part of the stake that wins; a push is neither. */
const winShare = ({ win, halfWin }: FiveWay): number => win + halfWin / 2;
const wonShare = (result: unknown): number =>
  result === 'won' ? 1 : result === 'half-won' ? 0.5 : 0;

describe.each(Object.entries(STATES))(`simulated games %s (seed "${SEED}")`, (name, state) => {
  const outlook = iceHockeyOutlook(MODEL, state);

  test('win as often as the scenarios say, within 4 standard errors', () => {
    const random = seededRandom(`${SEED} ${name}`);
    const wins = new Map<string, number[]>();
    for (let game = 0; game < GAMES; game += 1) {
      const facts = simulateGame(random, MODEL, state);
      for (const market of SAMPLE_MARKETS) {
        const key = marketKey(market.type, market.specifiers);
        const counts = wins.get(key) ?? [];
        [...gradeIceHockey(facts, market).values()].forEach((result, at) => {
          counts[at] = (counts[at] ?? 0) + wonShare(result);
        });
        wins.set(key, counts);
      }
    }
    for (const market of SAMPLE_MARKETS) {
      const counts = wins.get(marketKey(market.type, market.specifiers)) ?? [];
      outlook.chances(market).forEach((chances, at) => {
        const chance = winShare(chances);
        const error = Math.sqrt((chance * Math.max(0, 1 - chance)) / GAMES) + 1e-12;
        // A count of a rare outcome is Poisson: a couple of games are no sign of an error.
        const distance = (Math.abs((counts[at] ?? 0) / GAMES - chance) - 2 / GAMES) / error;
        expect(distance, `${JSON.stringify(market)} outcome ${at}`).toBeLessThan(4);
      });
    }
  });

  property.prop([fc.integer()], { numRuns: 60 })(
    'are paid as their scenario is, in every market',
    (seed) => {
      const facts = simulateGame(seededRandom(`${SEED} ${name} ${seed}`), MODEL, state);
      for (const market of SAMPLE_MARKETS) {
        const { reads, settle } = iceHockeyDefinitionOf(market);
        const view = reads(market.specifiers);
        const mine = signature(view, facts);
        const scenarios = outlook
          .scenarios(view)
          .filter((one) => signature(view, one.facts) === mine);
        expect(scenarios, `${JSON.stringify(view)} ${mine}`).toHaveLength(1);
        for (const scenario of scenarios) {
          expect(settle(scenario.facts, market.specifiers)).toEqual([
            ...gradeIceHockey(facts, market).values(),
          ]);
        }
      }
    },
  );
});
