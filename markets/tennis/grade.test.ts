import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  marketKeyOf,
  outcomeId,
  parseMarketKey,
  type MarketIdentity,
  type Score,
} from '#contracts/mod.ts';

import type { TennisFacts, TennisTotals } from './facts.ts';
import type { TennisFormat } from './format.ts';
import { gradeTennis, tennisDefinitionOf } from './grade.ts';
import { tennisFactsOfPoints, tennisFactsOfScores, type TennisStop } from './record.ts';
import { anyMatch, SAMPLE_MARKETS } from './testing/play-match.ts';

const BEST_OF_3: TennisFormat = { bestOf: 3, finalSet: 'tb7' };
const BEST_OF_5: TennisFormat = { bestOf: 5, finalSet: 'adv' };

const scores = (text: string): Score[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => {
      const [home = 0, away = 0] = word.split('-').map(Number);
      return { home, away };
    });
const identityOf = (key: string): MarketIdentity => {
  const identity = parseMarketKey(marketKeyOf(key));
  if (identity === undefined) throw new RangeError(`no market ${key}`);
  return identity;
};
const graded = (facts: TennisFacts, key: string, outcome: string) =>
  gradeTennis(facts, identityOf(key)).get(outcomeId(outcome));

describe('a completed match', () => {
  // Nadal beat Federer 6-4 6-4 6-7 6-7 9-7 at Wimbledon in 2008.
  const final = tennisFactsOfScores(BEST_OF_5, scores('6-4 6-4 6-7 6-7 9-7'));
  test.each([
    ['tennis-match-winner', 'home', 'won'],
    ['tennis-match-winner', 'away', 'lost'],
    ['tennis-set-betting|bestOf=5', '3-2', 'won'],
    ['tennis-set-betting|bestOf=5', '3-1', 'lost'],
    ['tennis-set-betting|bestOf=3', '2-1', 'void'],
    ['tennis-set-handicap|line=-1.5', 'home', 'lost'],
    ['tennis-set-handicap|line=-1', 'home', 'void'],
    ['tennis-set-handicap|line=-0.75', 'home', 'half-won'],
    ['tennis-set-handicap|line=-0.75', 'away', 'half-lost'],
    ['tennis-total-sets|line=4.5', 'over', 'won'],
    ['tennis-exact-sets|bestOf=5', '5', 'won'],
    ['tennis-win-a-set|side=away', 'yes', 'won'],
    ['tennis-first-set-and-match', 'home-home', 'won'],
    ['tennis-total-games|line=62', 'over', 'void'],
    ['tennis-total-games|line=62.25', 'over', 'half-lost'],
    ['tennis-total-games|line=62.25', 'under', 'half-won'],
    ['tennis-total-games|line=61.5', 'over', 'won'],
    ['tennis-game-handicap|line=-4.5', 'home', 'lost'],
    ['tennis-game-handicap|line=-3.5', 'home', 'won'],
    ['tennis-game-handicap|line=-4', 'away', 'void'],
    ['tennis-player-total-games|line=32.5|side=home', 'over', 'won'],
    ['tennis-player-total-games|line=29.5|side=away', 'over', 'lost'],
    ['tennis-odd-even-games', 'even', 'won'],
    ['tennis-most-games', 'home', 'won'],
    ['tennis-winner-and-total-games|line=55.5', 'home-over', 'won'],
    ['tennis-tie-break-in-match', 'yes', 'won'],
    ['tennis-total-tie-breaks|line=2', 'over', 'void'],
    ['tennis-set-winner|set=3', 'away', 'won'],
    ['tennis-set-correct-score|set=1', '6-4', 'won'],
    ['tennis-set-correct-score|format=adv|set=5', 'other', 'won'],
    ['tennis-set-correct-score|set=5', '7-6', 'void'],
    ['tennis-set-total-games|line=12.5|set=4', 'over', 'won'],
    ['tennis-set-game-handicap|line=-1.5|set=2', 'home', 'won'],
    ['tennis-set-odd-even-games|set=4', 'odd', 'won'],
    ['tennis-tie-break-in-set|set=5', 'yes', 'lost'],
    ['tennis-tie-break-in-set|set=4', 'yes', 'won'],
  ])('%s %s is %s', (key, outcome, expected) => {
    expect(graded(final, key, outcome)).toBe(expected);
  });

  test('the one with fewer games may win', () => {
    const facts = tennisFactsOfScores(BEST_OF_3, scores('0-6 7-6 7-6'));
    expect(graded(facts, 'tennis-match-winner', 'home')).toBe('won');
    expect(graded(facts, 'tennis-most-games', 'away')).toBe('won');
    const level = tennisFactsOfScores(BEST_OF_3, scores('7-6 0-6 7-5'));
    expect(graded(level, 'tennis-most-games', 'away')).toBe('won');
    const even = tennisFactsOfScores(BEST_OF_3, scores('6-4 3-6 7-6'));
    expect(graded(even, 'tennis-most-games', 'draw')).toBe('won');
  });
});

