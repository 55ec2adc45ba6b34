import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKey, marketKeyOf, outcomeId, parseMarketKey } from '#contracts/mod.ts';

import { gradeMarket, identifyMarket } from '../catalogue.ts';
import { recordAfter, sequence } from '../testing/events.ts';
import { projectToSpace } from '../testing/project-to-space.ts';
import { randomMatch } from '../testing/random-match.ts';
import { oneOfEach } from '../testing/random-specifiers.ts';
import { longTie } from '../testing/two-matches.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import { isCoreView, type FootballView } from './facts.ts';
import { codeOf, RESULT_BY_CODE, spaceTable } from './payoff.ts';
import {
  countSpace,
  DECIDER_SPACE,
  distributionOf,
  FIRST_GOAL_SPACE,
  NEXT_SPACE,
  PLAYER_SPACE,
  SIDE_SPACE,
} from './spaces.ts';

const definitions = [...FOOTBALL_DEFINITIONS.values()].filter(({ reads }) => !isCoreView(reads));
const readsOf = (key: string): FootballView | undefined =>
  definitions.find(({ type }) => type === parseMarketKey(key)?.type)?.reads;

describe('grade(record) = spaceTable[cell of the record]', () => {
  const seen = new Set<string>();

  property.prop([randomMatch({ maxGoals: 4, maxOthers: 20 }), oneOfEach(definitions)])(
    'for every market of every factor',
    ({ drafts }, keys) => {
      const record = recordAfter(sequence(drafts));
      for (const key of keys) {
        const identity = identifyMarket(key);
        const view = readsOf(key);
        if (identity === undefined || view === undefined) throw new Error(key);
        const place = projectToSpace(record, view, identity.specifiers);
        if (place === undefined) continue;
        seen.add(view);
        expect(place.cell).toBeLessThan(place.space.size);
        const paid = [...spaceTable(place.space, identity)].map(([outcome, codes]) => [
          outcome,
          RESULT_BY_CODE[codes[place.cell] ?? 9],
        ]);
        expect([key, paid]).toEqual([key, [...(gradeMarket(record, key) ?? [])]]);
      }
    },
  );

  test('and none was left out', () => {
    expect(seen).toEqual(new Set(definitions.map(({ reads }) => reads)));
  });
});

const identityOf = (key: string) => {
  const identity = identifyMarket(key);
  if (identity === undefined) throw new Error(key);
  return identity;
};

describe('spaces', () => {
  test('count what they say', () => {
    const corners = countSpace(12, 10);
    expect(corners.size).toBe(13 * 11);
    expect(corners.factsOf(12 * 11 + 3)).toEqual({ home: 12, away: 3 });
    expect(countSpace(20, 20, 5).factsOf(21 + 2)).toEqual({ home: 5, away: 10 });
    expect([SIDE_SPACE.size, NEXT_SPACE.size, FIRST_GOAL_SPACE.size]).toEqual([3, 3, 7]);
    expect([PLAYER_SPACE.size, DECIDER_SPACE.size]).toEqual([16, 39]);
  });

  test('of equal keys share their tables, and only those', () => {
    const over = identityOf('total-corners|line=9.5');
    expect(spaceTable(countSpace(12, 12), over)).toBe(spaceTable(countSpace(12, 12), over));
    expect(spaceTable(countSpace(12, 12), over)).not.toBe(spaceTable(countSpace(12, 13), over));
    expect(spaceTable(countSpace(12, 12, 5), over)).not.toBe(spaceTable(countSpace(12, 12), over));
    const one = identityOf('anytime-scorer|player=lion-one');
    const two = identityOf('anytime-scorer|player=lion-two');
    expect(spaceTable(PLAYER_SPACE, one)).toBe(spaceTable(PLAYER_SPACE, two));
  });

  test('pay by the line', () => {
    const table = spaceTable(countSpace(9, 9), identityOf('total-corners|line=8.75'));
    const at = (home: number, away: number) => table.get(outcomeId('over'))?.[home * 10 + away];
    expect([at(4, 4), at(5, 4), at(9, 9)]).toEqual(
      ['lost', 'half-won', 'won'].map((result) => codeOf(result as 'won')),
    );
  });

  test('every decider cell names one winner', () => {
    const table = spaceTable(DECIDER_SPACE, identityOf('to-qualify'));
    const [home, away] = [...table.values()];
    for (let cell = 0; cell < DECIDER_SPACE.size; cell += 1) {
      expect((home?.[cell] ?? 0) + (away?.[cell] ?? 0)).toBe(codeOf('won'));
    }
  });

  test('a type that is no football market has no table', () => {
    const identity = { type: 'tennis-match-winner', specifiers: {} } as const;
    expect(() => spaceTable(SIDE_SPACE, identity)).toThrow(RangeError);
  });
});

test.each([
  ['total-corners|line=9.5', 'corners'],
  ['corner-handicap|line=-1.5', 'corners'],
  ['corner-race|to=5', 'corner-race|to=5'],
  ['interval-result|from=15|to=30', 'interval|from=15|to=30'],
  ['goal-in-interval|from=15|to=30', 'interval|from=15|to=30'],
  ['hat-trick|player=lion-one', 'player|player=lion-one'],
  ['to-qualify', 'decider'],
  ['total-goals|line=2.5', 'full-time'],
])('%s reads the distribution %s', (key, name) => {
  const identity = identityOf(key);
  const definition = FOOTBALL_DEFINITIONS.get(identity.type as 'to-qualify');
  expect(definition && distributionOf(definition, identity)).toBe(name);
});

property.prop([fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })])(
  'a cell of a count space is its counts',
  (home, away) => {
    expect(countSpace(20, 20).factsOf(home * 21 + away)).toEqual({ home, away });
  },
);

test('the long tie lies where it should', () => {
  const record = longTie();
  const cellOf = (view: FootballView, key: string) =>
    projectToSpace(record, view, parseMarketKey(key)?.specifiers ?? {})?.cell;
  expect(cellOf('corners', marketKey('corner-result'))).toBe(4 * 41 + 5);
  expect(cellOf('booking-points', 'booking-points|line=0.5')).toBe(7 * 41 + 7);
  expect(cellOf('player', marketKeyOf('hat-trick|player=lion-one'))).toBe(4 * 2 + 2 + 1);
  expect(cellOf('decider', 'to-qualify')).toBe(2 + 25 + 2 * 1 + 1);
});
