import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import type { MarketQuotes, ProvidedSettlement } from '#contracts/mod.ts';
import { applyFixtureEvent, contradiction, emptyRecord, scoreOf } from '#markets/mod.ts';

import type { EventDraft } from '../script.ts';
import { makeCatalogueLines } from './catalogue-lines.ts';
import { makeDescriptions, readDescriptions } from './descriptions.ts';
import { readFixtureAnswer } from './entities.ts';
import { makeFixtureIdentity } from './identity.ts';
import type { EventMessage } from './message.ts';
import { parseUofMessage } from './parse-message.ts';
import {
  recoveryOf,
  scriptedFixture,
  scriptedMatch,
  type ScriptedMessage,
} from './test-server/scripted-match.ts';
import { bytesOf, DESCRIPTIONS } from './testing/messages.ts';
import { UofFeed, type UofOutputs } from './uof-feed.ts';
import { makeUnknownElements } from './unknown-elements.ts';
import { parseXml } from './xml.ts';

const URN = 'sr:match:7';
const KICK_OFF = Date.UTC(2030, 2, 17, 18);
const SCRIPT = scriptedMatch(URN, KICK_OFF);
const unknown = makeUnknownElements();
const fixture = readFixtureAnswer(parseXml(bytesOf(scriptedFixture(URN, KICK_OFF))), unknown);
const STAMP = { occurredAt: KICK_OFF, receivedAt: KICK_OFF };

/** A feed and everything that came out of it. */
class Rig {
  readonly drafts: EventDraft[] = [];
  readonly quotes = new Map<string, MarketQuotes>();
  readonly settlements: ProvidedSettlement[] = [];
  readonly feed: UofFeed;

  constructor(isOpen = true) {
    const descriptions = makeDescriptions(
      readDescriptions(parseXml(bytesOf(DESCRIPTIONS)), unknown),
    );
    this.feed = new UofFeed({
      ...{ producer: 'uof', descriptions, lines: makeCatalogueLines(descriptions) },
      identity: makeFixtureIdentity(),
    });
    if (isOpen) this.keep(this.feed.open(URN, fixture, STAMP));
  }

  keep({ drafts, quotes, settlements }: UofOutputs): UofOutputs {
    this.drafts.push(...drafts);
    for (const one of quotes) this.quotes.set(one.marketUrn, one);
    this.settlements.push(...settlements);
    return { drafts, quotes, settlements };
  }

  take({ xml, at }: ScriptedMessage): UofOutputs {
    const message = parseUofMessage(bytesOf(xml), unknown) as EventMessage;
    return this.keep(this.feed.take(message, { sentAt: at, receivedAt: at, dispatchedAt: at }));
  }

  /** All that a bettor's bets rest on, whatever came in between. */
  state(): unknown {
    const [record] = this.feed.records();
    const books = [...this.feed.books()].map(([urn, { lines, settlements, cancels }]) => ({
      urn,
      lines: [...lines].sort(),
      settlements: [...settlements].sort(),
      // Of a cancellation that was taken back nothing is left.
      cancels: [...cancels].filter(([, { isInForce }]) => isInForce).sort(),
    }));
    return {
      books,
      score: record && [
        scoreOf(record),
        record.phase,
        record.corners.length,
        record.results.confirmed ?? record.results.live,
      ],
    };
  }
}

const whole = (): Rig => {
  const rig = new Rig();
  for (const message of SCRIPT) rig.take(message);
  return rig;
};
const FAULT_FREE = whole().state();