describe('a game and its points', () => {
  const flips = (text: string) => text.split('').map((one) => (one === 'h' ? 'home' : 'away'));
  // Game 1 to love, game 2 by a second deuce, game 3 at 40-40.
  const facts = tennisFactsOfPoints(BEST_OF_3, flips('hhhh' + 'hahahahaaa' + 'hhhaaa'));
  test.each([
    ['tennis-game-winner|game=1|set=1', 'home', 'won'],
    ['tennis-game-correct-score|game=1|set=1', 'home-to-0', 'won'],
    ['tennis-game-to-deuce|game=1|set=1', 'yes', 'lost'],
    ['tennis-game-winner|game=2|set=1', 'away', 'won'],
    ['tennis-game-correct-score|game=2|set=1', 'away-to-40', 'won'],
    ['tennis-game-to-deuce|game=2|set=1', 'yes', 'won'],
    ['tennis-game-to-deuce|game=3|set=1', 'yes', 'won'],
    ['tennis-game-winner|game=3|set=1', 'home', 'undecided'],
    ['tennis-game-winner|game=4|set=1', 'home', 'undecided'],
    ['tennis-point-winner|game=2|point=1|set=1', 'home', 'won'],
    ['tennis-point-winner|game=2|point=10|set=1', 'away', 'won'],
    ['tennis-point-winner|game=2|point=11|set=1', 'away', 'void'],
    ['tennis-point-winner|game=3|point=7|set=1', 'away', 'undecided'],
    ['tennis-race-to-games|games=2|set=1', 'home', 'undecided'],
  ])('%s %s is %s', (key, outcome, expected) => {
    expect(graded(facts, key, outcome)).toBe(expected);
  });

  // Twelve holds to love, and 7-5 in the tie-break.
  const tiebreak = tennisFactsOfPoints(BEST_OF_3, flips('hhhhaaaa'.repeat(6) + 'hahahahahahh'));
  test.each([
    ['tennis-game-winner|game=13|set=1', 'home', 'won'],
    ['tennis-game-correct-score|game=13|set=1', 'home-to-40', 'void'],
    ['tennis-game-to-deuce|game=13|set=1', 'yes', 'void'],
    ['tennis-game-correct-score|game=12|set=1', 'away-to-0', 'won'],
    ['tennis-point-winner|game=13|point=12|set=1', 'home', 'won'],
    ['tennis-game-winner|game=14|set=1', 'home', 'void'],
    ['tennis-set-correct-score|set=1', '7-6', 'won'],
    ['tennis-race-to-games|games=6|set=1', 'home', 'won'],
  ])('a tie-break: %s %s is %s', (key, outcome, expected) => {
    expect(graded(tiebreak, key, outcome)).toBe(expected);
  });

  test('one point decides at 40-40 without advantage', () => {
    const noAd = tennisFactsOfPoints({ ...BEST_OF_3, noAd: true }, flips('hahahaa'));
    expect(graded(noAd, 'tennis-game-correct-score|game=1|set=1', 'away-to-40')).toBe('won');
  });
});

/** "6-4 4-4 home-retired" */
function stopped(text: string): { sets: Score[]; stop: TennisStop } {
  const stops: readonly TennisStop[] = ['home-retired', 'away-retired', 'walkover'];
  const stop = stops.find((one) => text.endsWith(one));
  if (stop === undefined) throw new RangeError(`no stop in ${text}`);
  return { sets: scores(text.slice(0, -stop.length)), stop };
}

