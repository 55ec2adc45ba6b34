import { beforeEach, describe, expect, it } from 'vitest';

import { fixtureId, type OddsMessage } from '#contracts/mod.ts';

import { boardOf } from './test-client.ts';
import { makeHub } from './test-hub.ts';
import {
  FIXTURE,
  OTHER_FIXTURE,
  sampleBook,
  sampleDelta,
  sampleInfo,
  sampleMarket,
  sampleOdds,
  type SampleFields,
} from './test-samples.ts';

const delta = (seq: number, odds: number, fields: SampleFields = {}): OddsMessage =>
  sampleDelta(seq, { markets: [sampleMarket(2, seq, { odds })], ...fields });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
});

describe('what a client is sent', () => {
  it('is an image, then deltas from what was last sent to it', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const reader = join();
    expect(subscribe(reader.client)).toEqual({ fixtures: 1, resumed: 0 });
    settle();
    publish(delta(2, 18_000));
    settle();
    expect(reader.log).toEqual([`image ${FIXTURE}`, `delta ${FIXTURE}`]);
    expect(reader.reference.boards.get(FIXTURE)).toEqual(
      boardOf(sampleOdds({ seq: 2, markets: [sampleMarket(2, 2, { odds: 18_000 })] })),
    );
  });

  it('merges a burst into one message, with the last values, and says so', () => {
    const { publish, settle, join, subscribe } = made;
    const { client, reference } = join();
    subscribe(client, { fixtures: [FIXTURE] });
    publish(sampleOdds());
    settle();
    for (let seq = 2; seq < 50; seq += 1) publish(delta(seq, 10_100 + seq));
    settle();
    publish(delta(50, 20_000));
    settle();
    expect(reference.counts).toMatchObject({ image: 1, delta: 2 });
    expect(reference.conflated).toEqual([undefined, 'upstream', undefined]);
    expect(reference.boards.get(FIXTURE)?.seq).toBe(50);
  });

  it('has the state of the fixture in it only when that changed', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ elapsedMs: 0 }));
    const { client, texts, reference } = join();
    subscribe(client);
    settle();
    for (const [seq, elapsedMs] of [
      [2, 0],
      [3, 1000],
      [4, 1000],
    ] as const) {
      publish(delta(seq, 18_000 + seq, { elapsedMs }));
      settle();
    }
    const states = texts.map((text) => (JSON.parse(text) as { state?: unknown }).state);
    expect(states.map((state) => state !== undefined)).toEqual([true, false, true, false]);
    expect(reference.boards.get(FIXTURE)?.state.clock.elapsedMs).toBe(1000);
  });

  it('says that the gateway itself had missed something', () => {
    const { publish, settle, join, subscribe } = made;
    const { client, reference } = join();
    subscribe(client);
    publish(sampleOdds());
    settle();
    publish(sampleOdds({ seq: 9 }));
    settle();
    expect(reference.conflated).toEqual([undefined, 'upstream']);
  });

  it('holds a suspension back for nothing', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    const { client, reference, log } = join();
    subscribe(client);
    settle();
    publish(delta(2, 18_000, { fixtureId: OTHER_FIXTURE }));
    publish(delta(2, 19_000, { suspended: ['score'] }));
    expect(log.at(-1)).toBe(`delta ${FIXTURE}`);
    expect(reference.boards.get(FIXTURE)?.state.suspended).toEqual(['score']);
    publish(delta(3, 19_000));
    settle();
    expect(log.slice(-2)).toEqual([`delta ${OTHER_FIXTURE}`, `delta ${FIXTURE}`]);
  });

  it('is only what it wants, until it wants no more', () => {
    const { hub, publish, settle, join, subscribe } = made;
    const { client, log } = join();
    subscribe(client, { id: 7, fixtures: [OTHER_FIXTURE] });
    publish(sampleOdds());
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    settle();
    hub.unsubscribe(client, 'odds', 7);
    publish(delta(2, 18_000, { fixtureId: OTHER_FIXTURE }));
    settle();
    expect(log).toEqual([`image ${OTHER_FIXTURE}`]);
    expect(client.group.session.tops.record()).toEqual({});
  });

  it('is nothing when nothing that it looks at has changed', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ elapsedMs: 0 }));
    const { client, reference } = join();
    subscribe(client, { marketTypes: ['match-result'] });
    settle();
    for (const seq of [2, 3]) publish(delta(seq, 18_000 + seq, { elapsedMs: 0 }));
    settle();
    expect(reference.counts.delta).toBe(0);
    publish(delta(4, 18_000, { elapsedMs: 1 }));
    settle();
    expect(reference.counts.delta).toBe(1);
    expect(reference.boards.get(FIXTURE)).toMatchObject({ seq: 4, markets: {} });
  });

  it('is an image again when it subscribes again, or asks for it', () => {
    const { hub, publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const { client, reference } = join();
    subscribe(client);
    settle();
    subscribe(client, { fixtures: [FIXTURE] });
    settle();
    hub.resync(client, [FIXTURE, OTHER_FIXTURE]);
    settle();
    expect(reference.counts).toMatchObject({ image: 3, delta: 0 });
  });

  it('is an image when a new owner took the fixture over', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ seq: 7 }));
    const { client, reference } = join();
    subscribe(client);
    settle();
    publish(sampleOdds({ epoch: 2, seq: 1 }));
    settle();
    expect(reference.counts).toMatchObject({ image: 2, delta: 0 });
    expect(reference.boards.get(FIXTURE)).toMatchObject({ epoch: 2, seq: 1 });
  });

  it('is built once for all that take the same step', () => {
    const { publish, settle, join, subscribe, sources } = made;
    publish(sampleOdds());
    const readers = Array.from({ length: 10 }, join);
    for (const { client } of readers) subscribe(client);
    settle();
    publish(delta(2, 18_000));
    settle();
    expect(sources.odds.built).toBe(2);
    for (const { reference } of readers)
      expect(reference.counts).toMatchObject({ image: 1, delta: 1 });
  });

  it('starts with another client each time', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds());
    const order: number[] = [];
    const readers = Array.from({ length: 3 }, join);
    for (const [index, { client, outlet }] of readers.entries()) {
      subscribe(client);
      const { write } = outlet;
      outlet.write = (frame) => {
        order.push(index);
        write(frame);
      };
    }
    settle();
    for (const seq of [2, 3, 4]) {
      publish(delta(seq, 18_000 + seq));
      settle();
    }
    expect(order.slice(0, 3)).toEqual([0, 1, 2]);
    expect([order[3], order[6], order[9]].sort()).toEqual([0, 1, 2]);
  });

  it('comes in slices when there are many clients, with the event loop free in between', () => {
    const { publish, settle, step, join, subscribe } = made;
    publish(sampleOdds());
    const readers = Array.from({ length: 1500 }, join);
    for (const { client } of readers) subscribe(client);
    settle();
    const served = (seq: number): number =>
      readers.filter(({ reference }) => reference.boards.get(FIXTURE)?.seq === seq).length;
    publish(delta(2, 18_000));
    step();
    expect(served(2)).toBeGreaterThan(100);
    expect(served(2)).toBeLessThan(600);
    publish(delta(3, 18_000, { suspended: ['score'] }));
    expect(served(3)).toBe(1500);
    expect(readers.every(({ reference }) => reference.counts.image === 1)).toBe(true);
  });

  it('of books is the newest of each fixture', () => {
    const { hub, settle, join, subscribe, sources } = made;
    const { client, log } = join();
    sources.books.apply(sampleBook(0));
    subscribe(client, { channel: 'book', sport: 'football' });
    for (const seq of [1, 2, 3]) {
      expect(sources.books.apply(sampleBook(seq))).toBe(true);
      hub.changed('book', FIXTURE);
    }
    expect(sources.books.apply(sampleBook(2))).toBe(false);
    settle();
    expect(log).toEqual(['book']);
  });
});

