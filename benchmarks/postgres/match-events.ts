import type { FixtureEvent, FixtureId, Score } from '#contracts/mod.ts';
import type { Pool } from '#platform/mod.ts';

type Step = Readonly<Record<string, unknown> & { kind: string; phase: string; elapsedMs?: number }>;

const MINUTE_MS = 60_000;

/** The events of a match from its announcement to the official result; all at the time `at`. */
export function playedMatch(fixtureId: FixtureId, score: Score, at: number): FixtureEvent[] {
  const goals = (['home', 'away'] as const).flatMap((side) =>
    Array.from({ length: score[side] }, (_, number) => ({
      kind: 'goal',
      phase: 'first-half',
      elapsedMs: (number + (side === 'home' ? 1 : 20)) * MINUTE_MS,
      side,
      how: 'play',
    })),
  );
  const phases = ['half-time', 'second-half', 'ended'].map((phase) => ({ kind: 'phase', phase }));
  const steps: readonly Step[] = [
    { kind: 'fixture', phase: 'not-started', ...ABOUT, startsAt: at },
    { kind: 'phase', phase: 'first-half' },
    ...goals,
    ...phases,
    { ...official(score), phase: 'ended' },
  ];
  return steps.map((step, index) => eventOf(fixtureId, step, index + 1, at));
}

/** A goal of the away side that was not counted, and the official result with it. */
export function correctionOf(
  fixtureId: FixtureId,
  before: Score,
  version: number,
  at: number,
): FixtureEvent[] {
  const goal = { kind: 'goal', phase: 'first-half', elapsedMs: 44 * MINUTE_MS };
  const score = { ...before, away: before.away + 1 };
  return [
    eventOf(fixtureId, { ...goal, side: 'away', how: 'play' }, version, at),
    eventOf(fixtureId, { ...official(score), phase: 'ended' }, version + 1, at),
  ];
}

const ABOUT = {
  sport: 'football',
  competition: 'League',
  home: { id: 'h', name: 'Reds' },
  away: { id: 'a', name: 'Blues' },
};

const official = (firstHalf: Score) => ({
  kind: 'result',
  certainty: 'confirmed',
  firstHalf,
  secondHalf: { home: 0, away: 0 },
});

function eventOf(
  fixtureId: FixtureId,
  { phase, elapsedMs = 0, ...fields }: Step,
  version: number,
  at: number,
): FixtureEvent {
  return {
    fixtureId,
    version,
    eventId: `event-${String(version)}`,
    producer: 'bench',
    occurredAt: at,
    receivedAt: at,
    publishedAt: at,
    clock: { phase, elapsedMs },
    ...fields,
  } as FixtureEvent;
}

/** Stores what the feed said. */
export async function storeEvents(pool: Pool, events: readonly FixtureEvent[]): Promise<void> {
  await pool.query(
    `INSERT INTO feed_event
       (fixture_id, version, event_id, kind, producer, occurred_at, received_at, published_at, body)
     SELECT e->>'fixtureId', (e->>'version')::int, e->>'eventId', e->>'kind', e->>'producer',
       (e->>'occurredAt')::bigint, (e->>'receivedAt')::bigint, (e->>'publishedAt')::bigint, e
     FROM jsonb_array_elements($1::jsonb) AS e ON CONFLICT DO NOTHING`,
    [JSON.stringify(events)],
  );
}
