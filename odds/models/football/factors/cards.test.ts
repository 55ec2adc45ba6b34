import { fc, test as property } from '@fast-check/vitest';
import { beforeAll, describe, expect, test } from 'vitest';

import { InputError } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { chanceAbove, meanOf } from '../distribution.ts';
import { KICK_OFF, type FootballState } from '../scenario.ts';
import { marginalsOf, scoreChance } from '../score-grid.ts';
import {
  bookingPointGrid,
  cardGrid,
  nextCard,
  POINTS_UNIT,
  sendingOffChances,
  sendingOffGrid,
  type CardModel,
  type CardState,
} from './cards.ts';
import { COUNT_PERIODS } from './count-laws.ts';
import { LEAGUE_CARDS } from './defaults.ts';
import { leadTimes } from './lead-times.ts';
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

const CARDS: CardModel = { ...LEAGUE_CARDS, supremacy: 0.4 };
const NO_COUNTS = { firstHalf: NONE, secondHalf: NONE };
const stateOf = (match: FootballState, cards: Partial<CardState> = {}): CardState => ({
  match,
  leads: leadTimes(MODEL, match),
  yellow: NO_COUNTS,
  dismissals: NO_COUNTS,
  ...cards,
});
const START = stateOf(KICK_OFF);

describe('cards', () => {
  const few = fc.record({ home: fc.nat(3), away: fc.nat(3) });
  property.prop([models, states, few, few], { numRuns: 50 })(
    'are distributions in every state',
    (model, match, yellow, red) => {
      const begun = match.phase !== 'not-started';
      const state: CardState = {
        match,
        leads: leadTimes(model, match),
        yellow: { firstHalf: begun ? yellow : NONE, secondHalf: NONE },
        dismissals: { firstHalf: begun ? red : NONE, secondHalf: NONE },
      };
      for (const period of COUNT_PERIODS) {
        for (const grid of [cardGrid, bookingPointGrid, sendingOffGrid]) {
          expectChances(grid(CARDS, state, period).cells);
        }
      }
      const next = nextCard(CARDS, state);
      expect(next.home + next.away + next.none).toBeCloseTo(1, 12);
    },
  );

  test('are certain at full time: points are 10 and 25, cards count one each', () => {
    const state = stateOf(FULL_TIME, {
      yellow: { firstHalf: { home: 1, away: 0 }, secondHalf: { home: 2, away: 1 } },
      dismissals: { firstHalf: NONE, secondHalf: { home: 0, away: 1 } },
    });
    expectCertain(cardGrid(CARDS, state, 'match'), 3, 2);
    expectCertain(cardGrid(CARDS, state, 'second-half'), 2, 2);
    expectCertain(bookingPointGrid(CARDS, state, 'match'), 30 / POINTS_UNIT, 35 / POINTS_UNIT);
    expectCertain(sendingOffGrid(CARDS, state, 'match'), 0, 1);
    expect(sendingOffChances(CARDS, state, 'match')).toEqual({ either: 1, home: 0, away: 1 });
    expect(nextCard(CARDS, state)).toEqual({ home: 0, away: 0, none: 1 });
  });

  test('points and cards are sums over the two kinds, told apart', () => {
    const points = marginalsOf(bookingPointGrid(CARDS, START, 'match')).total;
    const cards = marginalsOf(cardGrid(CARDS, START, 'match')).total;
    const off = marginalsOf(sendingOffGrid(CARDS, START, 'match')).total;
    const yellow = meanOf(cards) - meanOf(off);
    expect(POINTS_UNIT * meanOf(points)).toBeCloseTo(10 * yellow + 25 * meanOf(off), 4);
    expect(points.mass[1]).toBe(0);
    expect(points.mass[3]).toBe(0);
  });

  test('come later in a match: two thirds after the break, and faster towards the end', () => {
    const mean = (period: 'match' | 'second-half', match = KICK_OFF): number =>
      meanOf(marginalsOf(cardGrid(CARDS, stateOf(match), period)).total);
    expect(mean('second-half') / mean('match')).toBeGreaterThan(0.65);
    expect(mean('second-half') / mean('match')).toBeLessThan(0.72);
    const at = (elapsedMinutes: number): number =>
      mean('match', { ...KICK_OFF, phase: 'second-half', elapsedMinutes });
    expect(at(75) - at(90)).toBeGreaterThan(at(45) - at(60));
    expect(at(92)).toBeLessThan(at(90));
  });

  property.prop([fc.double({ min: -2, max: 1.8, noNaN: true })], { numRuns: 20 })(
    'go to the weaker side, and even out between the sides',
    (supremacy) => {
      const home = (model: CardModel, state = START): number => nextCard(model, state).home;
      expect(home({ ...CARDS, supremacy: supremacy + 0.2 })).toBeLessThan(
        home({ ...CARDS, supremacy }),
      );
      const half = { ...KICK_OFF, phase: 'half-time', elapsedMinutes: 45 } as const;
      const after = (cards: typeof NONE): number =>
        home(
          { ...CARDS, supremacy },
          stateOf(half, { yellow: { ...NO_COUNTS, firstHalf: cards } }),
        );
      expect(after({ home: 3, away: 0 })).toBeLessThan(after({ home: 0, away: 3 }));
    },
  );

  test('one sending-off makes another likelier', () => {
    const half = { ...KICK_OFF, phase: 'half-time', elapsedMinutes: 45 } as const;
    const second = (red: typeof NONE): number =>
      sendingOffChances(
        CARDS,
        stateOf(half, { dismissals: { ...NO_COUNTS, firstHalf: red } }),
        'second-half',
      ).either;
    expect(second({ home: 1, away: 0 })).toBeGreaterThan(1.2 * second(NONE));
    const { either, home, away } = sendingOffChances(CARDS, START, 'match');
    expect(either).toBeLessThan(home + away);
    expect(either).toBeGreaterThan(Math.max(home, away));
  });

  test('bad input is refused', () => {
    const early = stateOf(KICK_OFF, { yellow: { ...NO_COUNTS, firstHalf: { home: 1, away: 0 } } });
    expect(() => cardGrid(CARDS, early, 'match')).toThrow(InputError);
    const half = { ...KICK_OFF, phase: 'half-time', elapsedMinutes: 45 } as const;
    for (const home of [-1, NaN, 0.5]) {
      const dismissals = { ...NO_COUNTS, firstHalf: { home, away: 0 } };
      const state = stateOf(half, { dismissals });
      expect(() => bookingPointGrid(CARDS, state, 'match')).toThrow(InputError);
    }
    expect(() => nextCard({ ...CARDS, supremacy: 99 }, START)).toThrow(InputError);
  });
});

