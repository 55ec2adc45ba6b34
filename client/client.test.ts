import { beforeEach, describe, expect, it } from 'vitest';

import { checksumOf } from './checksum.ts';
import { connect, type ClientOptions, type OddsClient } from './client.ts';
import {
  delta,
  fakeWorld,
  FIXTURE,
  heartbeat,
  hello,
  image,
  market,
  type FakeSocket,
} from './test-world.ts';
import type { ClientMessage } from './wire.ts';

/** Of the board in `image`, while no delta has changed its markets. */
const UNCHANGED = checksumOf(image(4).state, image(4).markets);

let world: ReturnType<typeof fakeWorld>;
beforeEach(() => {
  world = fakeWorld();
});

const start = (options: Partial<ClientOptions> = {}): OddsClient =>
  connect({ url: 'ws://one', surroundings: world.surroundings, ...options });

const opsOf = ({ said }: FakeSocket): string[] => said.map(({ op }) => op);
const saidOf = <Op extends ClientMessage['op']>({ said }: FakeSocket, op: Op) =>
  said.filter((each): each is Extract<ClientMessage, { op: Op }> => each.op === op);

/** A client that follows everything and holds a confirmed board at sequence 4. */
function following(options: Partial<ClientOptions> = {}): OddsClient {
  const client = start(options);
  client.subscribe();
  world.last().say(hello);
  world.last().answer();
  world.last().say(image(4), heartbeat({ [FIXTURE]: 4 }));
  return client;
}

describe('a connection', () => {
  it('begins with the hello: then the client says who it is and what it wants', () => {
    const client = start({ token: 'secret' });
    client.subscribe({ sport: 'football', mainOnly: true, windowMs: 250 });
    expect([client.status, world.last().said]).toEqual(['connecting', []]);
    world.last().say(hello);
    expect(client.status).toBe('live');
    expect(world.last().said).toMatchObject([
      { op: 'authenticate', token: 'secret' },
      { op: 'subscribe', channel: 'odds', sport: 'football', mainOnly: true, windowMs: 250 },
    ]);
  });

  it('asks for MessagePack when it can read it', () => {
    const messages = [hello, image(4)];
    start({ msgpack: ([index = 0]) => messages[index] });
    expect(world.last().protocols).toEqual(['overround.v1.msgpack', 'overround.v1.json']);
    const client = start();
    expect(world.last().protocols).toEqual(['overround.v1.json']);
    client.close();
    const reader = start({ msgpack: ([index = 0]) => messages[index] });
    world.last().sayRaw(Uint8Array.of(0));
    world.last().sayRaw(Uint8Array.of(1));
    expect(reader.board(FIXTURE)?.seq).toBe(4);
  });

  it('that makes no sense is given up', () => {
    for (const nonsense of ['{', '[]', '7', '{"op":7}', Uint8Array.of(1)]) {
      const client = following();
      world.last().sayRaw(nonsense);
      expect([client.status, world.last().isClosed()]).toEqual(['lost', true]);
      client.close();
    }
  });

  it('ignores messages of a kind that it does not know', () => {
    const client = following();
    world.last().sayRaw('{"op":"weather"}');
    expect(client.status).toBe('live');
  });

  it('that never greets is given up after ten seconds, whatever else it says', () => {
    start();
    world.advance(9000);
    world.last().say(heartbeat({}));
    world.advance(1000);
    expect(world.sockets).toHaveLength(1);
    world.advance(1500);
    expect(world.sockets).toHaveLength(2);
    expect(world.sockets[0]?.isClosed()).toBe(true);
  });

  it('that falls silent is given up after two and a half heartbeats', () => {
    const client = following();
    world.advance(5000);
    expect(client.status).toBe('live');
    world.advance(500);
    expect(client.status).toBe('lost');
    expect(client.availability(FIXTURE)).toBe('not-connected');
    expect(client.board(FIXTURE)?.seq).toBe(4);
  });

  it('is tried again with growing pauses, at the next address', () => {
    start({ url: ['ws://one', 'ws://two'] });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      world.last().drop(1006);
      let waitedMs = 0;
      for (const before = world.sockets.length; world.sockets.length === before; waitedMs += 1)
        world.advance(1);
      pauses.push(waitedMs);
    }
    expect(pauses).toEqual([188, 375, 750, 1500, 3000, 6000, 7500, 7500]);
    expect(world.sockets.slice(0, 3).map(({ url }) => url)).toEqual([
      'ws://one',
      'ws://two',
      'ws://one',
    ]);
  });

  it('sends no more than the gateway allows', () => {
    const client = start();
    for (let index = 0; index < 25; index += 1)
      client.subscribe({ fixtures: [`m-${String(index)}`] });
    world.last().say(hello);
    expect(world.last().said).toHaveLength(10);
    world.advance(1000);
    expect(world.last().said).toHaveLength(20);
    world.last().say(heartbeat({}));
    world.advance(1000);
    expect(world.last().said).toHaveLength(25);
  });

  it('asks again what the gateway did not look at because of others', () => {
    const client = start();
    const [first, second] = ['a', 'b'].map((fixture) => client.subscribe({ fixtures: [fixture] }));
    world.last().say(hello, { op: 'status', id: first?.id ?? 0, ok: true });
    const error = { code: 'RATE_LIMITED', message: 'too many' } as const;
    const asked = () => saidOf(world.last(), 'subscribe').map(({ id }) => id);
    expect(asked()).toEqual([first?.id, second?.id]);
    world.last().say({ op: 'error', id: null, error }, { op: 'error', id: null, error });
    world.advance(1500);
    world.last().say(heartbeat({}));
    expect(asked()).toHaveLength(2);
    world.advance(500);
    expect(asked()).toEqual([first?.id, second?.id, second?.id]);
    world.last().answer();
    world.last().say({ op: 'error', id: null, error });
    world.advance(2000);
    expect(asked()).toHaveLength(3);
    world.last().say({ op: 'error', id: null, error });
    client.close();
    expect(world.timers.size).toBe(0);
  });

  it('is over when it is closed: no timer and no socket remains', async () => {
    const client = following();
    const reading = (async () => {
      for await (const event of client) if (event.type === 'refused') return 'refused';
      return 'ended';
    })();
    client.close();
    expect(await reading).toBe('ended');
    expect([client.status, world.last().isClosed(), world.timers.size]).toEqual([
      'closed',
      true,
      0,
    ]);
    client.close();
    expect(client.availability(FIXTURE)).toBe('not-connected');
  });
});

