import { beforeEach, describe, expect, it } from 'vitest';

import { CLOSE_SLOW_CONSUMER, fixtureId, type OddsMessage } from '#contracts/mod.ts';
import { createMetrics, ManualClock } from '#platform/mod.ts';

import { BookFrames, OddsFrames } from './frames.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import { Heartbeats } from './heartbeat.ts';
import { Hub } from './hub.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { OddsStore } from './store.ts';
import { boardOf, ReferenceClient } from './test-client.ts';
import { FIXTURE, OTHER_FIXTURE, sampleBook, sampleMarket, sampleOdds } from './test-samples.ts';

/** A client whose network takes nothing until it is told to. */
function fakeOutlet() {
  const reference = new ReferenceClient();
  const log: string[] = [];
  const outlet = {
    unsent: 0,
    closed: 0,
    unsentBytes: () => outlet.unsent,
    send: (text: string) => {
      const message = reference.receive(text);
      log.push('fixtureId' in message ? `${message.op} ${message.fixtureId}` : message.op);
    },
    close: (code: number) => {
      outlet.closed = code;
    },
  };
  return { outlet, reference, log };
}

function makeHub() {
  const clock = new ManualClock();
  const store = new OddsStore();
  const sources = { odds: new OddsFrames(store), books: new BookFrames() };
  const tasks: (() => void)[] = [];
  const hub = new Hub({
    sources,
    limits: { ...DEFAULT_LIMITS, subscriptions: 3 },
    clock,
    metrics: gatewayMetrics(createMetrics('test')),
    schedule: (task) => tasks.push(task),
  });
  const publish = (message: OddsMessage): void => {
    const applied = store.apply(message);
    if (applied.did === 'applied') hub.changed('odds', message.fixtureId, applied.urgent);
  };
  const settle = (): void => {
    for (const task of tasks.splice(0)) task();
  };
  const join = () => {
    const fake = fakeOutlet();
    return { ...fake, client: hub.add(fake.outlet) };
  };
  return { clock, store, sources, hub, publish, settle, join };
}

const delta = (seq: number, odds: number, fields: Partial<OddsMessage> = {}): OddsMessage =>
  sampleOdds({
    kind: 'delta',
    seq,
    prev: seq - 1,
    markets: [sampleMarket(2, seq, { odds })],
    ...fields,
  });

let made: ReturnType<typeof makeHub>;
beforeEach(() => {
  made = makeHub();
});

