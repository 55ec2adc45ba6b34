import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { fixtureId, subjects, type Alive, type FixtureEvent } from '#contracts/mod.ts';
import {
  createMetrics,
  createPool,
  followJson,
  silentLogger,
  systemClock,
  trusted,
  type Metrics,
  type Pool,
} from '#platform/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { deadFeedSubject, type DeadLine } from './dead-letters.ts';
import { readFeedEvents } from './feed-store.ts';
import { loadRecordings } from './recordings/mod.ts';
import { recordOfEvents } from './script-record.ts';
import { startFeeds, type Feeds, type FeedSource } from './service.ts';
import { Cable } from './testing/cable.ts';

let nats: TestNats;
let database: TestDatabase;
let running: Feeds[];

beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  running = [];
  database = await freshDatabase();
  // Fixtures have the same names in every test, and the stream knows message ids for two minutes.
  const streams = await nats.nats.jsm.streams.names().next();
  await Promise.all(streams.map((name) => nats.nats.jsm.streams.delete(name)));
});
afterEach(async () => {
  await Promise.all(running.map((feeds) => feeds.stop(1_000)));
  await database.drop();
});

type StartOptions = Readonly<{ pool?: Pool; metrics?: Metrics }>;

async function start(sources: readonly FeedSource[], options: StartOptions = {}): Promise<Feeds> {
  const feeds = await startFeeds({
    clock: systemClock,
    pool: database.pool,
    nats: nats.nats,
    log: silentLogger(),
    sources,
    ...options,
  });
  running.push(feeds);
  return feeds;
}

type Recordings = Extract<FeedSource, { kind: 'recordings' }>;
const recordings = (part: Partial<Recordings> = {}): FeedSource => ({
  kind: 'recordings',
  // A match of two hours in a third of a second.
  speed: 20_000,
  ids: ['brazil-croatia-2014'],
  preMatchMs: 20,
  pauseMs: 10,
  ...part,
});

type FixtureRow = { fixture_id: string; status: string; home_id: string; away_id: string };
const fixtures = async (): Promise<readonly FixtureRow[]> =>
  (await database.pool.query<FixtureRow>('SELECT * FROM fixture ORDER BY starts_at')).rows;
const statusOf = async (id: string): Promise<string | undefined> =>
  (await fixtures()).find((row) => row.fixture_id === id)?.status;

/** The whole fixture is stored, in order, each event once, and its events explain the result. */
async function expectComplete(id: string, recording: string): Promise<void> {
  const events = await readFeedEvents(database.pool, fixtureId(id));
  const script = loadRecordings().find((candidate) => candidate.id === recording);
  expect(events.map(({ eventId }) => eventId)).toEqual(
    script?.events.map(({ eventId }) => eventId),
  );
  expect(events.map(({ version }) => version)).toEqual(events.map((_, index) => index + 1));
  expect(recordOfEvents(fixtureId(id), events).contradictions).toEqual([]);
}

const PATIENT = { timeout: 20_000, interval: 50 };

