import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  InputError,
  isMarketType,
  outcomeId,
  parseMarketKey,
  RACING_MARKET_TYPES,
  type RacingMarketType,
} from '#contracts/mod.ts';

import type { Settled } from '../definition.ts';
import { RACING_DEFINITIONS } from './definitions.ts';
import { starterCount, type RacingFacts, type RunnerStatus } from './facts.ts';
import { gradeRacing } from './grade.ts';
import { races, raceSpecifiers, shareOf, tieBreaks } from './testing/race.ts';

const types = fc.constantFrom(...RACING_MARKET_TYPES);
const codes: Readonly<Record<string, RunnerStatus>> = {
  r: 'ran',
  n: 'non-runner',
  f: 'did-not-finish',
};
/** "rrnf" and "3 1=2" as facts. */
const race = (statuses: string, order: string): RacingFacts => ({
  runners: Array.from(statuses, (code) => codes[code] ?? 'ran'),
  finish:
    order === '' ? [] : order.split(' ').map((tied) => tied.split('=').map((text) => Number(text))),
});
const settledText = (settled: Settled | 'undecided' | undefined) =>
  typeof settled === 'object' ? `${settled.places}/${settled.tied}` : settled;
const grade = (facts: RacingFacts, key: string) => {
  const { type, specifiers } = parseMarketKey(key) ?? {};
  if (type === undefined || specifiers === undefined) throw new RangeError(key);
  return gradeRacing(facts, type as RacingMarketType, specifiers);
};
const texts = (facts: RacingFacts, key: string) => [...grade(facts, key).values()].map(settledText);

describe('published cases', () => {
  test.each([
    // Three tie for first; one winner, then four tie for two places; tied third with one other.
    ['1=2=3 4 5 6 7 8', 'racing-win|runners=8', '1', '1/3'],
    ['1 2=3=4=5 6 7 8', 'racing-place|places=3|runners=8', '4', '2/4'],
    ['1 2 3=4 5 6 7 8', 'racing-place|places=3|runners=8', '3', '1/2'],
    ['1 2=3 4 5 6 7 8', 'racing-place|places=3|runners=8', '3', 'won'],
    ['1=2 3 4 5 6 7 8', 'racing-not-placed|places=1|runners=8', '1', '1/2'],
    ['1=2=3 4 5 6 7 8', 'racing-not-placed|places=1|runners=8', '1', '2/3'],
    ['1 2=3 4 5 6 7 8', 'racing-finish-position|position=3|runners=8', '2', '1/2'],
    ['1 2=3 4 5 6 7 8', 'racing-finish-position|position=4|runners=8', '2', 'lost'],
  ])('%s in %s: number %s is %s', (order, key, outcome, expected) => {
    expect(settledText(grade(race('rrrrrrrr', order), key).get(outcomeId(outcome)))).toBe(expected);
  });
});

describe('forecasts and tricasts', () => {
  const paid = (facts: RacingFacts, type: RacingMarketType) =>
    [...grade(facts, `${type}|runners=4`)]
      .filter(([, settled]) => settled !== 'lost')
      .map(([outcome, settled]) => `${outcome}:${settledText(settled) ?? ''}`)
      .join(' ');

  test.each([
    ['1 2 3 4', 'racing-forecast', '1-2:won'],
    ['1=2 3 4', 'racing-forecast', '1-2:1/2 2-1:1/2'],
    ['1 2=3 4', 'racing-forecast', '1-2:1/2 1-3:1/2'],
    ['1=2 3 4', 'racing-reverse-forecast', '1-2:won'],
    ['3 1=2 4', 'racing-reverse-forecast', '1-3:1/2 2-3:1/2'],
    ['1=2=3 4', 'racing-reverse-forecast', '1-2:1/3 1-3:1/3 2-3:1/3'],
    ['1=2 3 4', 'racing-tricast', '1-2-3:1/2 2-1-3:1/2'],
    ['4 1=2=3', 'racing-combination-tricast', '1-2-4:1/3 1-3-4:1/3 2-3-4:1/3'],
  ] as const)('%s in the %s', (order, type, expected) => {
    expect(paid(race('rrrr', order), type)).toBe(expected);
  });

  test('one finisher: a dead heat of all forecasts that name it first', () => {
    expect(paid(race('rfff', '1'), 'racing-forecast')).toBe('1-2:1/3 1-3:1/3 1-4:1/3');
  });

  test('a non-runner voids what names it', () => {
    expect(paid(race('rrnr', '4 1 2'), 'racing-reverse-forecast')).toBe(
      '1-3:void 1-4:won 2-3:void 3-4:void',
    );
  });

  test('the largest tricast is answered in the order of its outcomes', () => {
    const runners = Array.from({ length: 40 }, (): RunnerStatus => 'ran');
    const facts = { runners, finish: [[40], [1], [17]] };
    const grades = gradeRacing(facts, 'racing-tricast', { runners: '40' });
    expect(grades.size).toBe(59_280);
    expect([...grades].filter(([, settled]) => settled !== 'lost')).toEqual([['40-1-17', 'won']]);
  });
});

