import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import {
  BASKETBALL_MARKET_TYPES,
  FOOTBALL_MARKET_TYPES,
  ICE_HOCKEY_MARKET_TYPES,
  RACING_MARKET_TYPES,
  TENNIS_MARKET_TYPES,
  SPORTS,
  type Sport,
} from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { HOUSE_RULES, ruleBookOf } from './rule-book.ts';
import { rulesPage } from './testing/rules-page.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/house-rules.md');
const [FIRST] = HOUSE_RULES;
const next = (changed: object): object => ({
  ...FIRST,
  version: 2,
  appliesFrom: '2026-01-01T00:00:00Z',
  ...changed,
});

test('docs/house-rules.md is as the data has it', async () => {
  const page = await format(rulesPage(HOUSE_RULES), {
    ...(await resolveConfig(PAGE)),
    parser: 'markdown',
  });
  await expect(page).toMatchFileSnapshot(PAGE);
});

test('versions count up from 1, each from a later moment on', () => {
  expect(HOUSE_RULES.map(({ version }) => version)).toEqual(HOUSE_RULES.map((_, at) => at + 1));
  const moments = HOUSE_RULES.map(({ appliesFrom }) => Date.parse(appliesFrom));
  expect(moments).toEqual([...moments].sort((left, right) => left - right));
});

const TYPES: Readonly<Record<Sport, readonly string[]>> = {
  football: FOOTBALL_MARKET_TYPES,
  tennis: TENNIS_MARKET_TYPES,
  basketball: BASKETBALL_MARKET_TYPES,
  'ice-hockey': ICE_HOCKEY_MARKET_TYPES,
  racing: RACING_MARKET_TYPES,
};
test.each(SPORTS)('exceptions of %s are about its own market types', (sport) => {
  for (const rules of HOUSE_RULES)
    expect(TYPES[sport]).toEqual(
      expect.arrayContaining(Object.keys(rules.sports[sport].exceptions)),
    );
});

test('a second version is taken when it follows the first', () => {
  expect(ruleBookOf(FIRST, next({}))).toHaveLength(2);
});

test.each<[string, object]>([
  ['a version that is left out', { version: 3 }],
  ['a version that is there', { version: 1 }],
  ['a moment that is not later', { appliesFrom: FIRST.appliesFrom }],
  ['a moment that does not exist', { appliesFrom: '2026-13-41T00:00:00Z' }],
])('%s is refused', (_, changed) => {
  expect(() => ruleBookOf(FIRST, next(changed))).toThrow(RangeError);
});

const { racing } = FIRST.sports;
const withBands = (upToOdds: readonly string[]): object => ({
  sports: {
    ...FIRST.sports,
    racing: {
      ...racing,
      rule4: { ...racing.rule4, bands: upToOdds.map((odds) => ({ upToOdds: odds, percent: 5 })) },
    },
  },
});
test.each([
  ['fall', ['3', '2']],
  ['repeat', ['2', '4/2']],
  ['begin without a profit', ['1', '2']],
])('deduction bands that %s are refused', (_, bands) => {
  expect(() => ruleBookOf(FIRST, next(withBands(bands)))).toThrow(RangeError);
});

test.each<[string, object]>([
  ['an unknown field', { extra: true }],
  ['an unknown word', { builderVoidPart: 'perhaps' }],
  ['a negative tolerance', { pastPostingToleranceMs: -1 }],
  ['a sport that is missing', { sports: { football: FIRST.sports.football } }],
  ['no percentages', withBands([])],
])('%s does not fit the schema', (_, changed) => {
  expect(() => ruleBookOf(FIRST, next(changed))).toThrow(InvalidMessageError);
});