describe('recordings', () => {
  test('play again and again, each time as a new fixture', async () => {
    await start([recordings()]);
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r2')).toBe('closed');
    }, PATIENT);
    await expectComplete('brazil-croatia-2014-r1', 'brazil-croatia-2014');
    await expectComplete('brazil-croatia-2014-r2', 'brazil-croatia-2014');
  });

  test('a restart in the middle goes on with the same fixture and loses nothing', async () => {
    const slow = recordings({ speed: 2_000, pauseMs: 60_000 });
    const feeds = await start([slow]);
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('in-play');
    }, PATIENT);
    await feeds.stop();
    const before = await readFeedEvents(database.pool, fixtureId('brazil-croatia-2014-r1'));
    await start([slow]);
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('closed');
    }, PATIENT);
    await expectComplete('brazil-croatia-2014-r1', 'brazil-croatia-2014');
    const after = await readFeedEvents(database.pool, fixtureId('brazil-croatia-2014-r1'));
    expect(before.length).toBeLessThan(after.length);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  test('at the first start they are at different stages, with some still to come', async () => {
    await start([{ kind: 'recordings', speed: 60, preMatchMs: 60_000 }]);
    await vi.waitFor(async () => {
      const statuses = (await fixtures()).map(({ status }) => status);
      expect(statuses.length).toBe(loadRecordings().length);
      expect(statuses.filter((status) => status === 'in-play').length).toBeGreaterThanOrEqual(6);
      expect(statuses.filter((status) => status === 'not-started').length).toBeGreaterThanOrEqual(
        3,
      );
    }, PATIENT);
    const { rows } = await database.pool.query<{ n: bigint }>(
      "SELECT count(*) AS n FROM feed_event WHERE kind = 'expectation'",
    );
    expect(rows).toEqual([{ n: BigInt(loadRecordings().length) }]);
  });

  test('say once a second that they are alive, with the version of each fixture', async () => {
    const heard: Alive[] = [];
    const subscription = nats.nats.connection.subscribe(subjects.aliveAll, {
      callback: (_error, message) => {
        heard.push(message.json<Alive>());
      },
    });
    await start([recordings({ speed: 60, preMatchMs: 60_000 })]);
    await vi.waitFor(() => {
      expect(heard.length).toBeGreaterThanOrEqual(3);
      expect(heard.at(-1)).toMatchObject({
        producer: 'recordings',
        fixtures: [{ fixtureId: 'brazil-croatia-2014-r1', version: expect.any(Number) as number }],
      });
    }, PATIENT);
    subscription.unsubscribe();
    expect(heard.map(({ at }) => at)).toEqual(heard.map(({ at }) => at).toSorted());
  });

  test('a second service is a standby that takes over', async () => {
    const slow = recordings({ speed: 2_000, pauseMs: 60_000 });
    const first = await start([slow]);
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('in-play');
    }, PATIENT);
    const second = await start([slow]);
    expect(second.publisher.state('recordings').fixtures).toEqual([]);
    await first.stop();
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('closed');
    }, PATIENT);
    expect(second.publisher.state('recordings').problem).toBeUndefined();
    await expectComplete('brazil-croatia-2014-r1', 'brazil-croatia-2014');
  });

  test('PostgreSQL away in the middle: the match goes on and is stored when it is back', async () => {
    const url = new URL(database.url);
    const cable = new Cable(url);
    const pool = createPool({ url: await cable.plugIn(url), maxConnections: 4 });
    const feeds = await start([recordings({ speed: 2_000, pauseMs: 60_000 })], { pool });
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('in-play');
    }, PATIENT);
    cable.cut();
    await vi.waitFor(() => {
      const [milan] = feeds.publisher.state('recordings').fixtures;
      expect(milan?.version).toBeGreaterThan(100);
    }, PATIENT);
    expect(await statusOf('brazil-croatia-2014-r1')).toBe('in-play');
    cable.mend();
    await vi.waitFor(async () => {
      expect(await statusOf('brazil-croatia-2014-r1')).toBe('closed');
    }, PATIENT);
    await expectComplete('brazil-croatia-2014-r1', 'brazil-croatia-2014');
    await feeds.stop(1_000);
    await pool.end();
    cable.close();
  });
});

describe('the simulated league', () => {
  test('keeps fixtures in play and others to come, and never a team in two places', async () => {
    // The shortest match lasts 2.1 s, so every 0.35 s another one kicks off.
    await start([{ kind: 'simulator', seed: 5, speed: 3_000, inPlay: 6, upcoming: 3 }]);
    await vi.waitFor(async () => {
      const rows = await fixtures();
      expect(rows.filter(({ status }) => status === 'in-play').length).toBeGreaterThanOrEqual(6);
      expect(rows.filter(({ status }) => status === 'not-started').length).toBeGreaterThanOrEqual(
        2,
      );
      expect(rows.filter(({ status }) => status === 'closed').length).toBeGreaterThanOrEqual(6);
    }, PATIENT);
    const inPlay = (await fixtures()).filter(({ status }) => status === 'in-play');
    const teams = inPlay.flatMap(({ home_id, away_id }) => [home_id, away_id]);
    expect(new Set(teams).size).toBe(teams.length);
  });

  test('goes on after a restart where the league stood', async () => {
    const source: FeedSource = { kind: 'simulator', seed: 5, speed: 3_000, inPlay: 4 };
    const feeds = await start([source]);
    await vi.waitFor(async () => {
      expect((await fixtures()).length).toBeGreaterThan(8);
    }, PATIENT);
    await feeds.stop();
    const before = await fixtures();
    await start([source]);
    await vi.waitFor(async () => {
      const now = await fixtures();
      expect(now.length).toBeGreaterThan(before.length + 4);
      for (const { fixture_id } of before)
        expect(now.find((row) => row.fixture_id === fixture_id)?.status).toBe('closed');
    }, PATIENT);
    const rounds = await database.pool.query<{ round: number }>(
      'SELECT round FROM feed_run ORDER BY round',
    );
    expect(rounds.rows.map(({ round }) => round)).toEqual(rounds.rows.map((_, index) => index));
  });

  test('a seed that cannot be part of a fixture id is refused at the start', async () => {
    const bad: FeedSource = { kind: 'simulator', seed: 'Über Liga', speed: 1, inPlay: 1 };
    await expect(start([bad])).rejects.toThrow('cannot be part of a fixture id');
    await expect(start([recordings({ ids: ['no-such-match'] })])).rejects.toThrow('no-such-match');
    await expect(start([recordings({ speed: 0 })])).rejects.toThrow('speed');
  });
});

