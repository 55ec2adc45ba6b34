import type { FixtureEvent } from '#contracts/mod.ts';
import { timeText, type ToRows } from './row.ts';

export const feedEventRows: ToRows<FixtureEvent> = (event) => [
  {
    fixture_id: event.fixtureId,
    version: event.version,
    event_id: event.eventId,
    producer: event.producer,
    kind: event.kind,
    phase: event.clock.phase,
    elapsed_ms: event.clock.elapsedMs,
    side: 'side' in event ? event.side : '',
    player: 'player' in event ? event.player : '',
    occurred_at: timeText(event.occurredAt),
    received_at: timeText(event.receivedAt),
    published_at: timeText(event.publishedAt),
    payload: JSON.stringify(event),
  },
];
