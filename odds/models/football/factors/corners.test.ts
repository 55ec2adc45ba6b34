import { fc, test as property } from '@fast-check/vitest';
import { beforeAll, describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { chanceAbove, meanOf } from '../distribution.ts';
import { KICK_OFF, type FootballState } from '../scenario.ts';
import { marginalsOf, type ScoreGrid, type ScoreMarginals } from '../score-grid.ts';
import { COUNT_PERIODS, type CountPeriod } from './count-laws.ts';
import { cornerGrid, cornerRace, nextCorner, type CornerModel } from './corners.ts';
import { LEAGUE_CORNERS } from './defaults.ts';
import { LEAD_CLASSES, leadTimes } from './lead-times.ts';
import { STRETCHES } from './match-clock.ts';
import {
  expectCertain,
  expectChances,
  FULL_TIME,
  MODEL,
  models,
  NONE,
  states,
} from './testing/fixtures.ts';
import { countIn, frequency, playMatch, type PlayedMatch } from './testing/simulation.ts';

const CORNERS: CornerModel = { parameters: LEAGUE_CORNERS, supremacy: 0.3 };
const NO_COUNTS = { firstHalf: NONE, secondHalf: NONE };
const stateOf = (match: FootballState, counts = NO_COUNTS) => ({
  match,
  leads: leadTimes(MODEL, match),
  counts,
});
const START = stateOf(KICK_OFF);
const totalMean = (grid: ScoreGrid): number => meanOf(marginalsOf(grid).total);
const shareOfHome = (grid: ScoreGrid): number => {
  const { home, away } = marginalsOf(grid);
  return meanOf(home) / (meanOf(home) + meanOf(away));
};
const secondHalf = (elapsedMinutes: number, score = NONE): FootballState => ({
  ...KICK_OFF,
  phase: 'second-half',
  elapsedMinutes,
  secondHalf: score,
});

describe('time in the lead', () => {
  property.prop([models, states], { numRuns: 60 })('is a share of what is left', (model, state) => {
    const shares = leadTimes(model, state);
    expect(shares).toHaveLength(STRETCHES.length * LEAD_CLASSES);
    for (let at = 0; at < STRETCHES.length; at += 1) {
      const row = shares.subarray(at * LEAD_CLASSES, (at + 1) * LEAD_CLASSES);
      const sum = row.reduce((all, share) => all + share, 0);
      expect([0, 1].some((whole) => Math.abs(sum - whole) < 1e-6)).toBe(true);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    }
  });

  test('of matches played minute by minute (seed leads)', () => {
    const random = seededRandom('leads');
    const matches = Array.from({ length: 4_000 }, () =>
      playMatch(random, { model: MODEL, kinds: [], supremacy: 0 }),
    );
    STRETCHES.forEach(({ from, to }, stretch) => {
      for (let lead = -2; lead <= 2; lead += 1) {
        // At the middle of the stretch, which is its mean but for the curvature.
        const { share, error } = frequency(matches, ({ goals }) => {
          const { home, away } = countIn(goals, 0, (from + to) / 2);
          return Math.max(-2, Math.min(2, home - away)) === lead;
        });
        const ours = START.leads[stretch * LEAD_CLASSES + lead + 2] ?? 0;
        expect(Math.abs(ours - share)).toBeLessThan(4 * error + 0.004);
      }
    });
  });
});

describe('corners', () => {
  const counts = fc.record({ home: fc.nat(9), away: fc.nat(9) });
  property.prop([models, states, counts, counts], { numRuns: 60 })(
    'are a distribution in every state, not below the counts so far',
    (model, match, first, second) => {
      const begun = match.phase !== 'not-started';
      const later = match.phase === 'second-half' || match.phase === 'full-time';
      const soFar = { firstHalf: begun ? first : NONE, secondHalf: later ? second : NONE };
      const state = { match, leads: leadTimes(model, match), counts: soFar };
      for (const period of COUNT_PERIODS) expectChances(cornerGrid(CORNERS, state, period).cells);
      const { home } = marginalsOf(cornerGrid(CORNERS, state, 'match'));
      expect(home.below[soFar.firstHalf.home + soFar.secondHalf.home]).toBe(0);
      const next = nextCorner(CORNERS, state);
      expect(next.home + next.away + next.none).toBeCloseTo(1, 12);
      expect(Math.min(next.home, next.away, next.none)).toBeGreaterThanOrEqual(0);
    },
  );

  test('are certain at full time, and so is a half that is over', () => {
    const counts1 = { firstHalf: { home: 4, away: 1 }, secondHalf: { home: 2, away: 3 } };
    const over = stateOf(FULL_TIME, counts1);
    expectCertain(cornerGrid(CORNERS, over, 'match'), 6, 4);
    expectCertain(cornerGrid(CORNERS, over, 'second-half'), 2, 3);
    expect(nextCorner(CORNERS, over)).toEqual({ home: 0, away: 0, none: 1 });
    expectCertain(cornerGrid(CORNERS, stateOf(secondHalf(70), counts1), 'first-half'), 4, 1);
  });

  test('grow fewer as time runs out, in stoppage time too, and are never certain before the whistle', () => {
    const means = [45, 60, 75, 88, 90, 92, 94].map((minute) =>
      totalMean(cornerGrid(CORNERS, stateOf(secondHalf(minute)), 'second-half')),
    );
    means.slice(1).forEach((mean, at) => expect(mean).toBeLessThan(means[at] ?? 0));
    expect(totalMean(cornerGrid(CORNERS, stateOf(secondHalf(120)), 'match'))).toBeGreaterThan(0);
  });

  test('both halves make the match', () => {
    const mean = (period: CountPeriod): number => totalMean(cornerGrid(CORNERS, START, period));
    expect(mean('first-half') + mean('second-half')).toBeCloseTo(mean('match'), 3);
  });

  property.prop([fc.double({ min: -2, max: 1.8, noNaN: true })], { numRuns: 30 })(
    'go to the stronger side and to the side that is behind',
    (supremacy) => {
      const share = (model: CornerModel): number => shareOfHome(cornerGrid(model, START, 'match'));
      expect(share({ ...CORNERS, supremacy: supremacy + 0.2 })).toBeGreaterThan(
        share({ ...CORNERS, supremacy }),
      );
      const [behind, ahead] = [
        { home: 0, away: 1 },
        { home: 1, away: 0 },
      ].map((score) =>
        shareOfHome(cornerGrid({ ...CORNERS, supremacy }, stateOf(secondHalf(60, score)), 'match')),
      );
      expect(behind).toBeGreaterThan(ahead ?? 1);
    },
  );

  test('follow what was seen: more corners so far, more to come, and more for the same side', () => {
    const later = (home: number, away: number): ScoreMarginals => {
      const counts2 = { firstHalf: { home, away }, secondHalf: NONE };
      return marginalsOf(cornerGrid(CORNERS, stateOf(secondHalf(45), counts2), 'second-half'));
    };
    const [quiet, busy] = [later(1, 1), later(7, 7)];
    expect(meanOf(busy.total)).toBeGreaterThan(meanOf(quiet.total));
    expect(meanOf(busy.total)).toBeLessThan(1.3 * meanOf(quiet.total));
    expect(chanceAbove(later(6, 0).difference, 0)).toBeGreaterThan(
      chanceAbove(later(0, 6).difference, 0) + 0.1,
    );
  });

  test('a red card costs the penalised side corners', () => {
    const short = { ...KICK_OFF, redCards: { home: 1, away: 0 } };
    expect(shareOfHome(cornerGrid(CORNERS, stateOf(short), 'match'))).toBeLessThan(
      shareOfHome(cornerGrid(CORNERS, START, 'match')) - 0.1,
    );
  });

  test('bad input is refused', () => {
    const bad = { ...START, counts: { ...NO_COUNTS, secondHalf: { home: 1, away: 0 } } };
    expect(() => cornerGrid(CORNERS, bad, 'match')).toThrow(InputError);
    expect(() => cornerGrid({ ...CORNERS, supremacy: NaN }, START, 'match')).toThrow(InputError);
    const of = (home: number) => ({
      ...START,
      counts: { ...NO_COUNTS, firstHalf: { home, away: 0 } },
    });
    const playing = { ...KICK_OFF, phase: 'first-half', elapsedMinutes: 9 } as const;
    for (const home of [-1, 0.5, NaN, 1000]) {
      expect(() => cornerGrid(CORNERS, { ...of(home), match: playing }, 'match')).toThrow(
        InputError,
      );
    }
    const stale = { ...START, leads: leadTimes(MODEL, secondHalf(60)) };
    expect(() => cornerGrid(CORNERS, stale, 'match')).toThrow(InputError);
    expect(() => cornerGrid(CORNERS, { ...START, leads: new Float64Array(3) }, 'match')).toThrow(
      InputError,
    );
    expect(() => cornerRace(CORNERS, START, 0)).toThrow(InputError);
  });
});

describe('against matches played minute by minute (seed corners)', () => {
  let matches: readonly PlayedMatch[] = [];
  beforeAll(() => {
    const random = seededRandom('corners');
    const play = { model: MODEL, kinds: [LEAGUE_CORNERS], supremacy: CORNERS.supremacy };
    matches = Array.from({ length: 15_000 }, () => playMatch(random, play));
  });
  const corners = ({ counts: [of = []] }: PlayedMatch) => of;
  function agrees<Match>(ours: number, seen: readonly Match[], holds: (match: Match) => boolean) {
    const { share, error } = frequency(seen, holds);
    // Scores are taken at their mean, which narrows the counts by less than half a per cent.
    expect(Math.abs(ours - share)).toBeLessThan(4 * error + 0.005);
  }

  test.each([
    ['match', 0, 90],
    ['first-half', 0, 45],
    ['second-half', 45, 90],
  ] as const)('every line of the %s', (period, from, to) => {
    const { total, difference, home, away } = marginalsOf(cornerGrid(CORNERS, START, period));
    const seen = matches.map((match) => countIn(corners(match), from, to));
    for (let line = 0; line < 18; line += 1) {
      agrees(chanceAbove(total, line), seen, (count) => count.home + count.away > line);
      agrees(chanceAbove(home, line), seen, (count) => count.home > line);
      agrees(chanceAbove(away, line), seen, (count) => count.away > line);
      const lead = line - 9;
      agrees(chanceAbove(difference, lead), seen, (count) => count.home - count.away > lead);
    }
  });

  test('first corner and races', () => {
    const first = matches.map((match) => corners(match)[0]?.side);
    agrees(nextCorner(CORNERS, START).home, first, (side) => side === 'home');
    for (const target of [3, 5, 7, 9]) {
      const race = cornerRace(CORNERS, START, target);
      const winners = matches.map((match) => {
        const count = { home: 0, away: 0 };
        return corners(match).find(({ side }) => (count[side] += 1) === target)?.side;
      });
      agrees(race.home, winners, (side) => side === 'home');
      agrees(race.away, winners, (side) => side === 'away');
      agrees(race.none, winners, (side) => side === undefined);
    }
  });

  test('the rest of a match, from what its first hour showed', () => {
    const hour = matches.filter(({ goals, counts: [of = []] }) => {
      const { home, away } = countIn(of, 0, 60);
      return countIn(goals, 0, 60).home + countIn(goals, 0, 60).away === 0 && home - away >= 3;
    });
    const predicted = hour.map((match) => {
      const first = countIn(corners(match), 0, 45);
      const state = stateOf(secondHalf(60), {
        firstHalf: first,
        secondHalf: countIn(corners(match), 45, 60),
      });
      const { home, away } = marginalsOf(cornerGrid(CORNERS, state, 'match'));
      return { home: meanOf(home), away: meanOf(away) };
    });
    for (const side of ['home', 'away'] as const) {
      const apart = hour.map(
        (match, at) => countIn(corners(match))[side] - (predicted[at]?.[side] ?? 0),
      );
      const mean = apart.reduce((sum, one) => sum + one, 0) / apart.length;
      const variance = apart.reduce((sum, one) => sum + (one - mean) ** 2, 0) / apart.length;
      expect(hour.length).toBeGreaterThan(500);
      expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / apart.length) + 0.02);
    }
  });
});
