import type { FixtureEvent, FixtureId, FixtureStatus } from '#contracts/mod.ts';

/** What a batch of events changes in the row of one fixture; columns by their names in PostgreSQL. */
export type FixtureChange = {
  fixture_id: FixtureId;
  version: number;
  status?: FixtureStatus;
  starts_at?: number;
  /** These stand or fall together: they come with a `fixture` event. */
  sport?: string;
  competition?: string;
  home_id?: string;
  home?: string;
  away_id?: string;
  away?: string;
  producer?: string;
  attribution?: string | null;
};

/** One change per fixture of the batch whose row is touched, from its events in order. */
export function fixtureChanges(events: readonly FixtureEvent[]): readonly FixtureChange[] {
  const changes = new Map<FixtureId, FixtureChange>();
  for (const event of events) {
    const part = changeOf(event);
    if (part === undefined) continue;
    const { fixtureId: fixture_id, version } = event;
    changes.set(fixture_id, { ...changes.get(fixture_id), ...part, fixture_id, version });
  }
  return [...changes.values()];
}

type Part = Omit<FixtureChange, 'fixture_id' | 'version'>;

function changeOf(event: FixtureEvent): Part | undefined {
  switch (event.kind) {
    case 'fixture':
      return {
        sport: event.sport,
        competition: event.competition,
        home_id: event.home.id,
        home: event.home.name,
        away_id: event.away.id,
        away: event.away.name,
        starts_at: event.startsAt,
        producer: event.producer,
        attribution: event.attribution ?? null,
      };
    case 'phase':
      return { status: statusInPhase(event) };
    case 'status':
      return {
        status: event.status === 'resumed' ? 'in-play' : event.status,
        ...(event.startsAt === undefined ? {} : { starts_at: event.startsAt }),
      };
    case 'result':
      return event.certainty === 'confirmed' ? { status: 'closed' } : undefined;
    default:
      return undefined;
  }
}

function statusInPhase({ clock }: FixtureEvent): FixtureStatus {
  if (clock.phase === 'ended') return 'ended';
  return clock.phase === 'not-started' ? 'not-started' : 'in-play';
}