describe('a gap', () => {
  it('is noticed, closes the board to bets, and is healed', () => {
    const client = following();
    world.last().say(delta(6, { markets: [market(1, 6)] }));
    expect(client.availability(FIXTURE)).toBe('catching-up');
    expect(saidOf(world.last(), 'resync')).toMatchObject([{ fixtures: [FIXTURE] }]);
    world.last().say(delta(7));
    expect(saidOf(world.last(), 'resync')).toHaveLength(1);
    world.last().say(image(7));
    expect([client.availability(FIXTURE), client.board(FIXTURE)?.seq]).toEqual(['open', 7]);
  });

  it('of what came last is noticed by the heartbeat, and asked for again until it comes', () => {
    const client = following();
    world.last().say(heartbeat({ [FIXTURE]: 5 }));
    for (let beat = 0; beat < 3; beat += 1) {
      world.advance(2000);
      world.last().say(heartbeat({ [FIXTURE]: 5 }));
    }
    expect(saidOf(world.last(), 'resync')).toHaveLength(4);
    expect(client.availability(FIXTURE)).toBe('catching-up');
  });

  it('that only the checksum shows is healed too', () => {
    const client = following();
    const right = checksumOf(image(4).state, [market(1, 5), market(2, 1)]);
    world.last().say(delta(5, { markets: [market(1, 5)], checksum: right }));
    expect(client.availability(FIXTURE)).toBe('open');
    world.last().say(delta(6, { markets: [market(1, 6)], checksum: right }));
    expect(client.board(FIXTURE)?.seq).toBe(5);
    expect(opsOf(world.last())).toEqual(['subscribe', 'resync']);
  });

  it('of a thousand boards is asked for in few messages', () => {
    following();
    const tops = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`m-${String(index)}`, 1] as const),
    );
    world.last().say(heartbeat({ ...tops, [FIXTURE]: 4 }));
    expect(saidOf(world.last(), 'resync').map(({ fixtures }) => fixtures.length)).toEqual([
      500, 500,
    ]);
  });
});

