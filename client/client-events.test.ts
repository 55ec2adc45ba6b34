import { beforeEach, describe, expect, it } from 'vitest';

import { connect, type ClientOptions, type OddsClient } from './client.ts';
import type { StreamEvent } from './events.ts';
import {
  delta,
  fakeWorld,
  FIXTURE,
  heartbeat,
  hello,
  image,
  market,
  suspended,
  type FakeSocket,
} from './test-world.ts';
import type { ClientMessage } from './wire.ts';

let world: ReturnType<typeof fakeWorld>;
beforeEach(() => {
  world = fakeWorld();
});

const start = (options: Partial<ClientOptions> = {}): OddsClient =>
  connect({ url: 'ws://one', surroundings: world.surroundings, ...options });

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

async function eventsOf(client: OddsClient): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  const iterator = client.events();
  client.close();
  for await (const event of iterator) events.push(event);
  return events;
}

describe('availability', () => {
  const over = market(1, 1).key;

  it('of a market needs the market, the fixture, the feed and the connection', () => {
    const client = following();
    expect(client.availability('other')).toBe('unknown');
    expect(client.availability(FIXTURE, 'no-such-market')).toBe('unknown');
    expect(client.availability(FIXTURE, over)).toBe('open');
    world.last().say(delta(5, { markets: [market(1, 2, { status: 'suspended' })] }));
    expect([client.availability(FIXTURE), client.availability(FIXTURE, over)]).toEqual([
      'open',
      'suspended',
    ]);
    world.last().say(delta(6, { markets: [market(1, 3, { status: 'settled' })] }));
    expect(client.availability(FIXTURE, over)).toBe('over');
    world.last().say(delta(7, { state: suspended }));
    expect(client.availability(FIXTURE, market(2, 1).key)).toBe('suspended');
  });

  it('ends for the fixtures whose host is silent, or for all', () => {
    const client = following();
    const tops = { [FIXTURE]: 4 };
    const told = (upstream: 'up' | 'stale', stale: string[]): string => {
      world.last().say(heartbeat(tops, { upstream, stale }));
      return client.availability(FIXTURE);
    };
    expect(told('stale', [FIXTURE])).toBe('feed-stale');
    expect(told('stale', ['other'])).toBe('open');
    expect(told('stale', [])).toBe('feed-stale');
    expect(told('up', [])).toBe('open');
  });
});

describe('events', () => {
  it('tell what is known first, then what happens', async () => {
    const client = following();
    const iterator = client.events();
    const read = async (): Promise<unknown> => (await iterator.next()).value;
    expect(await read()).toEqual({ type: 'status', status: 'live' });
    expect(await read()).toMatchObject({ type: 'feed', allStale: false });
    expect(await read()).toMatchObject({ type: 'board', fixtureId: FIXTURE, board: { seq: 4 } });
    world.last().say(delta(5, { markets: [market(1, 5)], conflated: 'window' }));
    expect(await read()).toMatchObject({
      type: 'board',
      board: { seq: 5 },
      changed: new Set([market(1, 5).key]),
      conflated: 'window',
    });
    world.last().say(heartbeat({}));
    expect(await read()).toEqual({ type: 'gone', fixtureId: FIXTURE });
    world.last().say(image(6));
    expect(await read()).toMatchObject({ type: 'board', board: { seq: 6 } });
    world.last().say(delta(8), delta(9));
    expect(await read()).toMatchObject({ type: 'board', board: { seq: 6 }, changed: new Set() });
    expect(client.availability(FIXTURE)).toBe('catching-up');
    const error = { code: 'TOO_MANY_SUBSCRIPTIONS', message: 'too many' } as const;
    world.last().say({ op: 'error', id: 1, error });
    expect(await read()).toEqual({ type: 'refused', id: 1, error });
  });

  it('of one reader do not wait for another', async () => {
    const client = following();
    const [slow, quick] = [client.events(), client.events()];
    for (let seq = 5; seq < 500; seq += 1) {
      world.last().say(delta(seq, { markets: [market(1, seq)] }));
      if (seq === 5) for (let each = 0; each < 3; each += 1) await quick.next();
    }
    await quick.return?.();
    expect((await eventsOf(client)).length).toBe(3);
    const rest: StreamEvent[] = [];
    for await (const event of slow) rest.push(event);
    expect(rest.map(({ type }) => type)).toEqual(['status', 'feed', 'board']);
    expect(rest.at(-1)).toMatchObject({ board: { seq: 499 }, conflated: 'slow' });
  });

  it('end what a subscription ended', () => {
    const client = start();
    const subscription = client.subscribe({ fixtures: ['a'] });
    world.last().say(hello, image(1, { fixtureId: 'a' }));
    world.last().answer();
    subscription.close();
    subscription.close();
    expect(saidOf(world.last(), 'unsubscribe')).toMatchObject([
      { channel: 'odds', subscription: subscription.id },
    ]);
    world.last().say(heartbeat({}));
    expect(client.boards()).toEqual([]);
    client.authenticate('other');
    expect(saidOf(world.last(), 'authenticate')).toMatchObject([{ token: 'other' }]);
  });
});
