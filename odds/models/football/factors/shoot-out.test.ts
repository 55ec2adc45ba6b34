import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, type Side } from '#contracts/mod.ts';

import { scoreChance } from '../score-grid.ts';
import { BEFORE_SHOOT_OUT, shootOutChances, type ShootOutState } from './shoot-out.ts';
import { expectCertain, expectChances } from './testing/fixtures.ts';

const chance = fc.double({ min: 0.2, max: 0.95, noNaN: true });
const chances = fc.record({ home: chance, away: chance });
const sides = fc.constantFrom<Side>('home', 'away');

/** Chances of the final scores after every sequence of so many kicks, by the rules alone. */
function everySequence(
  scoring: Readonly<Record<Side, number>>,
  first: Side,
  kicks: number,
): Map<string, number> {
  const second: Side = first === 'home' ? 'away' : 'home';
  const ends = new Map<string, number>();
  const walk = (kick: number, scored: Record<Side, number>, reached: number): void => {
    const taken = { [first]: Math.ceil(kick / 2), [second]: Math.floor(kick / 2) } as Record<
      Side,
      number
    >;
    const left = (side: Side): number => Math.max(0, 5 - taken[side]);
    const over =
      kick <= 10
        ? scored.home > scored.away + left('away') || scored.away > scored.home + left('home')
        : kick % 2 === 0 && scored.home !== scored.away;
    if (over || kick === kicks) {
      const key = over ? `${scored.home}-${scored.away}` : 'open';
      ends.set(key, (ends.get(key) ?? 0) + reached);
      return;
    }
    const side = kick % 2 === 0 ? first : second;
    walk(kick + 1, { ...scored, [side]: scored[side] + 1 }, reached * scoring[side]);
    walk(kick + 1, scored, reached * (1 - scoring[side]));
  };
  walk(0, { home: 0, away: 0 }, 1);
  return ends;
}

