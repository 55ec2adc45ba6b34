import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { fixtureId, shardOf, subjects, type FixtureId, type OddsMessage } from '#contracts/mod.ts';
import { sendJson, serveJson, silentLogger, systemClock, trusted } from '#platform/mod.ts';
import { startTestNats, type TestNats } from '#test/harness/mod.ts';

import { natsHost } from '../host-port.ts';
import { boardImage, FIXTURE, matchResult } from '../testing/mod.ts';
import { startBookFeed } from './book-feed.ts';
import { FixtureBook } from './fixture-book.ts';

let server: TestNats;
let book: FixtureBook;
let feed: ReturnType<typeof startBookFeed>;
let images: Map<FixtureId, OddsMessage>;
let asked: number;
const stops: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await startTestNats();
});
afterAll(() => server.stop());
beforeEach(async () => {
  images = new Map();
  asked = 0;
  book = new FixtureBook();
  const { nats } = server;
  feed = startBookFeed({ nats, book, clock: systemClock, log: silentLogger() });
  stops.push(
    serveJson(nats, {
      subject: 'image.*',
      parse: trusted<{ fixtureId: FixtureId }>(),
      handle: ({ fixtureId: id }) => {
        asked += 1;
        return images.get(id) ?? { missing: true };
      },
    }),
  );
  await nats.connection.flush();
});
afterEach(async () => {
  feed.stop();
  await Promise.all(stops.splice(0).map((each) => each.stop()));
});

const publish = (message: OddsMessage): void => {
  sendJson(server.nats, subjects.odds('football', message.fixtureId), message);
};
const alive = (fixtures: readonly FixtureId[]): void => {
  const shards = fixtures.map(shardOf);
  sendJson(server.nats, subjects.hostAlive, { owner: 'a', shards, fixtures, at: 1 });
};
const delta = (seq: number): OddsMessage => {
  const { info: _, ...rest } = boardImage({
    seq,
    prev: seq - 1,
    markets: [matchResult({ version: seq })],
  });
  return { ...rest, kind: 'delta' };
};
const seq = (): number | undefined => book.view(FIXTURE)?.seq;

test('what a host lists is asked for; deltas follow; a gap is healed by an image', async () => {
  images.set(FIXTURE, boardImage());
  alive([FIXTURE]);
  await expect.poll(seq).toBe(1);
  expect(book.ownerSilentMs(FIXTURE, systemClock.monotonic())).toBeLessThan(5_000);
  publish(delta(2));
  await expect.poll(seq).toBe(2);
  images.set(FIXTURE, boardImage({ seq: 5 }));
  publish(delta(5));
  await expect.poll(seq).toBe(5);
});

test('a fixture that its host does not have is asked for again, not for ever at once', async () => {
  const unknown = fixtureId('unknown-1');
  alive([unknown]);
  await expect.poll(() => asked, { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
  expect(book.view(unknown)).toBeUndefined();
});

test('a message that does not fit is refused and the next one is read', async () => {
  sendJson(server.nats, subjects.odds('football', FIXTURE), { kind: 'image', fixtureId: FIXTURE });
  sendJson(server.nats, subjects.hostAlive, { owner: 1 });
  sendJson(server.nats, subjects.hostAlive, 'hello');
  publish(boardImage());
  await expect.poll(seq).toBe(1);
});

test('what was missed while NATS was away is asked for when it is back', async () => {
  publish(boardImage());
  await expect.poll(seq).toBe(1);
  images.set(FIXTURE, boardImage({ seq: 9 }));
  await server.restart();
  await expect.poll(seq, { timeout: 10_000 }).toBe(9);
});

test('a host is asked on the subject of its shard, and a silent one is HOST_UNAVAILABLE', async () => {
  const host = natsHost(server.nats, 300);
  const request = { op: 'release', betId: 'b' as never, fixtureId: FIXTURE } as const;
  await expect(host.release(request)).rejects.toMatchObject({ code: 'HOST_UNAVAILABLE' });
  const seen: string[] = [];
  stops.push(
    serveJson(server.nats, {
      subject: 'decide.*',
      parse: trusted(),
      handle: (_, subject) => {
        seen.push(subject);
        return { verdict: 'released' };
      },
    }),
  );
  await server.nats.connection.flush();
  expect(await host.release(request)).toEqual({ verdict: 'released' });
  expect(seen).toEqual([`decide.${String(shardOf(FIXTURE))}`]);
});
