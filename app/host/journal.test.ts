import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import type { BetMessage, FixtureEvent } from '#contracts/mod.ts';

import { DEFAULT_POLICY } from './host-policy.ts';
import type { JournalEntry } from './inputs.ts';
import { journalMessages, journalRecords, type JournalMessage } from './journal.ts';
import { replayJournal } from './replay-journal.ts';
import { betOn, EventBook, HostRig, writtenBet } from './test-fixture.ts';

const PLENTY = 1_000_000;
const read = (texts: readonly string[]): readonly JournalMessage[] =>
  texts.map((text) => JSON.parse(text) as JournalMessage);

/** A match with a goal, a card, bets, a decision and a trader, and its journal. */
function playedRig(): HostRig {
  const { rig, book } = HostRig.inPlay();
  rig.alive();
  rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor: '300000' })) });
  rig.now += 200;
  rig.take({ type: 'tick' });
  rig.feed(book.at('first-half', 9).make({ kind: 'clock' }, rig.now));
  rig.feed(book.at('first-half', 10).make({ kind: 'goal', side: 'away', how: 'play' }, rig.now));
  rig.priceAll();
  rig.take({ type: 'decide', request: betOn(rig, 2) });
  rig.feed(book.make({ kind: 'card', side: 'away', colour: 'red' }, rig.now));
  rig.feed(book.make({ kind: 'goal', side: 'home', how: 'penalty' }, rig.now));
  rig.priceAll();
  rig.feed(book.at('first-half', 12).make({ kind: 'clock' }, rig.now));
  return rig;
}

const journalOf = ({ journal }: HostRig, maxBytes = PLENTY): readonly JournalMessage[] => {
  const records = journal.flatMap((entry) => journalRecords(1, entry, maxBytes));
  return read(journalMessages(records, maxBytes));
};

describe('a replay of the journal', () => {
  it('gives what came out the first time, though the workers’ arrays are not in it', () => {
    const rig = playedRig();
    const messages = journalOf(rig);
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages)).not.toContain('"vector"');
    const policy = { ...DEFAULT_POLICY, scoreHoldMs: 0 };
    expect(replayJournal(rig.state.fixtureId, messages, policy)).toEqual(rig.effects);
  });

  it('refuses a journal with a hole', () => {
    const rig = playedRig();
    const messages = journalOf(rig).map((records) =>
      records.filter(({ inputSeq }) => inputSeq !== 4),
    );
    expect(() => replayJournal(rig.state.fixtureId, messages, DEFAULT_POLICY)).toThrow(
      'goes on with 5 after 3',
    );
  });
});

describe('messages', () => {
  property.prop([fc.array(fc.string({ maxLength: 50 })), fc.integer({ min: 300, max: 2_000 })])(
    'hold all in order, fit, and are as few as following ones allow',
    (kinds, maxBytes) => {
      const records = kinds.map((type, at) => ({
        ...{ epoch: 1, inputSeq: at, at, part: 0, parts: 1 },
        input: { type: 'alive' as const, alive: { producer: type, at, version: 0 } },
      }));
      const texts = journalMessages(records, maxBytes);
      expect(read(texts).flat()).toEqual(records);
      const sizes = texts.map((text) => Buffer.byteLength(text));
      expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(maxBytes);
      const small = 180 + Math.max(0, ...kinds.map((kind) => 6 * kind.length));
      for (const size of sizes.slice(0, -1)) expect(size + small).toBeGreaterThan(maxBytes - 40);
    },
  );
});

describe('a rebuild that is too large for one message', () => {
  const book = new EventBook();
  const events: readonly FixtureEvent[] = [
    ...book.opening(),
    ...Array.from({ length: 60 }, (_, at) =>
      book
        .at('first-half', at % 45)
        .make({ kind: 'goal', side: 'home', how: 'play', player: 'Ğü' }),
    ),
  ];
  const bets: readonly BetMessage[] = Array.from({ length: 40 }, (_, at) =>
    writtenBet(betOn(HostRig.inPlay().rig, at + 1)),
  );
  const entry: JournalEntry = {
    inputSeq: 1,
    at: 5,
    input: { type: 'rebuild', events, commands: [], bets, afterSeq: 3 },
  };

  property.prop([fc.integer({ min: 2_000, max: 60_000 })])(
    'comes in parts that fit, with everything in its order',
    (maxBytes) => {
      const texts = journalMessages(journalRecords(9, entry, maxBytes), maxBytes);
      for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      const messages = read(texts).flat();
      const inputs = messages.map(({ input }) => {
        if (input.type !== 'rebuild') throw new Error(input.type);
        return input;
      });
      for (const message of messages) {
        expect(message).toMatchObject({ epoch: 9, inputSeq: 1, at: 5, parts: messages.length });
      }
      expect(messages.map(({ part }) => part)).toEqual(messages.map((_, at) => at));
      expect(inputs.flatMap((input) => input.events)).toEqual(events);
      expect(inputs.flatMap((input) => input.bets)).toEqual(bets);
    },
  );

  it('is replayed as one', () => {
    const rig = playedRig();
    const policy = { ...DEFAULT_POLICY, scoreHoldMs: 0 };
    const small = journalOf(rig, 1_400);
    expect(small.flat().length).toBeGreaterThan(rig.journal.length);
    expect(replayJournal(rig.state.fixtureId, small, policy)).toEqual(rig.effects);
    const torn = small.map((records) => records.filter(({ part }) => part !== 1));
    expect(() => replayJournal(rig.state.fixtureId, torn, policy)).toThrow('lacks part 1');
  });
});
