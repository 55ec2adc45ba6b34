import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { fixtureId, subjects, type FixtureEvent, type FixtureId } from '#contracts/mod.ts';
import {
  createPool,
  ensureStreams,
  followJson,
  silentLogger,
  systemClock,
  trusted,
  type Consumption,
  type Pool,
} from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { readFeedEvents } from './feed-store.ts';
import { createFeedMetrics } from './metrics.ts';
import { FEED_STREAMS, FeedPublisher, type PublisherOptions } from './publisher.ts';
import { loadRecordings } from './recordings/mod.ts';
import { playRun } from './replay.ts';
import { draftOf, type Run } from './run.ts';
import type { EventDraft } from './script.ts';
import { Cable } from './testing/cable.ts';

// The stream knows message ids for two minutes, so each test has a fixture of its own.
let fixture: FixtureId;
let tests = 0;
let nats: TestNats;
let database: TestDatabase;
let publishers: FeedPublisher[];

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  publishers = [];
  tests += 1;
  fixture = fixtureId(`milan-${tests}`);
  database = await freshDatabase();
  await ensureStreams(nats.nats, FEED_STREAMS);
});
afterEach(async () => {
  await Promise.all(publishers.map((publisher) => publisher.stop(100)));
  await database.drop();
});

function makePublisher(part: Partial<PublisherOptions> = {}): FeedPublisher {
  const publisher = new FeedPublisher({
    pool: database.pool,
    nats: nats.nats,
    clock: systemClock,
    log: silentLogger(),
    metrics: createFeedMetrics(),
    retryMs: 20,
    sendTimeoutMs: 300,
    ...part,
  });
  publishers.push(publisher);
  return publisher;
}

function milan(): Run {
  const script = loadRecordings().find(({ id }) => id === 'milan-liverpool-2005');
  if (script === undefined) throw new Error('no recording');
  const now = systemClock.now();
  // So fast that the whole match is over at once.
  return {
    fixtureId: fixture,
    producer: 'test',
    script,
    announceAt: now,
    kickOffAt: now,
    speed: 1e9,
  };
}

const drafts = (): readonly EventDraft[] => {
  const run = milan();
  return run.script.events.map((event) => draftOf(run, event, run.kickOffAt));
};

const stored = (pool: Pool = database.pool): Promise<FixtureEvent[]> =>
  readFeedEvents(pool, fixture);
const versionsOf = (events: readonly FixtureEvent[]): readonly number[] =>
  events.map(({ version }) => version);
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, at) => at + 1);

/** Collects what NATS stores of the fixture, in the order of the stream. */
async function follow(): Promise<{ events: FixtureEvent[]; consumption: Consumption }> {
  const events: FixtureEvent[] = [];
  const consumption = await followJson<FixtureEvent>(nats.nats, {
    stream: 'FEED',
    filter: subjects.feed('football', fixture),
    from: 'all',
    parse: trusted(),
    handle: (event) => {
      events.push(event);
    },
    onError: (error) => {
      throw error;
    },
  });
  return { events, consumption };
}