describe('a shoot-out', () => {
  property.prop([chances, sides], { numRuns: 12 })(
    'is every sequence of kicks, added up',
    (scoring, first) => {
      const kicks = 18;
      const ends = everySequence(scoring, first, kicks);
      const { score } = shootOutChances(scoring, { ...BEFORE_SHOOT_OUT, first });
      const open = ends.get('open') ?? 0;
      let decided = 0;
      for (const [text, reached] of ends) {
        if (text === 'open') continue;
        const [home = 0, away = 0] = text.split('-').map(Number);
        decided += reached;
        const ours = scoreChance(score, home, away);
        // What is still open after so many kicks can only add to it.
        expect(ours).toBeGreaterThan(reached - 1e-12);
        expect(ours).toBeLessThan(reached + open + 1e-12);
      }
      expect(decided + open).toBeCloseTo(1, 12);
    },
  );

  property.prop([chances, sides], { numRuns: 50 })(
    'is a distribution, and its winner does not depend on who begins',
    (scoring, first) => {
      const { home, away, score } = shootOutChances(scoring, { ...BEFORE_SHOOT_OUT, first });
      expectChances(score.cells);
      expect(home + away).toBeCloseTo(1, 12);
      const unknown = shootOutChances(scoring, BEFORE_SHOOT_OUT);
      expect(unknown.home).toBeCloseTo(home, 12);
      expectChances(unknown.score.cells);
      for (let goals = 0; goals <= score.maxHome; goals += 1) {
        expect(scoreChance(score, goals, goals)).toBe(0);
      }
    },
  );

  property.prop([chance, chance, chance], { numRuns: 50 })(
    'is likelier won the better a side shoots',
    (left, right, other) => {
      fc.pre(Math.abs(left - right) > 1e-6);
      const [worse, better] = left < right ? [left, right] : [right, left];
      const wins = (home: number): number =>
        shootOutChances({ home, away: other }, BEFORE_SHOOT_OUT).home;
      expect(wins(better)).toBeGreaterThan(wins(worse));
    },
  );

  property.prop([chances, sides, fc.array(fc.boolean(), { maxLength: 9 })], { numRuns: 60 })(
    'is a fair game: its chance now is the mean of its chances after the next kick',
    (scoring, first, kicks) => {
      const state = afterKicks(first, kicks);
      const now = shootOutChances(scoring, state);
      if (now.home < 1e-9 || now.away < 1e-9) return;
      const side = kicks.length % 2 === 0 ? first : other(first);
      const after = [true, false].map((goal) =>
        shootOutChances(scoring, afterKicks(first, [...kicks, goal])),
      );
      const mean =
        scoring[side] * (after[0]?.home ?? 0) + (1 - scoring[side]) * (after[1]?.home ?? 0);
      expect(mean).toBeCloseTo(now.home, 11);
    },
  );

  test('equal sides win half of them; three down with two to go is lost', () => {
    const even = shootOutChances({ home: 0.72, away: 0.72 }, BEFORE_SHOOT_OUT);
    expect(even.home).toBeCloseTo(0.5, 12);
    const lost: ShootOutState = {
      home: { scored: 0, taken: 3 },
      away: { scored: 3, taken: 3 },
      first: 'home',
    };
    expectCertain(shootOutChances({ home: 0.9, away: 0.1 }, lost).score, 0, 3);
  });

  test('in sudden death both sides kick: p(1−q) against q(1−p)', () => {
    const level = { scored: 4, taken: 6 };
    const { home } = shootOutChances(
      { home: 0.8, away: 0.6 },
      { home: level, away: level, first: 'away' },
    );
    expect(home).toBeCloseTo((0.8 * 0.4) / (0.8 * 0.4 + 0.6 * 0.2), 12);
    const missed: ShootOutState = { home: { scored: 4, taken: 7 }, away: level, first: 'home' };
    const after = shootOutChances({ home: 0.8, away: 0.6 }, missed);
    expect(after.away).toBeCloseTo(0.6 + 0.4 * (1 - home), 12);
  });

  test.each<[string, ShootOutState]>([
    [
      'more scored than taken',
      { home: { scored: 2, taken: 1 }, away: { scored: 0, taken: 1 }, first: null },
    ],
    [
      'two kicks ahead',
      { home: { scored: 2, taken: 3 }, away: { scored: 0, taken: 1 }, first: null },
    ],
    [
      'the second side ahead',
      { home: { scored: 0, taken: 1 }, away: { scored: 0, taken: 2 }, first: 'home' },
    ],
    [
      'a round of sudden death played on',
      { home: { scored: 6, taken: 7 }, away: { scored: 4, taken: 7 }, first: 'home' },
    ],
    [
      'sudden death from 5-3',
      { home: { scored: 5, taken: 6 }, away: { scored: 3, taken: 5 }, first: 'home' },
    ],
    [
      'half a kick',
      { home: { scored: 0, taken: 0.5 }, away: { scored: 0, taken: 0 }, first: null },
    ],
  ])('%s is refused', (_, state) => {
    expect(() => shootOutChances({ home: 0.7, away: 0.7 }, state)).toThrow(InputError);
  });

  test.each([0, 1, NaN, -0.5])('a scoring chance of %d is refused', (home) => {
    expect(() => shootOutChances({ home, away: 0.7 }, BEFORE_SHOOT_OUT)).toThrow(InputError);
  });
});

const other = (side: Side): Side => (side === 'home' ? 'away' : 'home');

function afterKicks(first: Side, kicks: readonly boolean[]): ShootOutState {
  const ofSide = (start: number) => {
    const own = kicks.filter((_, at) => at % 2 === start);
    return { scored: own.filter(Boolean).length, taken: own.length };
  };
  const [begins, follows] = [ofSide(0), ofSide(1)];
  return first === 'home'
    ? { home: begins, away: follows, first }
    : { home: follows, away: begins, first };
}