describe('matches and groups', () => {
  test.each([
    ['rrrr', '3 2 1 4', ['lost', 'won']],
    ['rrrr', '3 2=1 4', ['1/2', '1/2']],
    ['rfrr', '3 4 1', ['won', 'lost']],
    ['ffrr', '3 4', ['void', 'void']],
    ['rnrr', '3 1 4', ['void', 'void']],
    ['rrrr', '3', ['undecided', 'undecided']],
    ['rrrr', '3 2', ['lost', 'won']],
  ])('%s, %s', (statuses, order, expected) => {
    expect(texts(race(statuses, order), 'racing-match-bet|a=1|b=2')).toEqual(expected);
  });

  test.each([
    ['rrrr', '4 3 2 1', ['lost', 'lost', 'won']],
    ['rrnr', '4 2 1', ['lost', 'won', 'void']],
    ['rnnr', '4 1', ['void', 'void', 'void']],
  ])('group, %s, %s', (statuses, order, expected) => {
    expect(texts(race(statuses, order), 'racing-group-bet|group=1-2-3')).toEqual(expected);
  });

  test.each([
    ['rrr', '2 1 3', ['won', 'lost']],
    ['rrr', '2 1=3', ['1/2', '1/2']],
    ['rnr', '3 1', ['lost', 'won']],
    ['nrr', '2 3', ['void', 'void']],
  ])('winner without number 2, %s, %s', (statuses, order, expected) => {
    const key = 'racing-winner-without|runners=3|without=2';
    expect(texts(race(statuses, order), key)).toEqual(expected);
  });
});

describe('races that are none', () => {
  test.each([
    // A walkover; nobody comes home; as many starters as places; too few for the question.
    ['rnn', '1', 'racing-win|runners=3'],
    ['fff', '', 'racing-win|runners=3'],
    ['rrn', '1 2', 'racing-place|places=2|runners=3'],
    ['rrn', '2 1', 'racing-finish-position|position=3|runners=3'],
    ['rrn', '2 1', 'racing-tricast|runners=3'],
  ])('%s, %s voids %s', (statuses, order, key) => {
    expect(new Set(texts(race(statuses, order), key))).toEqual(new Set(['void']));
  });

  test('before the race only non-runners are decided', () => {
    const facts = race('rrnr', '');
    const open = 'undecided';
    expect(texts(facts, 'racing-win|runners=4')).toEqual([open, open, 'void', open]);
    expect(grade(facts, 'racing-forecast|runners=4').get(outcomeId('3-1'))).toBe('void');
  });
});

describe('dead heats', () => {
  /** Numbers that the last paid positions are filled from when too few come home. */
  const ordersOf = (facts: RacingFacts): readonly (readonly number[])[] => {
    const down = facts.runners.flatMap((status, at) =>
      status === 'did-not-finish' ? [at + 1] : [],
    );
    return [...tieBreaks(down.length === 0 ? facts.finish : [...facts.finish, down])];
  };

  property.prop([races(2, 6), types])(
    'pay the mean over all ways to break the ties',
    (facts, type) => {
      const orders = ordersOf(facts);
      for (const specifiers of raceSpecifiers(facts.runners.length)[type] ?? []) {
        const grades = gradeRacing(facts, type, specifiers);
        const size = [...grades.keys()][0]?.split('-').length ?? 1;
        for (const [outcome, settled] of grades) {
          if (settled === 'void') continue;
          const pick = outcome.split('-').map(Number);
          const wins = orders.filter((order) => {
            const home = order.filter((number) => facts.runners[number - 1] === 'ran');
            const at = home.indexOf(pick[0] ?? 0) + 1;
            const placed = at > 0 && at <= Number(specifiers['places'] ?? 1);
            const front = order.slice(0, size);
            if (type === 'racing-not-placed') return !placed;
            if (type === 'racing-finish-position') return at === Number(specifiers['position']);
            if (type.endsWith('win') || type.endsWith('place')) return placed;
            if (type === 'racing-forecast' || type === 'racing-tricast') {
              return front.join('-') === outcome;
            }
            if (size > 1) return [...front].sort((a, b) => a - b).join('-') === outcome;
            const rivals = [...grades.keys()].map(Number);
            return home.find((number) => rivals.includes(number)) === pick[0];
          });
          expect(shareOf(settled)).toBeCloseTo(wins.length / orders.length, 12);
        }
      }
    },
  );

  property.prop([races(2, 8), types])('shares add up to what there is to win', (facts, type) => {
    for (const specifiers of raceSpecifiers(facts.runners.length)[type] ?? []) {
      const settled = [...gradeRacing(facts, type, specifiers).values()];
      const live = settled.filter((result) => result !== 'void');
      const sum = live.map(shareOf).reduce((total, share) => total + share, 0);
      const home = facts.finish.flat().length;
      const places = Math.min(Number(specifiers['places'] ?? 1), home);
      const expected: Partial<Record<RacingMarketType, number>> = {
        'racing-place': places,
        'racing-not-placed': starterCount(facts) - places,
        'racing-finish-position': Number(specifiers['position']) <= home ? 1 : 0,
      };
      if (live.length > 0) expect(sum).toBeCloseTo(expected[type] ?? 1, 12);
    }
  });

  property.prop([races(2, 8), types, fc.nat(8)])(
    'a result that is not complete decides nothing that the rest of it could change',
    (facts, type, known) => {
      const part = { ...facts, finish: facts.finish.slice(0, known) };
      for (const specifiers of raceSpecifiers(facts.runners.length)[type] ?? []) {
        const full = gradeRacing(facts, type, specifiers);
        for (const [outcome, settled] of gradeRacing(part, type, specifiers)) {
          if (settled !== 'undecided') expect(settled).toEqual(full.get(outcome));
        }
      }
    },
  );
});