describe('FeedPublisher', () => {
  test('sends and stores a match with versions from 1 without gaps, both the same', async () => {
    const publisher = makePublisher();
    const { events: sent, consumption } = await follow();
    const run = milan();
    await playRun(run, { clock: systemClock, emit: (draft) => publisher.publish(draft) });
    await publisher.settled(fixture);
    const rows = await stored();
    expect(versionsOf(rows)).toEqual(upTo(run.script.events.length));
    await vi.waitFor(() => {
      expect(sent).toHaveLength(rows.length);
    });
    await consumption.stop();
    expect(sent).toEqual(rows);
    const { rows: fixtures } = await database.pool.query('SELECT * FROM fixture');
    expect(fixtures).toMatchObject([
      {
        fixture_id: fixture,
        sport: 'football',
        home: 'Milan',
        away: 'Liverpool',
        status: 'closed',
        producer: 'test',
        starts_at: BigInt(run.kickOffAt),
        version: rows.length,
      },
    ]);
  });

  test('a fact that comes twice is one event, also when both come at once', async () => {
    const publisher = makePublisher();
    const all = drafts().slice(0, 20);
    const twice = all.flatMap((draft) => [draft, { ...draft, receivedAt: draft.receivedAt + 5 }]);
    const outcomes = await Promise.all(twice.map((draft) => publisher.publish(draft)));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(all.length);
    await publisher.settled(fixture);
    const rows = await stored();
    expect(rows.map(({ eventId }) => eventId)).toEqual(all.map(({ eventId }) => eventId));
  });

  test('after a restart in the middle it goes on behind the last stored version', async () => {
    const all = drafts();
    const first = makePublisher();
    for (const draft of all.slice(0, 70)) await first.publish(draft);
    expect(await first.stop()).toBe(0);
    const second = makePublisher();
    const outcomes: string[] = [];
    for (const draft of all) outcomes.push(await second.publish(draft));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(70);
    await second.settled(fixture);
    const rows = await stored();
    expect(versionsOf(rows)).toEqual(upTo(all.length));
    expect(rows.map(({ eventId }) => eventId)).toEqual(all.map(({ eventId }) => eventId));
  });

  test('after a restart it sends the last stored event again: nobody knows whether it was sent', async () => {
    const [known, expectation] = drafts();
    if (!known || !expectation) throw new Error('no events');
    const first = makePublisher();
    await first.publish(known);
    await first.stop();
    // The stream also forgets the message ids of before, as after the two minutes of its window.
    await nats.nats.jsm.streams.delete('FEED');
    await ensureStreams(nats.nats, FEED_STREAMS);
    const second = makePublisher();
    await second.publish(expectation);
    await second.settled(fixture);
    const { events, consumption } = await follow();
    await vi.waitFor(() => {
      expect(versionsOf(events)).toEqual([1, 2]);
    });
    await consumption.stop();
  });

  test('two publishers of one fixture: the one that is late stands still and says why', async () => {
    const [known, expectation, kickOff] = drafts();
    if (!known || !expectation || !kickOff) throw new Error('no events');
    const first = makePublisher();
    const second = makePublisher();
    await first.publish(known);
    await first.settled(fixture);
    await second.publish(known);
    await second.settled(fixture);
    await first.publish(expectation);
    await first.settled(fixture);
    await second.publish(kickOff);
    await vi.waitFor(() => {
      expect(second.state('test').problem).toMatch('is taken by another event');
    });
    expect(first.state('test').problem).toBeUndefined();
    expect(versionsOf(await stored())).toEqual([1, 2]);
  });

  test('forgets a fixture that is over, and takes a late correction of it', async () => {
    const publisher = makePublisher();
    for (const draft of drafts()) await publisher.publish(draft);
    await publisher.settled(fixture);
    expect(publisher.state('test').fixtures).toHaveLength(1);
    publisher.sweep();
    expect(publisher.state('test').fixtures).toEqual([]);
    const last = drafts().at(-1);
    if (last === undefined) throw new Error('no events');
    const { fixtureId: id, producer, occurredAt, receivedAt, clock } = last;
    const envelope = { fixtureId: id, producer, occurredAt, receivedAt, clock };
    await publisher.publish({
      ...envelope,
      eventId: 'late',
      kind: 'correction',
      cancels: 'incident-1',
    });
    await publisher.settled(fixture);
    expect((await stored()).at(-1)).toMatchObject({
      version: drafts().length + 1,
      kind: 'correction',
    });
  });

  test('events cannot be changed or deleted', async () => {
    const publisher = makePublisher();
    const [known] = drafts();
    if (known !== undefined) await publisher.publish(known);
    await publisher.settled(fixture);
    for (const sql of [
      "UPDATE feed_event SET kind = 'goal'",
      'DELETE FROM feed_event',
      'TRUNCATE feed_event',
    ])
      await expect(database.pool.query(sql)).rejects.toThrow('append-only');
  });

  test('a consumer reads what it misses', async () => {
    const publisher = makePublisher();
    for (const draft of drafts().slice(0, 10)) await publisher.publish(draft);
    await publisher.settled(fixture);
    expect(versionsOf(await readFeedEvents(database.pool, fixture, 7))).toEqual([8, 9, 10]);
    expect(await readFeedEvents(database.pool, fixture, 10)).toEqual([]);
  });
});