describe('a match that stops early', () => {
  test.each([
    // At 6-4 4-4 every natural end has twenty games at least.
    ['6-4 4-4 home-retired', 'tennis-total-games|line=19.5', 'over', 'won'],
    ['6-4 4-4 home-retired', 'tennis-total-games|line=19.5', 'under', 'lost'],
    ['6-4 4-4 home-retired', 'tennis-total-games|line=20', 'over', 'void'],
    ['6-4 4-4 home-retired', 'tennis-set-total-games|line=9.5|set=2', 'over', 'won'],
    ['6-4 4-4 home-retired', 'tennis-set-total-games|line=10.5|set=2', 'over', 'void'],
    ['6-4 4-4 home-retired', 'tennis-match-winner', 'away', 'won'],
    ['6-4 4-4 home-retired', 'tennis-match-winner', 'home', 'lost'],
    ['6-4 4-4 away-retired', 'tennis-match-winner', 'home', 'won'],
    ['5-5 away-retired', 'tennis-match-winner', 'home', 'void'],
    ['5-5 away-retired', 'tennis-set-total-games|line=9.5|set=1', 'over', 'won'],
    ['6-4 4-4 home-retired', 'tennis-set-winner|set=1', 'home', 'won'],
    ['6-4 4-4 home-retired', 'tennis-set-winner|set=2', 'home', 'void'],
    ['6-4 4-4 home-retired', 'tennis-set-winner|set=3', 'home', 'void'],
    ['6-4 4-4 home-retired', 'tennis-win-a-set|side=home', 'yes', 'won'],
    ['6-4 4-4 home-retired', 'tennis-win-a-set|side=away', 'yes', 'void'],
    // No end is 0-2 any more, and whether it is 2-0 is open.
    ['6-4 4-4 home-retired', 'tennis-set-betting|bestOf=3', '0-2', 'lost'],
    ['6-4 4-4 home-retired', 'tennis-set-betting|bestOf=3', '2-0', 'void'],
    ['6-4 4-6 1-0 home-retired', 'tennis-set-betting|bestOf=3', '2-0', 'lost'],
    ['6-4 4-6 1-0 home-retired', 'tennis-total-sets|line=2.5', 'over', 'won'],
    ['6-4 4-6 1-0 home-retired', 'tennis-exact-sets|bestOf=3', '3', 'won'],
    ['6-4 6-6 home-retired', 'tennis-tie-break-in-match', 'yes', 'won'],
    ['6-4 6-6 home-retired', 'tennis-set-correct-score|set=2', '7-5', 'lost'],
    ['6-4 6-6 home-retired', 'tennis-set-correct-score|set=2', '7-6', 'void'],
    ['6-4 4-4 home-retired', 'tennis-tie-break-in-match', 'yes', 'void'],
    ['walkover', 'tennis-match-winner', 'home', 'void'],
    ['walkover', 'tennis-total-games|line=12', 'under', 'void'],
  ])('%s: %s %s is %s', (text, key, outcome, expected) => {
    const { sets, stop } = stopped(text);
    expect(graded(tennisFactsOfScores(BEST_OF_3, sets, stop), key, outcome)).toBe(expected);
  });

  // An advantage set at 6-6 goes on to 8-6 at least, and has no tie-break.
  test.each([
    ['6-4 4-6 6-6 home-retired', 'tennis-set-total-games|line=13.5|set=3', 'over', 'won'],
    ['6-4 4-6 6-6 home-retired', 'tennis-set-total-games|line=14.5|set=3', 'over', 'void'],
    ['6-4 4-6 6-6 home-retired', 'tennis-tie-break-in-set|set=3', 'no', 'won'],
    ['6-4 4-6 5-5 home-retired', 'tennis-set-correct-score|format=adv|set=3', '6-4', 'lost'],
    ['6-4 4-6 6-6 home-retired', 'tennis-set-correct-score|format=adv|set=3', 'other', 'won'],
    ['6-4 4-6 59-59 home-retired', 'tennis-total-games|line=100', 'over', 'won'],
    ['6-4 4-6 59-59 home-retired', 'tennis-game-handicap|line=2.5', 'home', 'won'],
    ['6-4 4-6 59-59 home-retired', 'tennis-game-handicap|line=1.5', 'home', 'void'],
  ])('%s in an advantage set: %s %s is %s', (text, key, outcome, expected) => {
    const { sets, stop } = stopped(text);
    const format: TennisFormat = { bestOf: 3, finalSet: 'adv' };
    expect(graded(tennisFactsOfScores(format, sets, stop), key, outcome)).toBe(expected);
  });

  property.prop([anyMatch, fc.nat(), fc.constantFrom<TennisStop>('home-retired', 'away-retired')], {
    numRuns: 10,
  })('pays what was decided and voids the rest', (match, cut, stop) => {
    const points = match.points.slice(0, cut % match.points.length);
    const underWay = tennisFactsOfPoints(match.format, points);
    const stopped = tennisFactsOfPoints(match.format, points, stop);
    for (const identity of SAMPLE_MARKETS) {
      if (identity.type === 'tennis-match-winner') continue;
      const before = [...gradeTennis(underWay, identity).values()];
      const after = [...gradeTennis(stopped, identity).values()];
      const expected = before.map((result) => (result === 'undecided' ? 'void' : result));
      expect([identity, after]).toEqual([identity, expected]);
      expect(after).toEqual(tennisDefinitionOf(identity).settle(stopped, identity.specifiers));
    }
  });
});

