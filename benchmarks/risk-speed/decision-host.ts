import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { supervise } from '#app/mod.ts';
import { fixtureId, STREAMS, subjects, type FixtureId } from '#contracts/mod.ts';
import {
  connectNats,
  createPool,
  ensureStreams,
  migratePostgres,
  repoDir,
  sendJson,
  silentLogger,
  startStack,
  systemClock,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

const PRODUCER = 'bench';
const SAY_EVERY_MS = 1_000;
const KICK_OFF_IN_MS = 6 * 3_600_000;
const BUDGET_MINOR = String(10n ** 12n);

/** Servers and one host, which is a process of its own as in `npm start`. */
type DecisionHost = Readonly<{
  nats: Nats;
  databaseUrl: string;
  natsUrl: string;
  stop(): Promise<void>;
}>;

export const natsFixtures = (count: number): readonly FixtureId[] =>
  Array.from({ length: count }, (_, number) => fixtureId(`nats-${String(number)}`));

/** `fill` writes what the host is to find when it starts. What was started is stopped when the rest cannot be. */
export async function startDecisionHost(
  fixtures: readonly FixtureId[],
  fill: (pool: Pool) => Promise<void>,
): Promise<DecisionHost> {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'overround-bench-'));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const stack = await startStack({
    dir,
    ports: { postgres: 0, nats: 0, clickhouse: 0 },
    urls: { clickhouseUrl: 'http://127.0.0.1:1' },
  });
  started.defer(() => stack.stop());
  const { databaseUrl, natsUrl } = stack;
  await migratePostgres(databaseUrl);
  const pool = createPool({ url: databaseUrl, maxConnections: 2 });
  started.defer(() => pool.end());
  const nats = await connectNats({ url: natsUrl, name: 'bench' });
  started.defer(() => nats.close());
  await ensureStreams(nats, STREAMS);
  await writeFixtures(pool, fixtures);
  await fill(pool);
  // A house has had its bets for a while; here PostgreSQL would tidy up after them while decisions are timed.
  await pool.query('VACUUM (ANALYZE) bet, bet_leg');
  await pool.query('CHECKPOINT');
  started.defer(sayWhatOthersSay(nats, fixtures));
  const host = supervise(['host'], {
    entry: join(repoDir(), 'app', 'main.ts'),
    env: {
      ...process.env,
      OVERROUND_LOG_LEVEL: 'error',
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      OVERROUND_DATA_DIR: dir,
    },
    clock: systemClock,
    log: silentLogger(),
  });
  started.defer(() => host.stop());
  await host.ready;
  const running = started.move();
  return { nats, databaseUrl, natsUrl, stop: () => running.disposeAsync() };
}

/** Fixtures before their kick-off, as the feed service leaves them in PostgreSQL. */
async function writeFixtures(pool: Pool, fixtures: readonly FixtureId[]): Promise<void> {
  const at = systemClock.now();
  const startsAt = at + KICK_OFF_IN_MS;
  const home = { id: 'h', name: 'Harbour' };
  const away = { id: 'a', name: 'Albion' };
  for (const [number, fixture] of fixtures.entries()) {
    const opening = { sport: 'football', competition: 'Benchmark', home, away, startsAt };
    const supremacy = (number % 7) / 10;
    await pool.query(
      `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at,
         status, producer, version)
       VALUES ($1, 'football', 'Benchmark', 'h', 'Harbour', 'a', 'Albion', $2, 'not-started', $3, 2)`,
      [fixture, startsAt, PRODUCER],
    );
    const bodies = [
      { kind: 'fixture', ...opening },
      { kind: 'expectation', totalGoals: 2.7, supremacy },
    ];
    for (const [before, body] of bodies.entries()) {
      const [version, eventId] = [before + 1, `e${String(before + 1)}`];
      const event = {
        fixtureId: fixture,
        version,
        eventId,
        producer: PRODUCER,
        occurredAt: at,
        receivedAt: at,
        publishedAt: at,
        clock: { phase: 'not-started', elapsedMs: 0 },
        ...body,
      };
      await pool.query(
        `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at,
           received_at, published_at, body) VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $7)`,
        [fixture, version, eventId, body.kind, PRODUCER, at, JSON.stringify(event)],
      );
    }
  }
}

/** Signs of life of the producer, and for each host that is heard a lease of the risk service. */
function sayWhatOthersSay(nats: Nats, fixtures: readonly FixtureId[]): () => void {
  const owners = new Set<string>();
  nats.connection.subscribe(subjects.hostAlive, {
    callback: (_, message) => {
      owners.add(message.json<{ owner: string }>().owner);
    },
  });
  let version = 0;
  return systemClock.every(SAY_EVERY_MS, () => {
    const at = systemClock.now();
    version += 1;
    sendJson(nats, subjects.alive(PRODUCER), {
      producer: PRODUCER,
      at,
      fixtures: fixtures.map((fixture) => ({ fixtureId: fixture, version: 2 })),
    });
    sendJson(nats, subjects.risk('lease'), {
      version,
      grantedAt: at,
      expiresAt: at + 10 * SAY_EVERY_MS,
      leases: [...owners].map((owner) => ({
        owner,
        amountMinor: BUDGET_MINOR,
        outstandingMinor: BUDGET_MINOR,
      })),
    });
  });
}