describe('with NATS stopped in the middle', () => {
  test('events wait in order, the producer is down meanwhile, and nothing is lost', async () => {
    const publisher = makePublisher();
    const all = drafts();
    const { events: sent, consumption } = await follow();
    for (const draft of all.slice(0, 50)) await publisher.publish(draft);
    await publisher.settled(fixture);
    await nats.restart(async () => {
      for (const draft of all.slice(50)) await publisher.publish(draft);
      await vi.waitFor(async () => {
        expect(await stored()).toHaveLength(all.length);
      });
      await vi.waitFor(
        () => {
          expect(publisher.state('test').problem).toBe('NATS does not take events');
        },
        { timeout: 5_000 },
      );
      expect(publisher.state('test').fixtures).toEqual([{ fixtureId: fixture, version: 50 }]);
    });
    await publisher.settled(fixture);
    await vi.waitFor(
      () => {
        expect(versionsOf(sent)).toEqual(upTo(all.length));
      },
      { timeout: 10_000 },
    );
    await consumption.stop();
    expect(publisher.state('test')).toMatchObject({
      problem: undefined,
      fixtures: [{ fixtureId: fixture, version: all.length }],
    });
  });
});

describe('with PostgreSQL away in the middle', () => {
  let cable: Cable;
  let pool: Pool;

  beforeEach(async () => {
    const url = new URL(database.url);
    cable = new Cable(url);
    pool = createPool({ url: await cable.plugIn(url), maxConnections: 4 });
  });
  afterEach(async () => {
    await Promise.all(publishers.map((publisher) => publisher.stop(100)));
    await pool.end();
    cable.close();
  });

  test('events go on to NATS, and are stored in order when it is back', async () => {
    const publisher = makePublisher({ pool });
    const all = drafts();
    for (const draft of all.slice(0, 50)) await publisher.publish(draft);
    await publisher.settled(fixture);
    cable.cut();
    for (const draft of all.slice(50)) await publisher.publish(draft);
    await vi.waitFor(() => {
      expect(publisher.state('test').fixtures).toEqual([
        { fixtureId: fixture, version: all.length },
      ]);
    });
    expect(await stored()).toHaveLength(50);
    cable.mend();
    await publisher.settled(fixture);
    expect(versionsOf(await stored())).toEqual(upTo(all.length));
  });

  test('a full queue holds the source back and puts the producer down; nothing is lost', async () => {
    const publisher = makePublisher({ pool, maxQueued: 10 });
    const all = drafts();
    const [known] = all;
    if (known !== undefined) await publisher.publish(known);
    await publisher.settled(fixture);
    cable.cut();
    const rest = Promise.all(all.slice(1).map((draft) => publisher.publish(draft)));
    await vi.waitFor(() => {
      expect(publisher.state('test')).toMatchObject({
        problem: 'the queue is full',
        fixtures: [{ version: 11 }],
      });
    });
    cable.mend();
    await rest;
    await publisher.settled(fixture);
    const rows = await stored();
    expect(rows.map(({ eventId }) => eventId)).toEqual(all.map(({ eventId }) => eventId));
    expect(publisher.state('test').problem).toBeUndefined();
  });

  test('a fixture that is new while PostgreSQL is away waits for it', async () => {
    cable.cut();
    const publisher = makePublisher({ pool });
    const waiting = Promise.all(drafts().map((draft) => publisher.publish(draft)));
    await systemClock.sleep(100);
    expect(publisher.state('test').fixtures).toEqual([]);
    cable.mend();
    await waiting;
    await publisher.settled(fixture);
    expect(versionsOf(await stored())).toEqual(upTo(drafts().length));
  });

  test('stop gives up after its grace and says what is left; a restart makes it good', async () => {
    const publisher = makePublisher({ pool });
    const all = drafts();
    for (const draft of all.slice(0, 5)) await publisher.publish(draft);
    await publisher.settled(fixture);
    cable.cut();
    for (const draft of all.slice(5, 9)) await publisher.publish(draft);
    expect(await publisher.stop(200)).toBe(4);
    await expect(publisher.settled(fixture)).rejects.toThrow('stopped');
    const next = makePublisher();
    for (const draft of all) await next.publish(draft);
    await next.settled(fixture);
    expect(versionsOf(await stored())).toEqual(upTo(all.length));
  });
});
