import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import {
  BASKETBALL_MARKET_TYPES,
  marketKey,
  outcomeId,
  parseMarketKey,
  type MarketKey,
  type OutcomeResult,
  type RuleBook,
} from '#contracts/mod.ts';
import {
  BASKETBALL_DEFINITIONS,
  basketballFacts,
  builderResult,
  gradeBasketball,
  gradeTennis,
  parseRational,
  rational,
  rule4Deduction,
  tennisFactsOfScores,
} from '#markets/mod.ts';

import { HOUSE_RULES, ruleBookOf } from '../house-rules/rule-book.ts';
import { builderResultUnder } from './builder-result.ts';
import { rulesAt, rulesOfMarket, rulesOfSport } from './rules-at.ts';
import { standing } from './standing.ts';
import { withdrawalPercent } from './withdrawals.ts';

const [FIRST] = HOUSE_RULES;
const BOOK: RuleBook = ruleBookOf(
  FIRST,
  { ...FIRST, version: 2, appliesFrom: '2026-01-01T00:00:00Z' },
  { ...FIRST, version: 3, appliesFrom: '2027-01-01T00:00:00Z' },
);
const { racing, football } = FIRST.sports;

test.each([
  ['1999-01-01T00:00:00Z', 1],
  ['2025-12-31T23:59:59.999Z', 1],
  ['2026-01-01T00:00:00Z', 2],
  ['2026-12-31T23:59:59.999Z', 2],
  ['2030-01-01T00:00:00Z', 3],
])('at %s version %i applies', (moment, version) => {
  expect(rulesAt(BOOK, Date.parse(moment)).version).toBe(version);
});

test('a market has the rules of its sport but for its exceptions', () => {
  expect(rulesOfMarket(football, marketKey('match-result')).overtime).toBe('does-not-count');
  expect(rulesOfMarket(football, marketKey('to-qualify')).overtime).toBe('counts');
  expect(rulesOfMarket(football, marketKey('to-qualify')).abandoned).toBe(football.abandoned);
  expect(rulesOfSport(FIRST, 'racing')).toBe(racing);
  expect(rulesOfSport(FIRST, 'chess')).toBe(football);
});

const grades = (...results: readonly string[]) =>
  new Map(results.map((result, at) => [outcomeId(`o${at}`), result as OutcomeResult]));
describe('stopped events', () => {
  test.each([
    ['decided-markets-stand', ['won', 'lost'], ['won', 'lost']],
    ['decided-markets-stand', ['won', 'undecided'], ['void', 'void']],
    ['decided-outcomes-stand', ['lost', 'undecided'], ['lost', 'void']],
    ['void-all', ['won', 'lost'], ['void', 'void']],
  ] as const)('%s: %j come to %j', (rule, before, after) => {
    expect([...standing(grades(...before), rule).values()]).toEqual(after);
  });

  const SCORES = [
    { home: 6, away: 4 },
    { home: 4, away: 4 },
  ];
  const FORMAT = { bestOf: 3, finalSet: 'tb7' } as const;
  test.each<[MarketKey]>([
    [marketKey('tennis-total-games', { line: '19.5' })],
    [marketKey('tennis-total-games', { line: '20' })],
    [marketKey('tennis-set-winner', { set: '1' })],
    [marketKey('tennis-set-winner', { set: '2' })],
    [marketKey('tennis-win-a-set', { side: 'home' })],
  ])('a tennis player who retires leaves of %s what the rule says', (key) => {
    const market = parseMarketKey(key);
    if (market === undefined) throw new Error(`no market ${key}`);
    const underWay = gradeTennis(tennisFactsOfScores(FORMAT, SCORES), market);
    const retired = gradeTennis(tennisFactsOfScores(FORMAT, SCORES, 'home-retired'), market);
    expect(standing(underWay, FIRST.sports.tennis.retired)).toEqual(retired);
  });

  test('of a walkover nothing stands', () => {
    const market = { type: 'tennis-match-winner', specifiers: {} } as const;
    const grade = gradeTennis(tennisFactsOfScores(FORMAT, [], 'walkover'), market);
    const { walkover } = FIRST.sports.tennis;
    expect(standing(new Map([...grade.keys()].map((id) => [id, 'won'])), walkover)).toEqual(grade);
  });
});

