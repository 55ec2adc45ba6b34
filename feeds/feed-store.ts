import type { FixtureEvent, FixtureId } from '#contracts/mod.ts';
import { withTransaction, type Pool, type Queryable } from '#platform/mod.ts';

import { fixtureChanges, type FixtureChange } from './fixture-change.ts';

/** What a publisher must know of a fixture before it goes on with it. */
export type StoredFixture = Readonly<{ lastVersion: number; events: readonly FixtureEvent[] }>;

/** An event could not be stored because its version is taken by another event: somebody else publishes. */
export class VersionTakenError extends Error {
  constructor(event: FixtureEvent) {
    super(`version ${event.version} of fixture ${event.fixtureId} is taken by another event`);
    this.name = 'VersionTakenError';
  }
}

/** Events of a fixture after a version, in order: for a consumer that starts or that sees a gap. */
export async function readFeedEvents(
  pool: Pool,
  fixture: FixtureId,
  afterVersion = 0,
): Promise<FixtureEvent[]> {
  const { rows } = await pool.query<{ body: FixtureEvent }>(
    'SELECT body FROM feed_event WHERE fixture_id = $1 AND version > $2 ORDER BY version',
    [fixture, afterVersion],
  );
  return rows.map(({ body }) => body);
}

export async function readStoredFixture(pool: Pool, fixture: FixtureId): Promise<StoredFixture> {
  const events = await readFeedEvents(pool, fixture);
  return { lastVersion: events.at(-1)?.version ?? 0, events };
}

/**
 * Appends events, in one transaction with the fixture rows that they change. Events that are there already
 * are left alone, so a batch whose commit was in doubt can be stored again. Throws VersionTakenError.
 */
export function storeEvents(pool: Pool, events: readonly FixtureEvent[]): Promise<void> {
  return withTransaction(
    pool,
    async (client) => {
      await insertEvents(client, events);
      await applyChanges(client, fixtureChanges(events));
    },
    { retries: 3 },
  );
}

const INSERT_EVENTS = `
  INSERT INTO feed_event
    (fixture_id, version, event_id, kind, producer, occurred_at, received_at, published_at, body)
  SELECT e->>'fixtureId', (e->>'version')::int, e->>'eventId', e->>'kind', e->>'producer',
    (e->>'occurredAt')::bigint, (e->>'receivedAt')::bigint, (e->>'publishedAt')::bigint, e
  FROM jsonb_array_elements($1::jsonb) AS e
  ON CONFLICT DO NOTHING`;

const STORED_AS = `
  SELECT fixture_id, version, event_id FROM feed_event
  JOIN jsonb_array_elements($1::jsonb) AS e
    ON fixture_id = e->>'fixtureId' AND version = (e->>'version')::int`;

async function insertEvents(client: Queryable, events: readonly FixtureEvent[]): Promise<void> {
  const json = JSON.stringify(events);
  const { rowCount } = await client.query(INSERT_EVENTS, [json]);
  if (rowCount === events.length) return;
  const { rows } = await client.query<{ fixture_id: string; version: number; event_id: string }>(
    STORED_AS,
    [json],
  );
  const stored = new Map(rows.map((row) => [`${row.fixture_id}:${row.version}`, row.event_id]));
  for (const event of events) {
    if (stored.get(`${event.fixtureId}:${event.version}`) !== event.eventId)
      throw new VersionTakenError(event);
  }
}

const UPSERT_FIXTURES = `
  INSERT INTO fixture AS f (fixture_id, sport, competition, home_id, home, away_id, away, starts_at,
    status, producer, attribution, version)
  SELECT c.fixture_id, c.sport, c.competition, c.home_id, c.home, c.away_id, c.away, c.starts_at,
    coalesce(c.status, 'not-started'), c.producer, c.attribution, c.version
  FROM jsonb_to_recordset($1::jsonb) AS c (fixture_id text, sport text, competition text, home_id text,
    home text, away_id text, away text, starts_at bigint, status text, producer text, attribution text,
    version int)
  ON CONFLICT (fixture_id) DO UPDATE SET
    sport = excluded.sport, competition = excluded.competition, home_id = excluded.home_id,
    home = excluded.home, away_id = excluded.away_id, away = excluded.away,
    starts_at = excluded.starts_at, producer = excluded.producer, attribution = excluded.attribution,
    status = CASE WHEN excluded.status = 'not-started' THEN f.status ELSE excluded.status END,
    version = excluded.version, updated_at = now()
  WHERE f.version < excluded.version`;

const UPDATE_FIXTURES = `
  UPDATE fixture AS f
  SET status = coalesce(c.status, f.status), starts_at = coalesce(c.starts_at, f.starts_at),
    version = c.version, updated_at = now()
  FROM jsonb_to_recordset($1::jsonb) AS c (fixture_id text, status text, starts_at bigint, version int)
  WHERE f.fixture_id = c.fixture_id AND f.version < c.version`;

async function applyChanges(client: Queryable, changes: readonly FixtureChange[]): Promise<void> {
  const described = changes.filter((change) => change.competition !== undefined);
  const others = changes.filter((change) => change.competition === undefined);
  if (described.length > 0) await client.query(UPSERT_FIXTURES, [JSON.stringify(described)]);
  if (others.length > 0) await client.query(UPDATE_FIXTURES, [JSON.stringify(others)]);
}
