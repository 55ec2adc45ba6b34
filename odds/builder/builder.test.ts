import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fixtureId, InputError, marketKeyOf, outcomeId } from '#contracts/mod.ts';
import {
  boardOf,
  buildFootballIndex,
  countSpace,
  emptyRecord,
  KICK_OFF_CONTEXT,
  type MatchRecord,
} from '#markets/mod.ts';

import { KICK_OFF, scenarioVector, ZOU_2020 } from '../models/mod.ts';
import { combinable, jointLegs, legChances, type Leg, type World } from './mod.ts';

const index = buildFootballIndex();
const core = scenarioVector({ lambda: 1.25, mu: 0.9, parameters: ZOU_2020 }, KICK_OFF, index);
const corners = countSpace(2, 1);
const world: World = {
  index,
  core,
  context: KICK_OFF_CONTEXT,
  factors: new Map([
    [
      'corners',
      {
        kind: 'corners',
        space: corners,
        chances: Float64Array.from([0.1, 0.2, 0.15, 0.15, 0.3, 0.1]),
      },
    ],
  ]),
  players: new Map([
    ['kane', { side: 'home', share: 0.3, goals: 0, isFirst: null }],
    ['son', { side: 'home', share: 0.2, goals: 0, isFirst: null }],
    ['salah', { side: 'away', share: 0.35, goals: 0, isFirst: null }],
  ]),
  scored: { home: 0, away: 0 },
};
const record: MatchRecord = {
  ...emptyRecord(fixtureId('builder')),
  expectation: { totalGoals: 2.7, supremacy: 0.4 },
};

const leg = (text: string): Leg => {
  const at = text.lastIndexOf('/');
  return { marketKey: marketKeyOf(text.slice(0, at)), outcomeId: outcomeId(text.slice(at + 1)) };
};
const joint = (...texts: string[]): number => jointLegs(world, texts.map(leg)).chance;

/** The obvious sum over final scores and halves. */
function mass(holds: (h1: number, a1: number, h2: number, a2: number) => number | boolean): number {
  let sum = 0;
  for (let cell = 0; cell < index.size; cell += 1) {
    const weight = holds(
      index.h1[cell] ?? 0,
      index.a1[cell] ?? 0,
      index.h2[cell] ?? 0,
      index.a2[cell] ?? 0,
    );
    sum += Number(weight) * (core[cell] ?? 0);
  }
  return sum;
}

describe('joint chances', () => {
  it('are the mass of the scenarios where every leg wins', () => {
    expect(joint('match-result/home', 'total-goals|line=2.5/over')).toBeCloseTo(
      mass((h1, a1, h2, a2) => h1 + h2 > a1 + a2 && h1 + h2 + a1 + a2 > 2),
      12,
    );
    expect(
      joint('half-time-result/draw', 'match-result/home', 'both-teams-to-score/no'),
    ).toBeCloseTo(
      mass((h1, a1, h2, a2) => h1 === a1 && h1 + h2 > a1 + a2 && a1 + a2 === 0),
      12,
    );
  });

  it('take players by their share of every goal that their team still scores', () => {
    const kane = mass((h1, _a1, h2) => 1 - 0.7 ** (h1 + h2));
    expect(joint('anytime-scorer|player=kane/yes')).toBeCloseTo(kane, 12);
    expect(joint('anytime-scorer|player=kane/no')).toBeCloseTo(1 - kane, 12);
    // Inclusion and exclusion over two team-mates, beside a player of the other team.
    const three = mass((h1, a1, h2, a2) => {
      const home = h1 + h2;
      const both = 1 - 0.7 ** home - 0.8 ** home + 0.5 ** home;
      return both * (1 - 0.65 ** (a1 + a2));
    });
    expect(
      joint(
        'anytime-scorer|player=kane/yes',
        'anytime-scorer|player=son/yes',
        'anytime-scorer|player=salah/yes',
      ),
    ).toBeCloseTo(three, 12);
  });

  it('know that the first scorer scores, and that only one can be first', () => {
    const first = joint('first-scorer|player=kane/yes');
    const nextHome = joint('next-goal|goal=1/home');
    expect(first).toBeCloseTo(0.3 * nextHome, 12);
    expect(joint('first-scorer|player=kane/yes', 'anytime-scorer|player=kane/yes')).toBeCloseTo(
      first,
      12,
    );
    expect(joint('first-scorer|player=kane/yes', 'first-scorer|player=son/yes')).toBe(0);
    expect(joint('first-scorer|player=kane/yes', 'next-goal|goal=1/away')).toBe(0);
    expect(joint('two-or-more-goals|player=kane/yes', 'anytime-scorer|player=kane/no')).toBe(0);
  });

  it('multiply over factors that do not depend on goals, and not within one', () => {
    const result = joint('match-result/home');
    expect(joint('match-result/home', 'total-corners|line=1.5/over')).toBeCloseTo(
      result * 0.55,
      12,
    );
    expect(joint('total-corners|line=1.5/over', 'corner-result/home')).toBeCloseTo(0.4, 12);
    expect(joint('total-corners|line=1.5/over', 'total-corners|line=1.5/under')).toBe(0);
  });

  it('do not depend on a leg that the others imply, and refuse what excludes itself', () => {
    const two = joint('match-result/home', 'both-teams-to-score/yes');
    expect(joint('match-result/home', 'both-teams-to-score/yes', 'total-goals|line=2.5/over')).toBe(
      two,
    );
    expect(joint('match-result/draw', 'odd-even/odd')).toBe(0);
  });
});