// Two ends of the same level game that only overtime tells apart.
describe('overtime', () => {
  const LEVEL = [10, 10, 10, 10].map((points) => ({ home: points, away: points }));
  const game = (home: number, away: number) =>
    basketballFacts({ quarters: LEVEL, overtime: { home, away }, over: true });
  const { basketball } = FIRST.sports;
  const types = BASKETBALL_MARKET_TYPES.filter(
    (type) => type !== 'basketball-race-to-points' && type !== 'basketball-overtime',
  );
  test.each(types)('%s counts it where the rules say so', (type) => {
    const { example = {} } = BASKETBALL_DEFINITIONS[type];
    const market = { type, specifiers: example };
    const ends = [game(300, 1), game(1, 300), game(1, 0), game(2, 0)].map((facts) =>
      gradeBasketball(facts, market),
    );
    const differs = ends.some(
      (end) => JSON.stringify([...end]) !== JSON.stringify([...(ends[0] ?? [])]),
    );
    const counts = rulesOfMarket(basketball, marketKey(type, example)).overtime === 'counts';
    expect(differs).toBe(counts);
  });
});

describe('withdrawn runners', () => {
  const odds = fc.integer({ min: 1_010, max: 40_000 }).map((n) => rational(BigInt(n), 1_000n));
  property.prop([odds])('the bands in force are the table of the field', (price) => {
    expect(withdrawalPercent(racing.rule4, [price])).toBe(rule4Deduction(price));
  });
  property.prop([fc.array(odds, { maxLength: 8 })])('several add up to the most', (prices) => {
    const sum = prices.reduce((all, price) => all + rule4Deduction(price), 0);
    expect(withdrawalPercent(racing.rule4, prices)).toBe(Math.min(sum, 90));
    expect(withdrawalPercent(football.rule4, prices)).toBe(0);
  });

  const OTHER = {
    bands: [
      { upToOdds: '1.12', percent: 90 },
      { upToOdds: '2.59', percent: 40 },
      { upToOdds: '10.99', percent: 10 },
      { upToOdds: '15', percent: 5 },
    ],
    mostPercent: 75,
    waivedPercent: 5,
  };
  test.each([
    [['1.12'], 75],
    [['1.13'], 40],
    [['10.99', '2.59'], 50],
    [['11'], 0],
    [['11', '12'], 10],
    [['16', '100'], 0],
    [[], 0],
  ])('another table: %j costs %i percent', (prices, percent) => {
    const withdrawn = prices.map((text) => parseRational(text) ?? rational(0n));
    expect(withdrawalPercent(OTHER, withdrawn)).toBe(percent);
  });
});

describe('void parts of a bet builder', () => {
  test.each([
    ['void-unless-lost', ['won', 'void'], 'void'],
    ['void-unless-lost', ['lost', 'void'], 'lost'],
    ['void-unless-lost', ['void', null], null],
    ['void-always', ['won', 'void'], 'void'],
    ['void-always', ['lost', 'void'], 'void'],
    ['void-always', ['void', null], 'void'],
    ['void-always', ['lost', null], 'lost'],
    ['void-always', ['won', 'half-won'], 'void'],
  ] as const)('%s: %j is %s', (rule, parts, result) => {
    expect(builderResultUnder(rule, parts)).toBe(result);
  });
  const result = fc.constantFrom<OutcomeResult | null>('won', 'lost', 'void', 'half-lost', null);
  property.prop([fc.array(result, { minLength: 2, maxLength: 6 })])(
    'the rules differ only where a part is void',
    (parts) => {
      if (parts.every((part) => part === 'won' || part === 'lost' || part === null))
        expect(builderResultUnder('void-always', parts)).toBe(builderResult(parts));
    },
  );
});