describe('definitions', () => {
  test.each(RACING_MARKET_TYPES)('%s is whole', (type) => {
    const { outcomes, accepts, settle, marketName, outcomeName, ...rest } =
      RACING_DEFINITIONS[type];
    expect(rest).toMatchObject({ type, uofMarketId: null });
    expect(isMarketType(type)).toBe(true);
    for (const specifiers of raceSpecifiers(6)[type] ?? []) {
      expect(accepts(specifiers)).toBe(true);
      const named = outcomes(specifiers);
      expect(new Set(named).size).toBe(named.length);
      expect(marketName(specifiers)).not.toMatch(/\?|undefined/u);
      for (const outcome of named) {
        expect(outcomeName(outcome, specifiers, { home: '', away: '' })).toContain(outcome);
      }
      for (const name of Object.keys(specifiers)) {
        const wrong = ['', '0', '41', '03', '-1', '2.5', '4-2-1', '1-1-2', 'x'];
        for (const text of wrong) {
          expect(accepts({ ...specifiers, [name]: text })).toBe(false);
        }
        const { [name]: _, ...without } = specifiers;
        expect(accepts(without)).toBe(false);
        expect(() => settle(race('rrrrrr', '1 2 3 4 5 6'), without)).toThrow(InputError);
      }
      expect(accepts({ ...specifiers, line: '1' })).toBe(false);
    }
  });

  test.each([
    ['racing-place', { runners: '4', places: '4' }],
    ['racing-place', { runners: '4', places: '1' }],
    ['racing-finish-position', { runners: '4', position: '5' }],
    ['racing-winner-without', { runners: '4', without: '5' }],
    ['racing-winner-without', { runners: '2', without: '1' }],
    ['racing-match-bet', { a: '3', b: '3' }],
    ['racing-match-bet', { a: '3', b: '2' }],
    ['racing-group-bet', { group: '1-2' }],
    ['racing-tricast', { runners: '2' }],
    ['racing-win', { runners: '1' }],
  ] as const)('%s does not accept %j', (type, specifiers) => {
    expect(RACING_DEFINITIONS[type].accepts(specifiers)).toBe(false);
    expect(() => gradeRacing(race('rrrr', '1 2 3 4'), type, specifiers)).toThrow(
      expect.objectContaining({ code: 'SPECIFIER_INVALID' }),
    );
  });

  test.each(['racing-match-bet|a=1|b=4', 'racing-group-bet|group=1-2-4'])(
    '%s is not asked of three runners',
    (key) => {
      expect(() => grade(race('rrr', '1 2 3'), key)).toThrow(
        expect.objectContaining({ code: 'STATE_CONTRADICTORY' }),
      );
    },
  );

  test.each([
    [race('r', '1'), { runners: '2' }],
    [race('rrr', '1 2 1'), { runners: '3' }],
    [race('rrr', '1 4'), { runners: '3' }],
    [race('rnr', '2 1'), { runners: '3' }],
    [race('rfr', '1=2'), { runners: '3' }],
    [race('rrr', '1 2 3'), { runners: '4' }],
    [{ ...race('rrr', ''), finish: [[]] }, { runners: '3' }],
    [race('r'.repeat(41), ''), { runners: '40' }],
  ])('facts that contradict themselves: %j', (facts, specifiers) => {
    expect(() => gradeRacing(facts, 'racing-win', specifiers)).toThrow(
      expect.objectContaining({ code: 'STATE_CONTRADICTORY' }),
    );
  });
});