const board = boardOf(record).flatMap(({ key, outcomes }) =>
  outcomes.map((outcome): Leg => ({ marketKey: key, outcomeId: outcome })),
);
const simple = board.filter((each) => {
  try {
    jointLegs(world, [each]);
    return true;
  } catch {
    return false;
  }
});
const someLegs = fc.uniqueArray(fc.integer({ min: 0, max: simple.length - 1 }), {
  minLength: 2,
  maxLength: 4,
});

describe('properties', () => {
  it('can combine most of the board', () => {
    expect(simple.length).toBeGreaterThan(200);
  });

  property.prop([someLegs], { numRuns: 150 })('the Fréchet bounds hold', (places) => {
    const legs = places.flatMap((at) => simple[at] ?? []);
    const { chance, legs: singles, product } = jointLegs(world, legs);
    const least = singles.reduce((sum, each) => sum + each, 0) - (singles.length - 1);
    expect(chance).toBeGreaterThanOrEqual(Math.max(0, least) - 1e-12);
    expect(chance).toBeLessThanOrEqual(Math.min(...singles) + 1e-12);
    expect(product).toBeCloseTo(
      singles.reduce((all, each) => all * each, 1),
      14,
    );
  });

  property.prop([someLegs], { numRuns: 60 })('the order of legs does not matter', (places) => {
    const legs = places.flatMap((at) => simple[at] ?? []);
    const forth = jointLegs(world, legs).chance;
    expect(jointLegs(world, legs.toReversed()).chance).toBeCloseTo(forth, 13);
  });

  property.prop([someLegs], { numRuns: 25 })(
    'an addition has the chance that the legs then have, and nothing possible is left out',
    (places) => {
      const legs = places.slice(0, 2).flatMap((at) => simple[at] ?? []);
      const before = jointLegs(world, legs).chance;
      const additions = new Map(
        combinable(world, legs, simple).map((each) => [
          `${each.leg.marketKey}/${each.leg.outcomeId}`,
          each,
        ]),
      );
      for (const candidate of simple) {
        const after = jointLegs(world, [...legs, candidate]).chance;
        const found = additions.get(`${candidate.marketKey}/${candidate.outcomeId}`);
        if (after > 1e-9) {
          expect(found?.chance).toBeCloseTo(after, 11);
          if (found?.implied === true) expect(after).toBeCloseTo(before, 11);
        } else expect(found?.chance ?? 0).toBeLessThan(1e-8);
      }
    },
  );
});

describe('refusals', () => {
  it.each([
    ['no-such-market/home', 'MARKET_UNKNOWN'],
    ['match-result/yes', 'OUTCOME_UNKNOWN'],
    ['draw-no-bet/home', 'LEG_NOT_COMBINABLE'],
    ['total-goals|line=2/over', 'LEG_NOT_COMBINABLE'],
    ['total-goals|line=2.25/over', 'LEG_NOT_COMBINABLE'],
    ['anytime-scorer|player=nobody/yes', 'LEG_NOT_COMBINABLE'],
    ['last-goal/home', 'LEG_NOT_COMBINABLE'],
    ['total-cards|line=2.5/over', 'LEG_NOT_COMBINABLE'],
    ['goal-in-interval|from=0|to=15/yes', 'LEG_NOT_COMBINABLE'],
  ])('%s is %s, with its place', (text, code) => {
    const legs = [leg('match-result/home'), leg(text)];
    const refusal = (() => {
      try {
        return jointLegs(world, legs);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(InputError);
    expect(refusal).toMatchObject({ code });
    expect((refusal as InputError).field).toMatch(/^legs\[1\]/u);
  });
});

describe('two counts of one kind', () => {
  const half = countSpace(1, 1);
  const both: World = {
    ...world,
    factors: new Map([
      ...world.factors,
      [
        'first-half-corners',
        { kind: 'corners', space: half, chances: Float64Array.from([0.25, 0.25, 0.25, 0.25]) },
      ],
    ]),
  };
  const first = leg('first-half-corners|line=0.5/over');
  const match = leg('total-corners|line=1.5/over');

  it('have no joint chance, and are not proposed', () => {
    expect(() => jointLegs(both, [match, first])).toThrow(
      expect.objectContaining({ code: 'LEG_NOT_COMBINABLE', field: 'legs[1]' }) as Error,
    );
    expect(jointLegs(both, [leg('match-result/home'), first]).chance).toBeCloseTo(
      0.75 * joint('match-result/home'),
      12,
    );
    const proposed = combinable(both, [match], [first, leg('match-result/home')]);
    expect(proposed.map((each) => each.leg.marketKey)).toEqual(['match-result']);
  });
});

describe('chances of one answer', () => {
  it('hold the five results, on or off the board', () => {
    const whole = legChances(world, leg('total-goals|line=2/over'));
    expect(whole.push).toBeCloseTo(
      mass((h1, a1, h2, a2) => h1 + a1 + h2 + a2 === 2),
      12,
    );
    const quarter = legChances(world, leg('asian-handicap|line=-0.25|score=0-0/home'));
    expect(quarter.halfLose).toBeCloseTo(
      mass((h1, a1, h2, a2) => h1 + h2 === a1 + a2),
      12,
    );
    expect(Object.values(quarter).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 11);
    expect(legChances(world, leg('total-corners|line=1.5/over')).win).toBeCloseTo(0.55, 12);
  });
});