describe('what a client is sent', () => {
  it('is an image, then deltas from what was last sent to it', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const reader = join();
    hub.subscribe(reader.client, 'odds', undefined);
    settle();
    publish(delta(2, 18_000));
    settle();
    expect(reader.log).toEqual([`image ${FIXTURE}`, `delta ${FIXTURE}`]);
    expect(reader.reference.boards.get(FIXTURE)).toEqual(boardOf(made.store.imageOf(FIXTURE)));
  });

  it('merges a burst into one message, with the last values', () => {
    const { hub, publish, settle, join } = made;
    const reader = join();
    hub.subscribe(reader.client, 'odds', [FIXTURE]);
    publish(sampleOdds());
    settle();
    for (let seq = 2; seq < 50; seq += 1) publish(delta(seq, 10_100 + seq));
    settle();
    expect(reader.reference.counts).toEqual({ image: 1, delta: 1 });
    expect(reader.reference.boards.get(FIXTURE)?.seq).toBe(49);
  });

  it('holds a suspension back for nothing', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    const reader = join();
    hub.subscribe(reader.client, 'odds', undefined);
    settle();
    publish(delta(2, 18_000, { fixtureId: OTHER_FIXTURE }));
    publish(delta(2, 19_000, { state: sampleOdds({ suspended: ['score'] }).state }));
    expect(reader.log.at(-1)).toBe(`delta ${FIXTURE}`);
    expect(reader.reference.boards.get(FIXTURE)?.state.suspended).toEqual(['score']);
    settle();
    expect(reader.log.at(-1)).toBe(`delta ${OTHER_FIXTURE}`);
  });

  it('is only what it wants, until it wants no more', () => {
    const { hub, publish, settle, join } = made;
    const reader = join();
    hub.subscribe(reader.client, 'odds', [OTHER_FIXTURE]);
    publish(sampleOdds());
    publish(sampleOdds({ fixtureId: OTHER_FIXTURE }));
    settle();
    hub.unsubscribe(reader.client, 'odds', [OTHER_FIXTURE]);
    publish(delta(2, 18_000, { fixtureId: OTHER_FIXTURE }));
    settle();
    expect(reader.log).toEqual([`image ${OTHER_FIXTURE}`]);
    expect(reader.client.session.tops()).toEqual({});
  });

  it('is an image again when it subscribes again', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const reader = join();
    for (const fixtures of [undefined, [FIXTURE], undefined]) {
      hub.subscribe(reader.client, 'odds', fixtures);
      settle();
    }
    expect(reader.reference.counts).toEqual({ image: 3, delta: 0 });
  });

  it('is an image when a new owner took the fixture over', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds({ seq: 7 }));
    const reader = join();
    hub.subscribe(reader.client, 'odds', undefined);
    settle();
    publish(sampleOdds({ epoch: 2, seq: 1 }));
    settle();
    expect(reader.reference.counts).toEqual({ image: 2, delta: 0 });
    expect(reader.reference.boards.get(FIXTURE)).toMatchObject({ epoch: 2, seq: 1 });
  });

  it('is encoded once for all that take the same step', () => {
    const { hub, publish, settle, join, sources } = made;
    publish(sampleOdds());
    const readers = Array.from({ length: 10 }, join);
    for (const { client } of readers) hub.subscribe(client, 'odds', undefined);
    settle();
    publish(delta(2, 18_000));
    settle();
    expect(sources.odds.encodings).toBe(2);
    for (const { reference } of readers) expect(reference.counts).toEqual({ image: 1, delta: 1 });
  });

  it('starts with another client each time', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const order: number[] = [];
    const readers = Array.from({ length: 3 }, join);
    for (const [index, { client, outlet }] of readers.entries()) {
      hub.subscribe(client, 'odds', undefined);
      const { send } = outlet;
      outlet.send = (text) => {
        order.push(index);
        send(text);
      };
    }
    settle();
    publish(delta(2, 18_000));
    settle();
    publish(delta(3, 17_000));
    settle();
    expect(order).toEqual([0, 1, 2, 1, 2, 0, 2, 0, 1]);
  });

  it('of books is the newest of each fixture', () => {
    const { hub, settle, join, sources } = made;
    const reader = join();
    hub.subscribe(reader.client, 'book', undefined);
    for (const seq of [1, 2, 3]) {
      expect(sources.books.apply(sampleBook(seq))).toBe(true);
      hub.changed('book', FIXTURE, false);
    }
    expect(sources.books.apply(sampleBook(2))).toBe(false);
    settle();
    expect(reader.log).toEqual(['book']);
  });
});

describe('a slow reader', () => {
  const KIB = 1024;

  it('is merged for, and gets the last state when it reads on', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const slow = join();
    const quick = join();
    for (const { client } of [slow, quick]) hub.subscribe(client, 'odds', undefined);
    settle();
    slow.outlet.unsent = 65 * KIB;
    for (let seq = 2; seq < 30; seq += 1) {
      publish(delta(seq, 10_100 + seq));
      settle();
    }
    expect(slow.reference.counts.delta).toBe(0);
    expect(quick.reference.counts.delta).toBe(28);
    slow.outlet.unsent = 0;
    hub.flushSoon(slow.client);
    settle();
    expect(slow.reference.counts.delta).toBe(1);
    expect(slow.reference.boards).toEqual(quick.reference.boards);
  });

  it('still learns at once that something is suspended', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const slow = join();
    hub.subscribe(slow.client, 'odds', undefined);
    settle();
    slow.outlet.unsent = 65 * KIB;
    publish(delta(2, 19_000, { state: sampleOdds({ suspended: ['feed'] }).state }));
    expect(slow.reference.boards.get(FIXTURE)?.state.suspended).toEqual(['feed']);
  });

  it('is not sent many images at once, but one after the other as it reads', () => {
    const { hub, publish, settle, join } = made;
    for (let index = 0; index < 20; index += 1)
      publish(sampleOdds({ fixtureId: fixtureId(`match-${String(index)}`) }));
    const slow = join();
    const { send } = slow.outlet;
    slow.outlet.send = (text) => {
      slow.outlet.unsent += 30 * KIB;
      send(text);
    };
    hub.subscribe(slow.client, 'odds', undefined);
    settle();
    expect(slow.reference.counts.image).toBe(3);
    for (let round = 0; round < 10; round += 1) {
      slow.outlet.unsent = 0;
      hub.flushSoon(slow.client);
      settle();
    }
    expect(slow.reference.boards.size).toBe(20);
  });

  it('is closed when more than 1 MiB waits for it', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const slow = join();
    hub.subscribe(slow.client, 'odds', undefined);
    slow.outlet.unsent = 1024 * KIB + 1;
    settle();
    expect(slow.outlet.closed).toBe(CLOSE_SLOW_CONSUMER);
    expect(hub.clients.size).toBe(0);
    publish(delta(2, 18_000));
    settle();
    expect(slow.log).toEqual([]);
  });

  it('is closed after 10 seconds in which it took nothing, also when nothing new happens', async () => {
    const { hub, publish, settle, join, clock } = made;
    publish(sampleOdds());
    const slow = join();
    hub.subscribe(slow.client, 'odds', undefined);
    slow.outlet.unsent = 65 * KIB;
    settle();
    await clock.advance(9_999);
    hub.closeSlow();
    expect(slow.outlet.closed).toBe(0);
    await clock.advance(1);
    hub.closeSlow();
    expect(slow.outlet.closed).toBe(CLOSE_SLOW_CONSUMER);
  });
});