describe('a selection', () => {
  const cup = sampleInfo('Cup');
  const league = sampleInfo('League');

  it('by competition or sport finds fixtures that are there and that come later', () => {
    const { publish, settle, join, subscribe } = made;
    publish(sampleOdds({ info: cup }));
    const byCup = join();
    const byLeague = join();
    const byTennis = join();
    expect(subscribe(byCup.client, { sport: 'football', competition: 'Cup' })).toMatchObject({
      fixtures: 1,
    });
    expect(subscribe(byLeague.client, { competition: 'League' })).toMatchObject({ fixtures: 0 });
    subscribe(byTennis.client, { sport: 'tennis' });
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE, info: league }));
    settle();
    expect(byCup.log).toEqual([`image ${FIXTURE}`]);
    expect(byLeague.log).toEqual([`image ${OTHER_FIXTURE}`]);
    expect(byTennis.log).toEqual([]);
  });

  it('loses a fixture that turns out to belong elsewhere', () => {
    const { hub, publish, settle, join, subscribe } = made;
    publish(sampleOdds({ info: cup }));
    const { client } = join();
    subscribe(client, { competition: 'Cup' });
    settle();
    expect(client.group.session.tops.record()).toEqual({ [FIXTURE]: [1, 1] });
    publish(sampleOdds({ seq: 2, info: league }));
    hub.reconsider('odds', FIXTURE);
    expect(client.group.session.tops.record()).toEqual({});
  });

  it('of markets shows the union of what several subscriptions ask for', () => {
    const { hub, publish, settle, join, subscribe } = made;
    publish(sampleOdds({ markets: [sampleMarket(2, 1), sampleMarket(3, 1, { odds: 50_000 })] }));
    const { client, reference } = join();
    const shown = () => Object.keys(reference.boards.get(FIXTURE)?.markets ?? {});
    subscribe(client, { id: 1, mainOnly: true });
    settle();
    expect(shown()).toEqual([sampleMarket(2, 1).key]);
    subscribe(client, { id: 2, fixtures: [FIXTURE], marketTypes: ['total-goals'] });
    settle();
    expect(shown()).toHaveLength(2);
    hub.unsubscribe(client, 'odds', 2);
    settle();
    expect(shown()).toEqual([sampleMarket(2, 1).key]);
    subscribe(client, { id: 1, marketTypes: ['next-goal'] });
    settle();
    expect(shown()).toEqual([]);
  });
});