describe('lines of a provider', () => {
  const envelope = {
    fixtureId: 'lines-1',
    producer: 'acme',
    occurredAt: 1_000,
    clock: { phase: 'not-started', elapsedMs: 0 },
  };
  const announced = {
    ...envelope,
    eventId: 'a1',
    kind: 'fixture',
    sport: 'football',
    competition: 'Cup',
    home: { id: 'r', name: 'Reds' },
    away: { id: 'b', name: 'Blues' },
    startsAt: 2_000,
  };
  const kickOff = {
    ...envelope,
    eventId: 'a2',
    kind: 'phase',
    clock: { phase: 'first-half', elapsedMs: 0 },
  };
  const BAD: readonly (readonly [string, string, RegExp])[] = [
    ['not JSON', '{"fixtureId":', /JSON/],
    ['not an object', '[1,2]', /not a JSON object/],
    ['an unknown kind', JSON.stringify({ ...kickOff, kind: 'streaker' }), /./],
    ['an unknown field', JSON.stringify({ ...kickOff, eventId: 'x', colour: 'red' }), /./],
    [
      'a fixture id that NATS would misread',
      JSON.stringify({ ...kickOff, fixtureId: 'a.b' }),
      /fixtureId/,
    ],
    ['a version of its own', JSON.stringify({ ...kickOff, version: 7 }), /version/],
    ['another producer', JSON.stringify({ ...kickOff, producer: 'other' }), /producer/],
    ['a null character', JSON.stringify({ ...kickOff, eventId: 'a\u0000' }), /null character/],
    ['a line without end', `"${'x'.repeat(70_000)}"`, /longer/],
  ];

  test('malformed ones go to the dead letters with their reason, the others through', async () => {
    const metrics = createMetrics('test');
    const dead: DeadLine[] = [];
    const good = [JSON.stringify(announced), '', JSON.stringify(kickOff), JSON.stringify(kickOff)];
    const lines = [good[0], ...BAD.map(([, line]) => line), ...good.slice(1)];
    async function* feed(): AsyncGenerator<string> {
      for (const line of lines) yield await Promise.resolve(line ?? '');
      await new Promise(() => undefined);
    }
    await start([{ kind: 'lines', producer: 'acme', lines: feed() }], { metrics });
    await vi.waitFor(async () => {
      expect(await statusOf('lines-1')).toBe('in-play');
    }, PATIENT);
    const consumption = await followJson<DeadLine>(nats.nats, {
      stream: 'DEAD',
      filter: deadFeedSubject('acme'),
      from: 'all',
      parse: trusted(),
      handle: (line) => {
        dead.push(line);
      },
      onError: (error) => {
        throw error;
      },
    });
    await vi.waitFor(() => {
      expect(dead).toHaveLength(BAD.length);
    }, PATIENT);
    await consumption.stop();
    for (const [what, line, reason] of BAD) {
      const letter = dead.find((candidate) => candidate.line === line.slice(0, 65_536));
      expect([what, letter?.reason]).toEqual([what, expect.stringMatching(reason) as string]);
    }
    const events = await readFeedEvents(database.pool, fixtureId('lines-1'));
    expect(events.map(({ kind, version }: FixtureEvent) => [kind, version])).toEqual([
      ['fixture', 1],
      ['phase', 2],
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(
      `overround_feed_dead_letters_total{producer="acme",service="test"} ${BAD.length}`,
    );
    expect(text).toMatch('overround_feed_duplicates_total{producer="acme",service="test"} 1');
  });
});