/** Every total with which a match with tie-breaks can end, found game by game. */
function endsByGames(start: TennisTotals, needed: number): readonly TennisTotals[] {
  const known = new Map<string, TennisTotals>();
  const ends: TennisTotals[] = [];
  const queue = [start];
  for (let totals = queue.pop(); totals !== undefined; totals = queue.pop()) {
    const key = JSON.stringify(totals);
    if (known.has(key)) continue;
    known.set(key, totals);
    const { sets, games, open, tiebreaks } = totals;
    if (Math.max(sets.home, sets.away) === needed) {
      ends.push(totals);
      continue;
    }
    for (const side of ['home', 'away'] as const) {
      const now = { ...open, [side]: open[side] + 1 };
      const total = { ...games, [side]: games[side] + 1 };
      const isLast = now.home + now.away === 13;
      if (!isLast && !(now[side] >= 6 && Math.abs(now.home - now.away) >= 2)) {
        queue.push({ ...totals, games: total, open: now });
        continue;
      }
      queue.push({
        sets: { ...sets, [side]: sets[side] + 1 },
        games: total,
        firstSet: totals.firstSet ?? side,
        tiebreaks: tiebreaks + (isLast ? 1 : 0),
        open: { home: 0, away: 0 },
      });
    }
  }
  return ends;
}

describe('a match under way', () => {
  property.prop([anyMatch, fc.nat()], { numRuns: 20 })(
    'decides nothing that the end of the match changes',
    (match, cut) => {
      const facts = tennisFactsOfPoints(match.format, match.points);
      const now = tennisFactsOfPoints(
        match.format,
        match.points.slice(0, cut % match.points.length),
      );
      for (const identity of SAMPLE_MARKETS) {
        const final = gradeTennis(facts, identity);
        for (const [outcome, result] of gradeTennis(now, identity)) {
          if (result === 'undecided') continue;
          expect([identity, outcome, result]).toEqual([identity, outcome, final.get(outcome)]);
        }
      }
    },
  );

  property.prop([anyMatch, fc.nat()], { numRuns: 15 })(
    'decides an outcome exactly when every way on gives it the same result',
    (match, cut) => {
      const format: TennisFormat = { ...match.format, bestOf: 3, finalSet: 'tb7' };
      const sets = match.sets.slice(0, 2).filter(({ home, away }) => Math.max(home, away) <= 7);
      const [first, second] = sets;
      const begun = second === undefined ? [] : [cutShort(second, cut)];
      const now = tennisFactsOfScores(format, first === undefined ? [] : [first, ...begun]);
      const ends = endsByGames(now.totals(), 2);
      for (const identity of SAMPLE_MARKETS) {
        const { subject, settle } = tennisDefinitionOf(identity);
        if (subject(identity.specifiers).of !== 'match') continue;
        const all = ends.map((totals) =>
          settle({ ...now, ending: 'completed', totals: () => totals }, identity.specifiers),
        );
        const agreed = [...gradeTennis(now, identity).keys()].map((_, at) => {
          const results = new Set(all.map((results) => results[at]));
          return results.size === 1 ? [...results][0] : 'undecided';
        });
        expect([identity, [...gradeTennis(now, identity).values()]]).toEqual([identity, agreed]);
      }
    },
  );
});

/** A score through which a set that ended so may have gone. */
const cutShort = ({ home, away }: Score, cut: number): Score => ({
  home: Math.min(home, cut % 6),
  away: Math.min(away, Math.floor(cut / 6) % 6),
});
