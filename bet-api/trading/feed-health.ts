import type { FeedHealth, FixtureId } from '#contracts/mod.ts';
import type { Metrics, Queryable } from '#platform/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';

type FixtureRow = Omit<FeedHealth['fixtures'][number], 'state'>;

const MOST_FIXTURES = 300;
/** The lag is that of so many events of each fixture. */
const LAST_EVENTS = 50;

const OPEN_FIXTURES = `
  SELECT f.fixture_id AS "fixtureId", f.home || ' – ' || f.away AS fixture, f.producer, f.status,
    f.starts_at::float8 AS "startsAt", e.events, e.missing, e.last AS "lastReceivedAt",
    l.median AS "lagMs", l.largest AS "lagMaxMs"
  FROM fixture AS f
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS events, coalesce(max(version) - count(*), 0)::int AS missing,
      max(received_at)::float8 AS last
    FROM feed_event AS each WHERE each.fixture_id = f.fixture_id) AS e
  CROSS JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lag)::float8 AS median, max(lag)::float8 AS largest
    FROM (SELECT greatest(published_at - received_at, 0) AS lag FROM feed_event AS each
          WHERE each.fixture_id = f.fixture_id ORDER BY version DESC LIMIT $2) AS recent) AS l
  WHERE f.status IN ('not-started', 'in-play', 'interrupted', 'ended')
  ORDER BY f.starts_at, f.fixture_id LIMIT $1`;

type Sources = Readonly<{ db: Queryable; book: FixtureBook; metrics: Metrics; at: number }>;

/** How the feeds of open fixtures are: what is stored of them, and whether hosts wait for them. */
export async function readFeedHealth({ db, book, metrics, at }: Sources): Promise<FeedHealth> {
  const { rows } = await db.query<FixtureRow>(OPEN_FIXTURES, [MOST_FIXTURES, LAST_EVENTS]);
  const fixtures = rows.map((row) => ({ ...row, state: stateOf(row, book) }));
  const dead = await deadLetters(metrics);
  const names = [...new Set(fixtures.map(({ producer }) => producer))].toSorted();
  return {
    at,
    producers: names.map((producer) => ({
      producer,
      ...summary(fixtures.filter((each) => each.producer === producer)),
      deadLetters: dead === null ? null : (dead.get(producer) ?? 0),
    })),
    fixtures,
  };
}

const isLive = ({ status }: Readonly<{ status: string }>): boolean =>
  status === 'in-play' || status === 'interrupted';

/** Hosts suspend a live fixture whose feed they do not hear; before the match nobody has to speak. */
function stateOf(
  row: Readonly<{ fixtureId: FixtureId; status: string }>,
  book: FixtureBook,
): FeedHealth['fixtures'][number]['state'] {
  if (book.view(row.fixtureId)?.state.suspended.includes('feed') === true) return 'silent';
  return isLive(row) ? 'speaks' : 'idle';
}

type Fixture = FeedHealth['fixtures'][number];
type Summary = Omit<FeedHealth['producers'][number], 'producer' | 'deadLetters'>;

/** Those of one producer taken together. Its lag is the median of their medians. */
export function summary(fixtures: readonly Fixture[]): Summary {
  const known = (of: (each: Fixture) => number | null): number[] =>
    fixtures.flatMap((each) => of(each) ?? []).toSorted((left, right) => left - right);
  const medians = known(({ lagMs }) => lagMs);
  const states = new Set(fixtures.map(({ state }) => state));
  return {
    state: states.has('silent') ? 'silent' : states.has('speaks') ? 'speaks' : 'idle',
    events: fixtures.reduce((sum, { events }) => sum + events, 0),
    missing: fixtures.reduce((sum, { missing }) => sum + missing, 0),
    lastReceivedAt: known(({ lastReceivedAt }) => lastReceivedAt).at(-1) ?? null,
    lagMs: medians[(medians.length - 1) >> 1] ?? null,
    lagMaxMs: known(({ lagMaxMs }) => lagMaxMs).at(-1) ?? null,
    fixtures: fixtures.length,
    live: fixtures.filter(isLive).length,
  };
}

/** By producer, where the feed service runs in this process and counts into the same metrics; else null. */
async function deadLetters({ registry }: Metrics): Promise<ReadonlyMap<string, number> | null> {
  const counter = registry.getSingleMetric('overround_feed_dead_letters_total');
  if (counter === undefined) return null;
  const { values } = await counter.get();
  return new Map(values.map(({ labels, value }) => [String(labels['producer']), value]));
}
