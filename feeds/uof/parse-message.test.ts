import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InvalidMessageError } from '#platform/mod.ts';

import { parseUofMessage } from './parse-message.ts';
import { lineKey, lineOf, parseSpecifiers } from './specifiers.ts';
import { bytesOf, MESSAGES } from './testing/messages.ts';
import { makeUnknownElements } from './unknown-elements.ts';
import { parseXml } from './xml.ts';

const read = (xml: string, unknown = makeUnknownElements()) =>
  parseUofMessage(bytesOf(xml), unknown);

describe('a message', () => {
  test.each(Object.entries(MESSAGES))('of kind %s is read whole', (kind, xml) => {
    const unknown = makeUnknownElements();
    expect(read(xml, unknown)).toMatchObject({ kind });
    expect([...unknown.counts()]).toEqual([]);
  });

  test('of odds has status, score, clock, statistics, generation and markets', () => {
    expect(read(MESSAGES['odds-change'])).toMatchObject({
      ...{ product: 1, eventUrn: 'sr:match:1', timestamp: 1_900_000_000_002, requestId: 7 },
      ...{ isRiskAdjustment: true, expectedTotals: 2.8, expectedSupremacy: -0.4 },
      ...{ bettingStatus: 'goal', betstopReason: 'goal-under-review' },
      state: {
        ...{ status: 'live', reporting: 'live', matchStatus: 6, score: { home: 1, away: 0 } },
        clock: { matchMs: 750_000, stoppageMs: null },
        statistics: { corners: { home: 2, away: 3 }, yellow_cards: { home: 1, away: 0 } },
      },
      markets: [
        {
          ...{ key: '1', status: 'active', isFavourite: true, nextBetstopAt: 1_900_003_600_000 },
          outcomes: [{ id: '1', odds: 1.8, probability: 0.53 }, {}, { isActive: false }],
        },
        { key: '18|total=2.5', status: 'suspended', outcomes: [{ win: 0.5, refund: 0.1 }, {}] },
        { key: '16|hcp=-0.5', status: 'handed-over', outcomes: [] },
      ],
    });
  });

  test('of settlement has results, factors and reasons', () => {
    expect(read(MESSAGES['bet-settlement'])).toMatchObject({
      certainty: 1,
      markets: [
        { outcomes: [{ result: 'won', voidFactor: 0, deadHeatFactor: 1 }, {}, {}] },
        { voidReason: 'dead-heat', outcomes: [{ voidFactor: 0.5 }, { result: 'won' }] },
        { outcomes: [{ deadHeatFactor: 0.5 }, { result: 'undecided' }] },
      ],
    });
  });

  test('of a cancellation has the time of placement', () => {
    expect(read(MESSAGES['bet-cancel'])).toMatchObject({
      window: { from: 1_899_999_990_000, to: 1_900_000_000_000 },
      markets: [{ key: '18|total=2.5', voidReason: 'incorrect-odds' }],
    });
  });

  test('a market status that we have no word for is not offered', () => {
    const xml = MESSAGES['odds-change'].replace('id="1" status="1"', 'id="1" status="-9"');
    expect(read(xml)).toMatchObject({ markets: [{ status: 'suspended' }, {}, {}] });
  });

  test('unknown elements are kept out and counted', () => {
    const unknown = makeUnknownElements();
    const xml = MESSAGES['odds-change'].replaceAll(
      '<odds_gen',
      '<news at="1"><deep/></news><odds_gen',
    );
    expect(read(xml, unknown)).toEqual(read(MESSAGES['odds-change']));
    expect([...unknown.counts()]).toEqual([['odds_change/news', 1]]);
  });

  test('the count of unknown names has an end', () => {
    const unknown = makeUnknownElements();
    for (let at = 0; at < 600; at += 1)
      read(
        `<bet_stop product="1" event_id="sr:match:1" timestamp="1"><n${at}/></bet_stop>`,
        unknown,
      );
    expect(unknown.counts().size).toBe(501);
    expect(unknown.counts().get('other')).toBe(100);
  });

  test.each([
    ['no kind of message', '<hello/>', /unknown kind: hello/u],
    ['a name of Object', '<constructor/>', /unknown kind/u],
    ['no time', MESSAGES.alive.replace('timestamp', 'stamp'), /alive\/@timestamp is missing/u],
    ['no number', MESSAGES.alive.replace('"1900000000000"', '"soon"'), /must be a whole number/u],
    ['odds below 1', MESSAGES['odds-change'].replace('"1.8"', '"0.8"'), /below 1/u],
    ['a chance above 1', MESSAGES['odds-change'].replace('"0.53"', '"53"'), /in 0\.\.1/u],
    ['an event of no URN', MESSAGES['bet-stop'].replace('sr:match:1', 'a.b>*'), /not a URN/u],
    [
      'a result of 2',
      MESSAGES['bet-settlement'].replace('"1" result="1"', '"1" result="2"'),
      /result/u,
    ],
    ['a void factor of 0.3', MESSAGES['bet-settlement'].replace('"0.5"', '"0.3"'), /void_factor/u],
    [
      'certainty 3',
      MESSAGES['bet-settlement'].replace('certainty="1"', 'certainty="3"'),
      /certainty/u,
    ],
    ['a clock', MESSAGES['odds-change'].replace('12:30', '12:75'), /mm:ss/u],
    [
      'twice a specifier',
      MESSAGES['bet-cancel'].replace('total=2.5', 'total=2.5|total=3'),
      /specifiers/u,
    ],
  ])('with %s is refused whole', (_what, xml, why) => {
    expect(() => read(xml)).toThrow(why);
  });
});