describe('against matches played minute by minute (seed cards)', () => {
  type Cards = Readonly<{ yellow: typeof NONE; red: typeof NONE; next: string | undefined }>;
  let matches: readonly PlayedMatch[] = [];
  beforeAll(() => {
    const random = seededRandom('cards');
    const kinds = [CARDS.yellow, CARDS.dismissal];
    matches = Array.from({ length: 12_000 }, () =>
      playMatch(random, { model: MODEL, kinds, supremacy: CARDS.supremacy }),
    );
  });
  const cardsIn = (from: number, to: number): readonly Cards[] =>
    matches.map(({ counts: [yellow = [], red = []] }) => ({
      yellow: countIn(yellow, from, to),
      red: countIn(red, from, to),
      next: [...yellow, ...red].sort((left, right) => left.minute - right.minute)[0]?.side,
    }));
  function agrees(ours: number, seen: readonly Cards[], holds: (cards: Cards) => boolean): void {
    const { share, error } = frequency(seen, holds);
    expect(Math.abs(ours - share)).toBeLessThan(4 * error + 0.004);
  }
  const pointsOf = ({ yellow, red }: Cards, side: 'home' | 'away'): number =>
    10 * yellow[side] + 25 * red[side];

  test.each([
    ['match', 0, 90],
    ['first-half', 0, 45],
    ['second-half', 45, 90],
  ] as const)('cards and points of the %s', (period, from, to) => {
    const seen = cardsIn(from, to);
    const cards = marginalsOf(cardGrid(CARDS, START, period));
    const points = marginalsOf(bookingPointGrid(CARDS, START, period));
    const off = sendingOffGrid(CARDS, START, period);
    for (let line = 0; line < 9; line += 1) {
      const home = ({ yellow, red }: Cards): number => yellow.home + red.home;
      const away = ({ yellow, red }: Cards): number => yellow.away + red.away;
      agrees(chanceAbove(cards.total, line), seen, (one) => home(one) + away(one) > line);
      agrees(chanceAbove(cards.home, line), seen, (one) => home(one) > line);
      const lead = line - 4;
      agrees(chanceAbove(cards.difference, lead), seen, (one) => home(one) - away(one) > lead);
      const bar = 10 * line + 5;
      agrees(
        chanceAbove(points.total, bar / POINTS_UNIT),
        seen,
        (one) => pointsOf(one, 'home') + pointsOf(one, 'away') > bar,
      );
      agrees(
        chanceAbove(points.away, bar / POINTS_UNIT),
        seen,
        (one) => pointsOf(one, 'away') > bar,
      );
    }
    agrees(scoreChance(off, 0, 0), seen, ({ red }) => red.home + red.away === 0);
    agrees(scoreChance(off, 1, 1), seen, ({ red }) => red.home === 1 && red.away === 1);
    agrees(sendingOffChances(CARDS, START, period).home, seen, ({ red }) => red.home > 0);
  });

  test('the first card', () => {
    const seen = cardsIn(0, 90);
    const { home, away, none } = nextCard(CARDS, START);
    agrees(home, seen, ({ next }) => next === 'home');
    agrees(away, seen, ({ next }) => next === 'away');
    agrees(none, seen, ({ next }) => next === undefined);
  });
});
