import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { fixtureId } from '#contracts/mod.ts';

import { Cohorts } from './cohorts.ts';
import type { Follow } from './follow.ts';
import { boardOf } from './test-client.ts';
import { makeHub } from './test-hub.ts';
import { FIXTURE, sampleDelta, sampleMarket, sampleOdds } from './test-samples.ts';
import { viewOf, WHOLE_BOARD } from './view.ts';

const BEHIND = 65 * 1024;
const FIXTURES = Array.from({ length: 10 }, (_, at) => fixtureId(`match-${String(at)}`));
const delta = (at: number, seq: number, suspended: 'score'[] = []) =>
  sampleDelta(seq, {
    fixtureId: FIXTURES[at] ?? FIXTURE,
    markets: [sampleMarket(2, seq, { odds: 10_100 + seq })],
    suspended,
  });

/** A hub with all fixtures, and readers who follow three of them each, no two the same three. */
function makeCrowd(size: number) {
  const made = makeHub({ subscriptions: 10 });
  for (const fixture of FIXTURES) made.publish(sampleOdds({ fixtureId: fixture }));
  const readers = Array.from({ length: size }, (_, number) => {
    const fixtures = [0, 1 + (number % 3), 4 + (number % 6)].map((at) => FIXTURES[at] ?? FIXTURE);
    const reader = made.join();
    made.subscribe(reader.client, { id: 1, fixtures });
    made.settle();
    return { ...reader, fixtures };
  });
  return { ...made, readers };
}