describe('limits and heartbeats', () => {
  it('count no names of one who has everything: asking for an image again is free', () => {
    const { hub, publish, settle, join } = made;
    publish(sampleOdds());
    const { client, reference } = join();
    hub.subscribe(client, 'odds', undefined);
    settle();
    for (let index = 0; index < 10; index += 1) {
      const names = [FIXTURE, fixtureId(`match-${String(index)}`)];
      expect(hub.subscribe(client, 'odds', names)).toBeUndefined();
      settle();
    }
    expect(reference.counts.image).toBe(11);
    hub.unsubscribe(client, 'odds', undefined);
    publish(delta(2, 18_000));
    settle();
    expect(reference.counts.delta).toBe(0);
  });

  it('refuses more subscriptions than it may have, and keeps what it has', () => {
    const { hub, join } = made;
    const { client } = join();
    expect(hub.subscribe(client, 'odds', [FIXTURE, FIXTURE, OTHER_FIXTURE])).toBeUndefined();
    expect(hub.subscribe(client, 'book', undefined)).toBeUndefined();
    expect(hub.subscribe(client, 'odds', [fixtureId('match-3')])).toBe('TOO_MANY_SUBSCRIPTIONS');
    expect(hub.subscribe(client, 'odds', [OTHER_FIXTURE])).toBeUndefined();
    expect(client.session.subscriptions.odds.size).toBe(2);
  });

  it('carry what was last sent to each, and the state of the hosts of what it wants', () => {
    const { hub, publish, settle, join } = made;
    const texts: Record<string, string[]> = { all: [], one: [] };
    publish(sampleOdds({ seq: 4 }));
    publish(sampleOdds({ seq: 9, fixtureId: OTHER_FIXTURE }));
    for (const [name, fixtures] of [
      ['all', undefined],
      ['one', [FIXTURE]],
    ] as const) {
      const { client, outlet } = join();
      hub.subscribe(client, 'odds', fixtures);
      settle();
      outlet.send = (text) => texts[name]?.push(text);
    }
    const heartbeats = new Heartbeats(hub);
    heartbeats.beat(1, { silent: false, stale: new Set() }, 'everyone');
    heartbeats.beat(2, { silent: false, stale: new Set() }, 'changed');
    heartbeats.beat(3, { silent: false, stale: new Set([OTHER_FIXTURE]) }, 'changed');
    heartbeats.beat(4, { silent: true, stale: new Set() }, 'changed');
    const beats = (name: string): unknown[] =>
      (texts[name] ?? []).map((text) => JSON.parse(text) as unknown);
    const all = { [FIXTURE]: 4, [OTHER_FIXTURE]: 9 };
    expect(beats('all')).toEqual([
      { op: 'heartbeat', at: 1, upstream: 'up', tops: all },
      { op: 'heartbeat', at: 3, upstream: 'stale', tops: all },
    ]);
    expect(beats('one')).toEqual([
      { op: 'heartbeat', at: 1, upstream: 'up', tops: { [FIXTURE]: 4 } },
      { op: 'heartbeat', at: 4, upstream: 'stale', tops: { [FIXTURE]: 4 } },
    ]);
  });
});
