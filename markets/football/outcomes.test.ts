import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { identifyMarket, gradeMarket } from '../catalogue.ts';
import { recordAfter, sequence } from '../testing/events.ts';
import { randomMatch } from '../testing/random-match.ts';
import { oneOfEach, specifiersOf } from '../testing/random-specifiers.ts';
import { settleWith } from './definition.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import type { CountView } from './facts.ts';
import type { Grade } from './grade.ts';

const definitions = [...FOOTBALL_DEFINITIONS.values()];

/** Markets of which more than one outcome can win. */
const overlaps = (type: string): boolean =>
  type.includes('double-chance') || type === 'multi-goals';

/** What both sides of a line or of a refund come to together. */
const PAIRS: readonly (readonly Grade[])[] = [
  ['lost', 'won'],
  ['half-lost', 'half-won'],
  ['void', 'void'],
];

/** One winner, or the stake back on every outcome, or a pair that shares it. */
function expectOneWinner(type: string, results: readonly Grade[]): void {
  if (overlaps(type)) return;
  const isPair = PAIRS.some((pair) => pair.join() === results.toSorted().join());
  const winners = results.filter((result) => result === 'won').length;
  const others = results.filter((result) => result === 'lost').length;
  const isOne = winners === 1 && others === results.length - 1;
  const isVoid = results.every((result) => result === 'void');
  if (!isPair && !isOne && !isVoid) expect.fail(`${type} pays ${results.join()}`);
}

describe('outcomes that exclude each other', () => {
  property.prop([randomMatch({ maxGoals: 5 }), oneOfEach(definitions)])(
    'have one winner in every match',
    ({ drafts }, keys) => {
      const record = recordAfter(sequence(drafts));
      for (const key of keys) {
        const results = [...(gradeMarket(record, key)?.values() ?? [])];
        const type = identifyMarket(key)?.type ?? '';
        if (!results.includes('undecided')) expectOneWinner(type, results);
      }
    },
  );

  const COUNTS: readonly CountView[] = [
    'full-time',
    'first-half',
    'second-half',
    'corners',
    'first-half-corners',
    'cards',
    'first-half-cards',
    'booking-points',
    'sendings-off',
    'interval',
  ];
  const counting = definitions.filter(({ reads }) => (COUNTS as readonly string[]).includes(reads));

  property.prop([fc.tuple(...counting.map(specifiersOf))], { numRuns: 10 })(
    'have one winner at every count',
    (specifiers) => {
      for (let home = 0; home <= 9; home += 1) {
        for (let away = 0; away <= 9; away += 1) {
          counting.forEach((definition, at) => {
            const results = settleWith(definition, { home, away }, specifiers[at] ?? {});
            expectOneWinner(definition.type, results);
          });
        }
      }
    },
  );
});

describe('outcomes that overlap', () => {
  const winnersAt = (type: 'double-chance' | 'multi-goals', home: number, away: number) => {
    const definition = FOOTBALL_DEFINITIONS.get(type);
    const results = definition && settleWith(definition, { home, away }, {});
    return definition?.outcomes({}).filter((_, at) => results?.[at] === 'won');
  };

  test('double chance has two winners in every match', () => {
    for (const [home, away] of [
      [0, 0],
      [1, 0],
      [0, 3],
    ] as const) {
      expect(winnersAt('double-chance', home, away)).toHaveLength(2);
    }
  });

  test.each([
    [0, []],
    [1, ['1-to-2', '1-to-3', '1-to-4']],
    [4, ['1-to-4', '2-to-4', '3-to-4', '3-to-5', '4-to-6']],
    [6, ['4-to-6']],
    [7, []],
  ])('%i goals are in the ranges %j', (goals, ranges) => {
    expect(winnersAt('multi-goals', goals, 0)).toEqual(ranges);
  });
});

test('every list of outcomes is closed, without doubles, and settled in full', () => {
  const longest = { sideOf: () => 'home', home: 1, away: 0, first: 1, second: 0, minute: 1 };
  for (const definition of definitions) {
    const outcomes = definition.outcomes({});
    expect(outcomes.length).toBeGreaterThan(1);
    expect(new Set(outcomes).size).toBe(outcomes.length);
    const facts = { ...longest, played: 'not', extraTime: null, shootOut: null, fullTime: 'home' };
    expect(settleWith(definition, facts as never, {})).toHaveLength(outcomes.length);
  }
});