describe('clients with fixtures of their own choice', () => {
  it('share what they are sent of a fixture, and each is first in its turn', () => {
    const { publish, settle, sources, readers } = makeCrowd(6);
    const order: number[] = [];
    for (const [number, { outlet }] of readers.entries()) {
      const { write } = outlet;
      outlet.write = (written) => {
        order.push(number);
        write(written);
      };
    }
    const built = sources.odds.built;
    const firsts = Array.from({ length: 6 }, (_, at) => {
      order.length = 0;
      publish(delta(0, at + 2));
      settle();
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      return order[0];
    });
    expect(sources.odds.built - built).toBe(6);
    expect(firsts.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('have what is new to them in one write when much is', () => {
    const { publish, settle, subscribe, readers } = makeCrowd(6);
    const writes: number[] = [];
    for (const { outlet, client } of readers) {
      subscribe(client, { id: 1 });
      settle();
      const { write } = outlet;
      outlet.write = (written) => {
        writes.push(written.frames.length);
        write(written);
      };
    }
    for (const seq of [2, 3]) {
      writes.length = 0;
      for (const at of FIXTURES.keys()) publish(delta(at, seq));
      settle();
      expect(writes.reduce((sum, frames) => sum + frames, 0)).toBe(6 * FIXTURES.length);
      expect(writes.length).toBeLessThan(6 * FIXTURES.length);
    }
    for (const { reference } of readers)
      for (const fixture of FIXTURES) expect(reference.boards.get(fixture)?.seq).toBe(3);
  });

  it('are no longer together with one who does not read, and again when it has caught up', () => {
    const { publish, settle, sources, hub, readers } = makeCrowd(6);
    const [slow] = readers;
    if (slow === undefined) throw new Error('nobody has joined');
    slow.outlet.unsent = BEHIND;
    for (const seq of [2, 3, 4]) {
      publish(delta(0, seq));
      settle();
    }
    expect(readers.map(({ reference }) => reference.counts.delta)).toEqual([0, 3, 3, 3, 3, 3]);
    slow.outlet.unsent = 0;
    hub.drained(slow.client);
    settle();
    expect(slow.reference.conflated.at(-1)).toBe('slow');
    const built = sources.odds.built;
    publish(delta(0, 5));
    settle();
    expect(sources.odds.built - built).toBe(1);
    expect(slow.reference.boards.get(FIXTURES[0] ?? FIXTURE)?.seq).toBe(5);
  });
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('publish', 'jump'), at: fc.nat(9) }) },
  fc.record({ do: fc.constantFrom('suspend', 'flood', 'settle', 'slice'), at: fc.nat(9) }),
  fc.record({
    do: fc.constantFrom('stop', 'read', 'resync', 'wait', 'all', 'back', 'hold', 'go', 'leave'),
    at: fc.nat(11),
  }),
);

property.prop([fc.array(step, { maxLength: 80 })])(
  'whatever they follow, stop or ask for, everyone ends with the boards, has missed nothing and hears of suspensions at once',
  (steps) => {
    const crowd = makeCrowd(12);
    const { publish, settle, hub, subscribe, readers } = crowd;
    const seqs = FIXTURES.map(() => 1);
    const next = (at: number, by = 1, suspended: 'score'[] = []): void => {
      const seq = (seqs[at] = (seqs[at] ?? 0) + by);
      publish({ ...delta(at, seq, suspended), prev: seq - by });
    };
    for (const { do: what, at } of steps) {
      const reader = readers[at % readers.length];
      if (what === 'publish') next(at);
      if (what === 'jump') next(at, 3);
      if (what === 'flood') for (const each of FIXTURES.keys()) next(each);
      if (what === 'suspend') {
        next(at, 1, ['score']);
        for (const { reference, client } of readers) {
          const board = reference.boards.get(FIXTURES[at] ?? FIXTURE);
          const isReading = client.group.session.follows('odds', FIXTURES[at] ?? FIXTURE);
          if (isReading && board !== undefined && !client.group.session.isHeldBack)
            expect(board.state.suspended).toEqual(['score']);
        }
      }
      if (what === 'settle') settle();
      if (what === 'slice') crowd.step();
      if (reader === undefined) continue;
      if (what === 'stop') reader.outlet.unsent = BEHIND;
      if (what === 'resync') hub.resync(reader.client, reader.fixtures);
      if (what === 'wait')
        subscribe(reader.client, { id: 1, fixtures: reader.fixtures, windowMs: 100 });
      if (what === 'all') subscribe(reader.client, { id: 1 });
      if (what === 'back') subscribe(reader.client, { id: 1, fixtures: reader.fixtures });
      if (what === 'hold') hub.holdBack(reader.client, true);
      if (what === 'go') hub.holdBack(reader.client, false);
      if (what === 'leave')
        hub.remove(readers.splice(at % readers.length, 1)[0]?.client ?? reader.client);
      if (what !== 'read') continue;
      reader.outlet.unsent = 0;
      hub.drained(reader.client);
    }
    for (const { outlet, client, fixtures } of readers) {
      outlet.unsent = 0;
      hub.holdBack(client, false);
      subscribe(client, { id: 1, fixtures });
    }
    settle();
    for (const at of FIXTURES.keys()) next(at);
    settle();
    for (const at of FIXTURES.keys()) {
      next(at);
      settle();
    }
    for (const { reference, fixtures } of readers)
      for (const fixture of fixtures) {
        const at = FIXTURES.indexOf(fixture);
        const seq = seqs[at] ?? 0;
        const { markets, state } = delta(at, seq);
        expect(reference.boards.get(fixture)).toEqual(
          boardOf({ ...sampleOdds({ fixtureId: fixture, seq }), markets, state }),
        );
      }
  },
);

const VIEWS = [WHOLE_BOARD, viewOf([{ types: new Set(['totals']), mainOnly: false }])];
const standing = (at: number, seq: number): Follow => ({
  view: VIEWS[at] ?? WHOLE_BOARD,
  windowMs: 0,
  sent: { epoch: 1, seq },
  isOwed: false,
  news: undefined,
  conflated: undefined,
  isShared: false,
});

property.prop([fc.array(fc.tuple(fc.constantFrom('join', 'leave', 'send'), fc.nat(1), fc.nat(3)))])(
  'cohorts hold everybody once, with the position that each has, and are few',
  (steps) => {
    const cohorts = new Cohorts<number>();
    const held = new Map<number, Follow>();
    const expected = new Map<number, Readonly<{ key: string; seq: number }>>();
    for (const [reader, [what, at, seq]] of steps.entries()) {
      const all = [...cohorts.of(FIXTURE)];
      if (what === 'join') {
        const follow = standing(at, seq);
        held.set(reader, cohorts.join(FIXTURE, follow, reader));
        expected.set(reader, { key: follow.view.key, seq });
      } else if (what === 'leave') {
        const [oldest] = held;
        if (oldest === undefined) continue;
        cohorts.leave(oldest[1], oldest[0]);
        held.delete(oldest[0]);
        expected.delete(oldest[0]);
      } else
        for (const cohort of all) {
          cohort.follow.sent = { epoch: 1, seq };
          for (const each of cohort.readers)
            expected.set(each, { key: cohort.follow.view.key, seq });
          cohorts.unite(cohort, (each, shared) => held.set(each, shared));
        }
    }
    const found = [...cohorts.of(FIXTURE)].flatMap(({ readers, follow }) =>
      readers.map((each) => [each, { key: follow.view.key, seq: follow.sent?.seq }] as const),
    );
    expect(found.length).toBe(new Set(found.map(([each]) => each)).size);
    expect(new Map(found)).toEqual(expected);
    for (const { follow, readers } of cohorts.of(FIXTURE))
      for (const each of readers) expect(held.get(each)).toBe(follow);
    const places = new Set(found.map(([, { key, seq }]) => `${key} ${String(seq)}`));
    expect([...cohorts.of(FIXTURE)].length).toBeGreaterThanOrEqual(places.size);
  },
);
