import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import { makeDescriptions, readDescriptions } from './descriptions.ts';
import {
  readCodes,
  readFixtureAnswer,
  readPlayer,
  readProducers,
  readSchedule,
} from './entities.ts';
import { describedMarketName, describedOutcomeName, fillTemplate, ordinal } from './names.ts';
import { bytesOf, DESCRIPTIONS, FIXTURE, OTHER_ANSWERS } from './testing/messages.ts';
import { makeUnknownElements, type UnknownElements } from './unknown-elements.ts';
import { ANSWER_LIMITS, parseXml, type XmlElement } from './xml.ts';

function answer<T>(read: (document: XmlElement, unknown: UnknownElements) => T, xml: string): T {
  const unknown = makeUnknownElements();
  const found = read(parseXml(bytesOf(xml), ANSWER_LIMITS), unknown);
  expect([...unknown.counts()]).toEqual([]);
  return found;
}

describe('answers', () => {
  test('a fixture', () => {
    expect(answer(readFixtureAnswer, FIXTURE)).toEqual({
      ...{ urn: 'sr:match:1', startsAt: Date.UTC(2030, 2, 17, 18), status: 'not_started' },
      tournament: { urn: 'sr:tournament:1', name: 'Lantern League' },
      ...{ sportUrn: 'sr:sport:1', season: 'Lantern League 29/30' },
      competitors: [
        {
          ...{ urn: 'sr:competitor:1', name: 'Rovers', side: 'home' },
          players: [{ urn: 'sr:player:1', name: 'Ada, Ann' }],
        },
        { urn: 'sr:competitor:2', name: 'United', side: 'away', players: [] },
      ],
      info: { neutral_ground: 'false' },
      references: { betradar: '99' },
    });
  });

  test('the others', () => {
    expect(answer(readSchedule, OTHER_ANSWERS.schedule)).toMatchObject([{ urn: 'sr:match:1' }]);
    expect(answer(readPlayer, OTHER_ANSWERS.player)).toMatchObject({ fullName: 'Ann Ada' });
    expect(answer(readCodes, OTHER_ANSWERS.voidReasons)).toEqual([
      { code: 0, text: 'Other' },
      { code: 8, text: 'Dead heat' },
    ]);
    expect(answer(readProducers, OTHER_ANSWERS.producers)).toEqual([
      {
        ...{ id: 1, name: 'LO', apiUrl: 'https://api.test/liveodds/', isActive: true },
        ...{ scope: ['live'], windowMinutes: 600 },
      },
    ]);
  });

  test.each([
    [readFixtureAnswer, OTHER_ANSWERS.player],
    [readFixtureAnswer, '<fixtures_fixture/>'],
    [readPlayer, '<player_profile/>'],
    [readProducers, FIXTURE],
    [readSchedule, FIXTURE],
    [readDescriptions, FIXTURE],
    [readFixtureAnswer, FIXTURE.replace('2030-03-17T18', 'tomorrow')],
  ])('of another kind are refused', (read, xml) => {
    expect(() => read(parseXml(bytesOf(xml)), makeUnknownElements())).toThrow(InvalidMessageError);
  });
});

describe('descriptions', () => {
  const descriptions = makeDescriptions(answer(readDescriptions, DESCRIPTIONS));
  const context = { competitors: ['Rovers', 'United'], event: 'Cup' };
  const outcome = (marketId: number, id: string, specifiers = {}, more = {}) =>
    describedOutcomeName(descriptions.of(marketId), id, { ...context, specifiers, ...more });

  test('are found by market and variant', () => {
    expect(descriptions.of(21)?.outcomes).toEqual([]);
    expect(descriptions.of(21, 'sr:exact_goals:6+')?.outcomes).toHaveLength(1);
    expect(descriptions.of(18, 'unheard')?.marketId).toBe(18);
    expect(descriptions.of(4_711)).toBeUndefined();
    expect(descriptions.of(18)?.mappings).toMatchObject([
      { products: [1, 4], providerMarket: '8:5' },
    ]);
  });

  test('say which markets a bet stop means', () => {
    expect(descriptions.isInGroups(1, ['corners'])).toBe(false);
    expect(descriptions.isInGroups(166, ['corners', 'cards'])).toBe(true);
    expect(descriptions.isInGroups(1, ['all'])).toBe(true);
    expect(descriptions.isInGroups(4_711, ['corners'])).toBe(true);
  });

  test('name markets and outcomes', () => {
    const scorer = descriptions.of(892);
    if (scorer === undefined) throw new Error('no scorer');
    const specifiers = { goalnr: '2' };
    expect(describedMarketName(scorer, { ...context, specifiers })).toBe('2nd goalscorer');
    expect(outcome(1, '1')).toBe('Rovers');
    expect(outcome(16, '1714', { hcp: '-0.5' })).toBe('Rovers (-0.5)');
    expect(outcome(16, '1715', { hcp: '-0.5' })).toBe('United (+0.5)');
    expect(outcome(16, '1715', { hcp: '0' })).toBe('United (0)');
    const profiles = new Map([['sr:player:1', 'Ada, Ann']]);
    expect(outcome(892, 'sr:player:1', specifiers, { profiles })).toBe('Ada, Ann');
    expect(outcome(892, 'sr:player:2', specifiers, { profiles })).toBe('sr:player:2');
  });

  test.each([
    ['{$event}: {%player} in set {(set+1)}', 'Cup: p in set 3'],
    ['{!(set+1)} set, {from}-{to}', '3rd set, {from}-{to}'],
    ['{+start} {-start}', '0:1 1:0'],
    ['{constructor}', '{constructor}'],
  ])('fill %s', (template, filled) => {
    const specifiers = { set: '2', player: 'p', start: '0:1' };
    expect(fillTemplate(template, { ...context, specifiers })).toBe(filled);
  });

  test('ordinals', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 111, 122].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '111th',
      '122nd',
    ]);
  });

  property.prop([fc.string()])('a text without places stays as it is', (text) => {
    fc.pre(!text.includes('{'));
    expect(fillTemplate(text, { specifiers: {}, competitors: [] })).toBe(text);
  });
});