describe('an interruption', () => {
  it('is followed by the subscriptions again, from where the boards are', () => {
    const client = following();
    world.last().drop(1006);
    expect([client.status, client.availability(FIXTURE)]).toEqual(['lost', 'not-connected']);
    world.advance(250);
    world.last().say(hello);
    expect(saidOf(world.last(), 'subscribe')).toMatchObject([
      { id: 1, resume: { [FIXTURE]: { epoch: 1, seq: 4 } } },
    ]);
    expect(client.availability(FIXTURE)).toBe('catching-up');
    world.last().say(delta(9, { prev: 4, checksum: UNCHANGED }));
    expect(client.availability(FIXTURE)).toBe('feed-stale');
    world.last().say(heartbeat({ [FIXTURE]: 9 }));
    expect(client.availability(FIXTURE)).toBe('open');
    expect(opsOf(world.last())).toEqual(['subscribe']);
  });

  it('is not over for a board that the gateway sees through other subscriptions', () => {
    const client = following();
    world.last().drop(1006);
    world.advance(250);
    world
      .last()
      .say(hello, delta(4, { prev: 4, checksum: 1 }), delta(5, { markets: [market(1, 5)] }));
    expect([client.board(FIXTURE)?.seq, client.availability(FIXTURE)]).toEqual([4, 'catching-up']);
    expect(saidOf(world.last(), 'resync')).toHaveLength(1);
    world.last().say(heartbeat({ [FIXTURE]: 4 }));
    expect(client.availability(FIXTURE)).toBe('catching-up');
  });

  it('asks for the boards of several subscriptions together', () => {
    const client = start();
    client.subscribe({ mainOnly: true });
    const second = client.subscribe({ fixtures: ['a'] });
    client.subscribe({ sport: 'tennis' });
    world.last().say(hello);
    expect(saidOf(world.last(), 'subscribe').map(({ more = false }) => more)).toEqual([
      true,
      true,
      false,
    ]);
    second.close();
    client.subscribe({ sport: 'racing' });
    expect(saidOf(world.last(), 'subscribe').at(-1)).not.toHaveProperty('more');
  });

  it('does not end a fixture that the gateway does not name before it has read the subscriptions', () => {
    const client = following();
    world.last().drop(1006);
    world.advance(250);
    world.last().say(hello, heartbeat({}));
    expect(client.board(FIXTURE)?.seq).toBe(4);
    world.last().answer();
    world.last().say(heartbeat({}));
    expect(client.board(FIXTURE)).toBeUndefined();
  });

  it('in which the subscriptions changed starts from images', () => {
    const client = following();
    const mains = client.subscribe({ mainOnly: true });
    world.last().drop(1006);
    mains.close();
    world.advance(250);
    world.last().say(hello);
    expect(saidOf(world.last(), 'subscribe')).toEqual([
      { op: 'subscribe', id: 1, channel: 'odds' },
    ]);
    world.last().drop(1006);
    world.advance(1000);
    world.last().say(hello);
    expect(saidOf(world.last(), 'subscribe')[0]).toHaveProperty('resume');
  });

  it('gives each subscription only the positions that it selects', () => {
    const client = start();
    client.subscribe({ fixtures: ['a', 'b'] });
    client.subscribe({ competition: 'Cup' });
    client.subscribe({ channel: 'book' });
    const info = { sport: 'football', competition: 'Cup', home: 'A', away: 'B', startsAt: 1 };
    world.last().say(hello, image(1, { fixtureId: 'a' }), image(2, { fixtureId: 'c', info }));
    world.last().drop(1006);
    world.advance(250);
    world.last().say(hello);
    const resumed = saidOf(world.last(), 'subscribe').map(({ resume = {} }) => Object.keys(resume));
    expect(resumed).toEqual([['a'], ['c'], []]);
  });

  it('never makes a message that is larger than the gateway takes', () => {
    const client = start();
    client.subscribe();
    world.last().say(hello);
    for (let index = 0; index < 3000; index += 1)
      world.last().say(image(1, { fixtureId: `a-fixture-with-a-long-name-${String(index)}` }));
    world.last().drop(1006);
    world.advance(250);
    world.last().say(hello);
    const [{ resume = {} } = {}] = saidOf(world.last(), 'subscribe');
    expect(Object.keys(resume).length).toBeGreaterThan(500);
    expect(JSON.stringify(world.last().said[0]).length).toBeLessThan(65_536);
  });
});

describe('a gateway that goes away', () => {
  const goAway = { op: 'goaway', reason: 'restart', reconnectInMs: 800 } as const;

  it('is left for the next one without a moment in which prices are old', () => {
    const client = following({ url: ['ws://one', 'ws://two'] });
    const old = world.last();
    old.say(goAway);
    world.advance(799);
    expect(world.sockets).toHaveLength(1);
    world.advance(1);
    const next = world.last();
    expect(next.url).toBe('ws://two');
    old.say(delta(5));
    expect([client.board(FIXTURE)?.seq, client.availability(FIXTURE)]).toEqual([5, 'open']);
    next.say(hello);
    expect([old.isClosed(), client.status]).toEqual([true, 'live']);
    expect(saidOf(next, 'subscribe')).toMatchObject([{ resume: { [FIXTURE]: { seq: 5 } } }]);
    next.say(delta(5, { prev: 5, checksum: UNCHANGED }));
    expect(client.availability(FIXTURE)).toBe('open');
    old.say(delta(6));
    expect(client.board(FIXTURE)?.seq).toBe(5);
  });

  it('is kept while no other can be reached', () => {
    const client = following();
    const old = world.last();
    old.say(goAway, goAway);
    world.advance(800);
    world.last().drop(1006);
    expect([client.status, old.isClosed()]).toEqual(['live', false]);
    world.advance(250);
    expect(world.sockets).toHaveLength(3);
    old.drop(1001);
    expect(client.status).toBe('lost');
    world.last().say(hello);
    expect([client.status, world.sockets.length]).toEqual(['live', 3]);
  });
});
