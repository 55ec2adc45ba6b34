import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { BASKETBALL_MARKET_TYPES, marketKey } from '#contracts/mod.ts';
import { basketballDefinitionOf, gradeBasketball } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import type { FiveWay } from '../five-way.ts';
import { NBA_GAME } from './model.ts';
import { basketballOutlook } from './scenarios.ts';
import { tipOff, type BasketballState } from './state.ts';
import { SAMPLE_MARKETS } from './testing/markets.ts';
import { signature, simulateGame } from './testing/simulated-game.ts';

const MODEL = { ...NBA_GAME, margin: { mu: 3.5, sigma: 12.5 } };
const STATES: Readonly<Record<string, BasketballState>> = {
  'before the game': tipOff(MODEL),
  'in the second quarter': {
    period: 2,
    secondsLeft: 400,
    points: [
      { home: 31, away: 24 },
      { home: 8, away: 13 },
    ],
  },
  'between the third and the fourth quarter': {
    period: 3,
    secondsLeft: 0,
    points: [
      { home: 22, away: 24 },
      { home: 30, away: 31 },
      { home: 25, away: 24 },
    ],
    firstTo: { 40: 'away' },
  },
  'in overtime': {
    period: 5,
    secondsLeft: 200,
    points: [
      { home: 25, away: 25 },
      { home: 25, away: 27 },
      { home: 25, away: 20 },
      { home: 20, away: 23 },
      { home: 4, away: 3 },
    ],
    firstTo: { 40: 'home' },
  },
};

const SEED = 'basketball 2026';
const GAMES = 6_000;

test('every market type has a sample', () => {
  expect(new Set(SAMPLE_MARKETS.map(({ type }) => type))).toEqual(new Set(BASKETBALL_MARKET_TYPES));
});

/** The part of the stake that wins; a push is neither. */
const winShare = ({ win, halfWin }: FiveWay): number => win + halfWin / 2;
const wonShare = (result: unknown): number =>
  result === 'won' ? 1 : result === 'half-won' ? 0.5 : 0;
// Races have an error of their own, which race.test.ts measures.
const EXACT = SAMPLE_MARKETS.filter(({ type }) => type !== 'basketball-race-to-points');

describe.each(Object.entries(STATES))(`simulated games %s (seed "${SEED}")`, (name, state) => {
  const outlook = basketballOutlook(MODEL, state);

  test('win as often as the scenarios say, within 4 standard errors', () => {
    const random = seededRandom(`${SEED} ${name}`);
    const wins = new Map<string, number[]>();
    for (let game = 0; game < GAMES; game += 1) {
      const facts = simulateGame(random, MODEL, state);
      for (const market of EXACT) {
        const key = marketKey(market.type, market.specifiers);
        const counts = wins.get(key) ?? [];
        [...gradeBasketball(facts, market).values()].forEach((result, at) => {
          counts[at] = (counts[at] ?? 0) + wonShare(result);
        });
        wins.set(key, counts);
      }
    }
    for (const market of EXACT) {
      const counts = wins.get(marketKey(market.type, market.specifiers)) ?? [];
      outlook.chances(market).forEach((chances, at) => {
        const chance = winShare(chances);
        const error = Math.sqrt((chance * Math.max(0, 1 - chance)) / GAMES) + 1e-12;
        const distance = Math.abs((counts[at] ?? 0) / GAMES - chance) / error;
        expect(distance, `${JSON.stringify(market)} outcome ${at}`).toBeLessThan(4);
      });
    }
  });

  property.prop([fc.integer()], { numRuns: 40 })(
    'are paid as their scenario is, in every market',
    (seed) => {
      const facts = simulateGame(seededRandom(`${SEED} ${name} ${seed}`), MODEL, state);
      for (const market of SAMPLE_MARKETS) {
        const { reads, settle } = basketballDefinitionOf(market);
        const view = reads(market.specifiers);
        // A race that was over before the state has but one scenario, which the drawn baskets may not fit.
        const list = outlook.scenarios(view);
        if ('raceTo' in view && list.length === 1) continue;
        const mine = signature(view, facts);
        const scenarios = list.filter((one) => signature(view, one.facts) === mine);
        expect(scenarios, `${JSON.stringify(view)} ${mine}`).toHaveLength(1);
        for (const scenario of scenarios) {
          expect(settle(scenario.facts, market.specifiers)).toEqual([
            ...gradeBasketball(facts, market).values(),
          ]);
        }
      }
    },
  );
});
