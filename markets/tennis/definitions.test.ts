import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { outcomeId, TENNIS_MARKET_TYPES, type Specifiers } from '#contracts/mod.ts';

import { CATALOGUE_VERSION, type Settled } from '../definition.ts';
import { TENNIS_DEFINITIONS } from './definitions.ts';
import { tennisFactsOfPoints } from './record.ts';
import { tennisDefinitionOf } from './grade.ts';
import { anyMatch, SAMPLE_MARKETS } from './testing/play-match.ts';

const TEAMS = { home: 'Ashe', away: 'Borg' };
const definitions = Object.values(TENNIS_DEFINITIONS);

describe('the catalogue', () => {
  test('holds every type of tennis, in order', () => {
    expect(definitions.map(({ type }) => type)).toEqual(TENNIS_MARKET_TYPES);
    expect(TENNIS_MARKET_TYPES.length).toBeGreaterThanOrEqual(18);
  });

  test('asks each question of the feed once', () => {
    const ids = definitions.map(({ uofMarketId }) => uofMarketId).filter((id) => id !== null);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(definitions)('$type can be shown', (definition) => {
    const { accepts, example = {}, outcomes, marketName, outcomeName, rule = '' } = definition;
    expect(accepts(example)).toBe(true);
    expect(definition.catalogueVersion).toBe(CATALOGUE_VERSION);
    expect(rule).toMatch(/^[A-Z].*\.$/);
    for (const name of [marketName({}), marketName(example), marketName(example, TEAMS)]) {
      expect(name).toMatch(/^[A-Z]\S*( \S+)*$/);
      expect(name).not.toMatch(/[{}]|undefined|NaN/);
    }
    const names = outcomes(example).map((outcome) => outcomeName(outcome, example, TEAMS));
    expect(new Set(names).size).toBe(names.length);
    expect(names.join()).not.toMatch(/undefined|NaN/);
  });

  test.each(definitions)('$type takes its specifiers alone', ({ accepts, example = {} }) => {
    expect(accepts({ ...example, colour: 'red' })).toBe(false);
    for (const name of Object.keys(example)) {
      const { [name]: value = '', ...rest } = example;
      expect(accepts(rest)).toBe(false);
      for (const wrong of ['', ' ', `0${value}`, `${value} `, `${value}.0`, '1e3', 'NaN', '999']) {
        expect([name, wrong, accepts({ ...example, [name]: wrong })]).toEqual([name, wrong, false]);
      }
    }
  });

  test.each<[string, Specifiers, boolean]>([
    ['tennis-total-games', { line: '22.25' }, true],
    ['tennis-total-games', { line: '22.3' }, false],
    ['tennis-total-games', { line: '11.5' }, false],
    ['tennis-game-handicap', { line: '-0' }, false],
    ['tennis-game-handicap', { line: '+2.5' }, false],
    ['tennis-winner-and-total-games', { line: '22' }, false],
    ['tennis-winner-and-total-games', { line: '22.25' }, false],
    ['tennis-set-betting', { bestOf: '4' }, false],
    ['tennis-set-winner', { set: '6' }, false],
    ['tennis-set-winner', { set: '0' }, false],
    ['tennis-set-correct-score', { set: '5', format: 'adv' }, true],
    ['tennis-set-correct-score', { set: '5', format: 'tb7' }, false],
    ['tennis-race-to-games', { set: '1', games: '7' }, false],
    ['tennis-win-a-set', { side: 'draw' }, false],
  ])('%s with %j: %s', (type, specifiers, accepted) => {
    const definition = definitions.find((one) => one.type === type);
    expect(definition?.accepts(specifiers)).toBe(accepted);
  });

  test('reads well', () => {
    const name = (type: keyof typeof TENNIS_DEFINITIONS, specifiers: Specifiers, teams?: object) =>
      TENNIS_DEFINITIONS[type].marketName(specifiers, teams === undefined ? undefined : TEAMS);
    expect(name('tennis-player-total-games', { side: 'away', line: '9.5' })).toBe(
      'Player 2 total games 9.5',
    );
    expect(name('tennis-player-total-games', { side: 'away', line: '9.5' }, TEAMS)).toBe(
      'Borg total games 9.5',
    );
    expect(name('tennis-player-total-games', {})).toBe('Player total games');
    expect(name('tennis-game-winner', { set: '2', game: '7' })).toBe('Set 2 game 7 winner');
    expect(name('tennis-game-winner', {})).toBe('Game winner');
    const outcome = (type: keyof typeof TENNIS_DEFINITIONS, id: string, specifiers: Specifiers) =>
      TENNIS_DEFINITIONS[type].outcomeName(outcomeId(id), specifiers, TEAMS);
    expect(outcome('tennis-game-handicap', 'away', { line: '-2.5' })).toBe('Borg +2.5');
    expect(outcome('tennis-game-correct-score', 'home-to-40', {})).toBe('Ashe to 40');
    expect(outcome('tennis-first-set-and-match', 'home-away', {})).toBe('Ashe / Borg');
    expect(outcome('tennis-winner-and-total-games', 'away-over', { line: '22.5' })).toBe(
      'Borg and over 22.5',
    );
  });

  test('refuses what it does not have', () => {
    const of = (type: string, specifiers: Specifiers) => () =>
      tennisDefinitionOf({ type, specifiers } as never);
    expect(of('total-goals', {})).toThrow(expect.objectContaining({ code: 'MARKET_UNKNOWN' }));
    expect(of('tennis-set-winner', {})).toThrow(
      expect.objectContaining({ code: 'SPECIFIER_INVALID' }),
    );
  });
});

describe('every market of a completed match', () => {
  const PAYS: Readonly<Record<string, number>> = {
    won: 1,
    'half-won': 1,
    void: 0,
    'half-lost': -1,
    lost: -1,
  };
  const pays = (result: Settled): number => (typeof result === 'string' ? (PAYS[result] ?? 9) : 9);

  property.prop([anyMatch, fc.constantFrom(...SAMPLE_MARKETS)], { numRuns: 400 })(
    'is answered by one outcome, or void for all',
    (match, identity) => {
      const { settle, outcomes } = tennisDefinitionOf(identity);
      const facts = tennisFactsOfPoints(match.format, match.points);
      const results = settle(facts, identity.specifiers);
      expect(results).toHaveLength(outcomes(identity.specifiers).length);
      const won = results.filter((result) => pays(result) === 1).length;
      const lost = results.filter((result) => pays(result) === -1).length;
      const void_ = results.filter((result) => pays(result) === 0).length;
      expect([won, lost, void_]).toEqual(
        void_ > 0 ? [0, 0, results.length] : [1, results.length - 1, 0],
      );
    },
  );
});
