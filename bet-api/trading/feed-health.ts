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

/**
 * How the feeds of open fixtures are: what is stored of them, and whether hosts wait for them. A feed without an open
 * fixture, such as an exchange or a folder of results, is told of where it runs in this process.
 */
export async function readFeedHealth({ db, book, metrics, at }: Sources): Promise<FeedHealth> {
  const { rows } = await db.query<FixtureRow>(OPEN_FIXTURES, [MOST_FIXTURES, LAST_EVENTS]);
  const fixtures = rows.map((row) => ({ ...row, state: stateOf(row, book) }));
  const dead = await byProducer(metrics, 'overround_feed_dead_letters_total');
  const isUp = await byProducer(metrics, 'overround_feed_source_up');
  const events = await byProducer(metrics, 'overround_feed_events_total');
  const names = new Set([...fixtures.map(({ producer }) => producer), ...(isUp?.keys() ?? [])]);
  const summaryOf = (producer: string): Summary => {
    const own = fixtures.filter((each) => each.producer === producer);
    if (own.length > 0) return summary(own);
    const state = isUp?.get(producer) === 0 ? 'silent' : 'idle';
    return { ...summary(own), state, events: events?.get(producer) ?? 0 };
  };
  return {
    at,
    producers: [...names].toSorted().map((producer) => ({
      producer,
      ...summaryOf(producer),
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

/** Sums by producer, where the feed service runs in this process and counts into the same metrics; else null. */
async function byProducer(
  { registry }: Metrics,
  name: string,
): Promise<ReadonlyMap<string, number> | null> {
  const metric = registry.getSingleMetric(name);
  if (metric === undefined) return null;
  const sums = new Map<string, number>();
  for (const { labels, value } of (await metric.get()).values) {
    const producer = String(labels['producer']);
    sums.set(producer, (sums.get(producer) ?? 0) + value);
  }
  return sums;
}