describe('a whole match', () => {
  test('makes facts without contradiction, 2-1 after 1-0', () => {
    const { drafts } = whole();
    let record = emptyRecord(drafts[0]?.fixtureId ?? ('' as never));
    for (const draft of drafts) {
      const event = { ...draft, version: record.version + 1, publishedAt: draft.receivedAt };
      expect(contradiction(record, event)).toBeUndefined();
      record = applyFixtureEvent(record, event);
    }
    expect(scoreOf(record).firstHalf).toEqual({ home: 1, away: 0 });
    expect(scoreOf(record).fullTime).toEqual({ home: 2, away: 1 });
    expect(record.results.confirmed).toMatchObject({ secondHalf: { home: 1, away: 1 } });
    expect(record.expectation).toEqual({ totalGoals: 2.7, supremacy: 0.3 });
    expect(new Set(drafts.map(({ eventId }) => eventId)).size).toBe(drafts.length);
    expect(drafts.filter(({ kind }) => kind === 'correction')).toHaveLength(1);
  });

  test('a bet stop suspends what is active with the same message', () => {
    const rig = new Rig();
    const at = SCRIPT.findIndex(({ kind }) => kind === 'bet_stop');
    for (const message of SCRIPT.slice(0, at)) rig.take(message);
    const stop = SCRIPT[at];
    if (stop === undefined) throw new Error('no bet stop');
    const { drafts, quotes } = rig.take(stop);
    expect(drafts).toMatchObject([{ kind: 'bet-stop', reason: 'danger' }]);
    expect(quotes.map(({ status }) => status)).toEqual(Array(4).fill('suspended'));
  });

  test('quotes our markets with our outcomes', () => {
    const rig = new Rig();
    for (const message of SCRIPT.slice(0, 2)) rig.take(message);
    expect(
      [...rig.quotes.values()].map(({ marketKey, outcomes }) => [
        marketKey,
        ...outcomes.map(({ outcomeId }) => outcomeId),
      ]),
    ).toEqual([
      ['match-result', 'home', 'draw', 'away'],
      ['total-goals|line=1.5', 'over', 'under'],
      ['total-goals|line=2.5', 'over', 'under'],
      ['asian-handicap|line=-0.5|score=0-0', 'home', 'away'],
    ]);
  });

  test('claims about settlement come once each, with where they are from', () => {
    const { settlements } = whole();
    expect(settlements.map(({ kind, marketKey }) => `${kind} ${marketKey ?? ''}`)).toEqual([
      'settled total-goals|line=1.5',
      'settled total-goals|line=2.5',
      'settlement-rolled-back total-goals|line=2.5',
      'settled match-result',
      'settled total-goals|line=1.5',
      'settled total-goals|line=2.5',
      'settled asian-handicap|line=-0.5|score=0-0',
      'cancelled match-result',
      'cancel-rolled-back match-result',
      'cancelled match-result',
    ]);
    expect(settlements[0]?.provenance).toMatchObject({ producer: 'uof', source: '1' });
  });

  test('a producer that is down suspends its own lines alone, and offers them again', () => {
    const rig = new Rig();
    for (const message of SCRIPT.slice(0, 4)) rig.take(message);
    expect(rig.feed.setDown(3, true, KICK_OFF).quotes).toEqual([]);
    rig.keep(rig.feed.setDown(3, false, KICK_OFF));
    const { quotes, drafts } = rig.keep(rig.feed.setDown(1, true, KICK_OFF + 1));
    expect(quotes.map(({ status }) => status)).toEqual(Array(4).fill('suspended'));
    expect(drafts).toMatchObject([{ kind: 'bet-stop', reason: 'feed' }]);
    expect(rig.feed.setDown(1, true, KICK_OFF + 2)).toEqual({
      drafts: [],
      quotes: [],
      settlements: [],
    });
    expect(rig.feed.setDown(1, false, KICK_OFF + 3)).toMatchObject({
      drafts: [{ kind: 'bet-start' }],
      quotes: Array.from({ length: 4 }, () => ({ status: 'active' })),
    });
  });

  test('goes on after a restart with the ids of its earlier facts', () => {
    const first = whole();
    const [record] = first.feed.records();
    if (record === undefined) throw new Error('no record');
    expect(first.feed.isOpen(URN)).toBe(true);
    first.feed.sweep();
    expect(first.feed.isOpen(URN)).toBe(false);
    expect(first.feed.open(URN, fixture, STAMP, record).drafts).toEqual([]);
    const last = SCRIPT.at(-1);
    if (last === undefined) throw new Error('no message');
    expect(first.take(last).drafts).toEqual([]);
  });

  test('what was open before a restart is stopped until it is heard of again', () => {
    const before = new Rig();
    for (const message of SCRIPT.slice(0, 2)) before.take(message);
    const [record] = before.feed.records();
    if (record === undefined) throw new Error('no record');
    const after = new Rig(false);
    const resumed = after.feed.resume(URN, record, KICK_OFF + 1);
    expect(resumed.drafts).toMatchObject([{ kind: 'bet-stop', reason: 'feed' }]);
    // Its fixture has to be fetched before its messages can be read.
    expect(after.feed.isOpen(URN)).toBe(false);
    after.keep(after.feed.open(URN, fixture, STAMP));
    expect(after.feed.isOpen(URN)).toBe(true);
    const heard = SCRIPT.slice(2, 6).flatMap((message) => [...after.take(message).drafts]);
    expect(heard).toContainEqual(expect.objectContaining({ kind: 'bet-start' }));
  });
});