describe('XML', () => {
  const entity =
    '<!DOCTYPE a [<!ENTITY x "y">]><alive product="&x;" timestamp="1" subscribed="1"/>';
  const bomb = `<!DOCTYPE a [<!ENTITY a "${'b'.repeat(1_000)}"><!ENTITY c "${'&a;'.repeat(1_000)}">]><a>&c;</a>`;
  test.each([
    ['an entity', entity],
    ['an exponential entity', bomb],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an undefined entity', '<alive product="&nbsp;"/>'],
    ['a processing instruction', '<?php echo 1?><a/>'],
    ['two documents', '<a/><b/>'],
    ['no end', '<a><b/>'],
    ['the name of a prototype', '<a __proto__="1"/>'],
    ['nothing', ''],
  ])('with %s is refused', (_what, xml) => {
    expect(() => parseXml(bytesOf(xml))).toThrow(InvalidMessageError);
  });

  test('beyond a limit is refused, at the limit it is read', () => {
    const limits = { maxBytes: 1_000, maxElements: 4, maxAttributes: 2, maxDepth: 3 };
    const tries = (xml: string) => () => parseXml(new TextEncoder().encode(xml), limits);
    expect(tries('<a x="1" y="2"><b><c/></b><b/></a>')).not.toThrow();
    expect(tries('<a><b/><b/><b/><b/></a>')).toThrow(/more than 4 elements/u);
    expect(tries('<a><b><c><d/></c></b></a>')).toThrow(/deeper than 3/u);
    expect(tries('<a x="1" y="2" z="3"/>')).toThrow(/more than 2 attributes/u);
    expect(tries(`<a x="${'1'.repeat(1_000)}"/>`)).toThrow(/longer than 1000 bytes/u);
  });

  test('other bytes than UTF-8 are refused', () => {
    expect(() => parseXml(Uint8Array.of(0x3c, 0x61, 0xff, 0x2f, 0x3e))).toThrow(/not UTF-8/u);
  });
});

describe('specifiers', () => {
  property.prop([
    fc.uniqueArray(
      fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/u), fc.stringMatching(/^[^|]{0,9}$/u)),
      {
        maxLength: 6,
        selector: ([name]) => name,
      },
    ),
  ])('make the same key in whatever order they come', (pairs) => {
    const key = (list: typeof pairs) =>
      lineKey(
        1,
        parseSpecifiers(list.length === 0 ? null : list.map((pair) => pair.join('=')).join('|')),
      );
    expect(key(pairs.toReversed())).toBe(key(pairs));
    const other = parseSpecifiers(
      [...pairs, ['zzzzzzz', '1']].map((pair) => pair.join('=')).join('|'),
    );
    expect(lineKey(1, other)).not.toBe(key(pairs));
  });

  property.prop([
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(null, 'a=1', 'a=1|b=2', 'b=2|a=1'),
  ])('that came before are the line that they were', (marketId, text) => {
    const specifiers = parseSpecifiers(text);
    const line = { marketId, specifiers, key: lineKey(marketId, specifiers) };
    expect(lineOf(marketId, text)).toEqual(line);
    expect(lineOf(marketId, text)).toBe(lineOf(marketId, text));
  });

  test('of more lines than are remembered are read all the same', () => {
    for (let at = 0; at <= 20_000; at += 1) lineOf(1, `total=${at}`);
    expect(lineOf(1, 'total=0')).toMatchObject({ key: '1|total=0', specifiers: { total: '0' } });
    expect(() => lineOf(1, 'total')).toThrow(InvalidMessageError);
  });
});