describe('limits', () => {
  it('refuse more subscriptions than it may have, and leave it what it has', () => {
    const { join, subscribe } = made;
    const { client } = join();
    subscribe(client, { id: 1, fixtures: [FIXTURE, FIXTURE, OTHER_FIXTURE] });
    subscribe(client, { id: 2, channel: 'book' });
    expect(subscribe(client, { id: 3, fixtures: [fixtureId('match-3')] })).toBe(
      'TOO_MANY_SUBSCRIPTIONS',
    );
    expect(subscribe(client, { id: 1, fixtures: [OTHER_FIXTURE] })).toMatchObject({ fixtures: 0 });
    expect(client.group.session.subscriptions.sizeWith()).toBe(2);
  });
});

describe('a large board', () => {
  const markets = Array.from({ length: 60 }, (_, line) => sampleMarket(line, 1));

  it('comes in segments, and counts when the last is there', () => {
    const { publish, settle, join, subscribe } = makeHub({ segmentBytes: 3000 });
    publish(sampleOdds({ markets }));
    const { client, reference, texts } = join();
    subscribe(client);
    settle();
    expect(reference.counts).toMatchObject({ image: 1, checksums: 1 });
    expect(reference.counts.segments).toBeGreaterThan(3);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(3000);
    expect(Object.keys(reference.boards.get(FIXTURE)?.markets ?? {})).toHaveLength(60);
  });

  it('is sent whole in the place of a delta that would be too large for one message', () => {
    const { publish, settle, join, subscribe } = makeHub({ segmentBytes: 3000 });
    publish(sampleOdds({ markets }));
    const { client, reference } = join();
    subscribe(client);
    settle();
    publish(sampleDelta(2, { markets: [sampleMarket(5, 2)] }));
    settle();
    publish(sampleDelta(3, { markets: markets.map((market) => ({ ...market, version: 3 })) }));
    settle();
    expect(reference.counts).toMatchObject({ image: 2, delta: 1 });
    expect(reference.boards.get(FIXTURE)?.seq).toBe(3);
  });
});