type Script = readonly ScriptedMessage[];
const handOver = SCRIPT.findIndex(({ xml }) => xml.includes('status="-2"'));
const lastOf = (kind: string) => SCRIPT.findLastIndex((message) => message.kind === kind);
const firstSettled = SCRIPT.findIndex(({ kind }) => kind === 'bet_settlement');
const swapped = (script: Script, left: number, right: number): Script =>
  script.map((message, at) => script[at === left ? right : at === right ? left : at] ?? message);

test.each<[fault: string, script: Script]>([
  ['every message comes twice', SCRIPT.flatMap((message) => [message, message])],
  [
    'every message comes again after the next',
    SCRIPT.flatMap((message, at) => [message, ...SCRIPT.slice(Math.max(0, at - 1), at)]),
  ],
  ['live has begun before prematch hands over', swapped(SCRIPT, handOver, handOver + 1)],
  [
    'the last cancellation overtakes the settlement',
    swapped(SCRIPT, lastOf('bet_settlement'), lastOf('bet_cancel')),
  ],
  [
    'a scout settles again what is confirmed',
    SCRIPT.flatMap((message, at) => {
      const late = SCRIPT[firstSettled] ?? message;
      const xml = late.xml.replace(/timestamp="\d+"/u, `timestamp="${message.at + 1}"`);
      const wrong = xml.replace('id="12" result="1"', 'id="12" result="0"');
      return at === lastOf('bet_settlement') ? [message, { ...late, xml: wrong }] : [message];
    }),
  ],
])('Unified Odds Feed, %s: the end is that of a run without the fault', (_fault, script) => {
  const rig = new Rig();
  for (const message of script) rig.take(message);
  expect(rig.state()).toEqual(FAULT_FREE);
});

property.prop([fc.array(fc.nat(SCRIPT.length - 1), { maxLength: 12 })])(
  'messages that come twice, or again much later, change nothing in the end',
  (again) => {
    const rig = new Rig();
    SCRIPT.forEach((message, at) => {
      rig.take(message);
      for (const back of again) if (back <= at) rig.take(SCRIPT[back] ?? message);
    });
    expect(rig.state()).toEqual(FAULT_FREE);
  },
);

property.prop([fc.nat(SCRIPT.length), fc.nat(SCRIPT.length)])(
  'what was lost in a gap is made good by a recovery, wherever the gap was',
  (one, other) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    const rig = new Rig();
    for (const message of SCRIPT.slice(0, from)) rig.take(message);
    const after = SCRIPT[from - 1]?.at ?? 0;
    for (const product of [1, 3])
      for (const message of recoveryOf(SCRIPT.slice(0, to), product, after)) rig.take(message);
    for (const message of SCRIPT.slice(to)) rig.take(message);
    expect(rig.state()).toEqual(FAULT_FREE);
  },
);
