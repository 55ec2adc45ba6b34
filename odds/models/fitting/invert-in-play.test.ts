import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { birthOutlook } from '../football/birth-grid.ts';
import { gridMarkets } from '../football/grid-markets.ts';
import { DIXON_ROBINSON_1998, ZOU_2020 } from '../football/in-play-parameters.ts';
import { handicapChances, totalChances } from '../football/line-price.ts';
import { chanceWhere, marginalsOf } from '../football/score-grid.ts';
import { KICK_OFF, type FootballState } from '../football/scenario.ts';
import { distribution } from '../football/distribution.ts';
import { lineShare } from './inversion.ts';
import { invertInPlay } from './invert-in-play.ts';
import type { MarketQuote } from './quotes.ts';

const rate = fc.double({ min: 0.3, max: 3, noNaN: true });
const moment = fc
  .record({
    minute: fc.integer({ min: 0, max: 85 }),
    home: fc.integer({ min: 0, max: 3 }),
    away: fc.integer({ min: 0, max: 3 }),
    red: fc.boolean(),
  })
  .map(({ minute, home, away, red }): FootballState => {
    const goals = { home, away };
    const none = { home: 0, away: 0 };
    const isFirst = minute < 45;
    return {
      phase: isFirst ? 'first-half' : 'second-half',
      elapsedMinutes: minute,
      firstHalf: isFirst ? goals : none,
      secondHalf: isFirst ? none : goals,
      redCards: red ? { home: 0, away: 1 } : none,
    };
  });
const scoreOf = ({ firstHalf, secondHalf }: FootballState) => ({
  home: firstHalf.home + secondHalf.home,
  away: firstHalf.away + secondHalf.away,
});

type Model = Readonly<{ lambda: number; mu: number }>;

/** Prices of a whole match as the state equations of the whole grid give them. */
function quotesAt(
  model: Model,
  state: FootballState,
  parameters = ZOU_2020,
): readonly MarketQuote[] {
  const score = scoreOf(state);
  const from = { score, minute: state.elapsedMinutes, redCards: state.redCards };
  const { final } = birthOutlook({ ...model, parameters }, from, 14);
  const { total } = marginalsOf(final);
  const line = 4 * (score.home + score.away) + 5;
  const lead = score.home - score.away;
  const after = distribution(
    -14,
    Float64Array.from({ length: 29 }, (_, at) =>
      chanceWhere(final, (home, away) => home - away - lead === at - 14),
    ),
  );
  return [
    { market: 'match-result', ...gridMarkets(final).result },
    { market: 'total-goals', line, over: lineShare(totalChances(total, 'over', line)) },
    { market: 'asian-handicap', line: -1, home: lineShare(handicapChances(after, 'home', -1)) },
  ];
}

describe('base rates behind live prices', () => {
  property.prop([rate, rate, moment], { numRuns: 30 })(
    'are found at any minute, score and number of players',
    (lambda, mu, state) => {
      const [, ...lines] = quotesAt({ lambda, mu }, state);
      const fit = invertInPlay(lines, state, ZOU_2020);
      expect(fit.converged).toBe(true);
      expect(fit.residual).toBeLessThan(1e-6);
      expect(Math.abs(fit.lambda - lambda)).toBeLessThan(1e-3 * (1 + lambda));
      expect(Math.abs(fit.mu - mu)).toBeLessThan(1e-3 * (1 + mu));
    },
  );

  property.prop([rate, rate], { numRuns: 8 })(
    'are found from all prices together',
    (lambda, mu) => {
      const state: FootballState = { ...KICK_OFF, phase: 'half-time', elapsedMinutes: 45 };
      const fit = invertInPlay(quotesAt({ lambda, mu }, state), state, ZOU_2020);
      expect(fit.lambda).toBeCloseTo(lambda, 3);
      expect(fit.mu).toBeCloseTo(mu, 3);
      expect(fit.chances).toHaveLength(5);
    },
  );

  test('depend on the parameters of the process', () => {
    const quotes = quotesAt({ lambda: 1.2, mu: 0.9 }, KICK_OFF, DIXON_ROBINSON_1998);
    const own = invertInPlay(quotes, KICK_OFF, DIXON_ROBINSON_1998);
    expect(own.lambda).toBeCloseTo(1.2, 3);
    expect(own.parameters).toBe(DIXON_ROBINSON_1998);
    expect(invertInPlay(quotes, KICK_OFF, ZOU_2020).lambda).toBeLessThan(1.2);
  });

  test('say when no rates above zero come near', () => {
    const fit = invertInPlay(
      [
        { market: 'match-result', home: 0.02, draw: 0.96, away: 0.02 },
        { market: 'total-goals', line: 2, over: 0.04 },
      ],
      KICK_OFF,
      ZOU_2020,
    );
    expect(fit.converged).toBe(false);
    expect(fit.residual).toBeGreaterThan(0.1);
    expect([fit.lambda, fit.mu].every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  });

  test('run on in stoppage time', () => {
    const state: FootballState = { ...KICK_OFF, phase: 'second-half', elapsedMinutes: 94 };
    const fit = invertInPlay(
      [
        { market: 'total-goals', line: 2, over: 0.08 },
        { market: 'asian-handicap', line: 0, home: 0.6 },
      ],
      state,
      ZOU_2020,
    );
    expect(fit.converged).toBe(true);
    expect(fit.lambda).toBeGreaterThan(fit.mu);
  });
});

describe('what cannot be inverted', () => {
  const total: MarketQuote = { market: 'total-goals', line: 10, over: 0.5 };
  const level: MarketQuote = { market: 'asian-handicap', line: 0, home: 0.5 };

  test('a match that is over', () => {
    const state: FootballState = { ...KICK_OFF, phase: 'full-time', elapsedMinutes: 90 };
    expect(() => invertInPlay([total, level], state, ZOU_2020)).toThrow(
      'STATE_CONTRADICTORY: state.phase leaves no goals to come',
    );
  });

  test('a total that has been passed', () => {
    const state: FootballState = {
      ...KICK_OFF,
      phase: 'half-time',
      firstHalf: { home: 2, away: 1 },
    };
    expect(() => invertInPlay([total, level], state, ZOU_2020)).toThrow(
      'STATE_CONTRADICTORY: quotes[0].line must be above the 3 goals that have fallen',
    );
  });

  test('one number', () => {
    expect(() => invertInPlay([total], KICK_OFF, ZOU_2020)).toThrow('NO_SOLUTION: quotes');
  });
});
