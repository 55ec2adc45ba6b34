import type { FixtureId } from '#contracts/mod.ts';

import {
  ANNOUNCED,
  type EventBody,
  type EventDraft,
  type MatchScript,
  type ScriptEvent,
} from './script.ts';

/** One playing of a script: under which fixture id, when, and how fast. */
export type Run = Readonly<{
  fixtureId: FixtureId;
  producer: string;
  script: MatchScript;
  /** When the fixture becomes known, so that it has prices before kick-off; UTC milliseconds. */
  announceAt: number;
  kickOffAt: number;
  /** Match milliseconds per real millisecond: 60 plays a match minute in a second. */
  speed: number;
}>;

/** When an event happens on the clock; nothing happens before the fixture is announced. */
export function dueAt(run: Run, { atMs }: ScriptEvent): number {
  if (atMs === ANNOUNCED) return run.announceAt;
  return Math.max(run.announceAt, Math.round(run.kickOffAt + atMs / run.speed));
}

export const runEndsAt = (run: Run): number =>
  run.script.events.reduce((latest, event) => Math.max(latest, dueAt(run, event)), run.announceAt);

/** The canonical event, all but its version and publication. */
export function draftOf(run: Run, event: ScriptEvent, receivedAt: number): EventDraft {
  return {
    fixtureId: run.fixtureId,
    eventId: event.eventId,
    producer: run.producer,
    occurredAt: dueAt(run, event),
    receivedAt,
    clock: event.clock,
    ...redated(event.body, run),
  };
}

/** The fixture is announced for the day on which it is played again. */
const redated = (body: EventBody, run: Run): EventBody =>
  body.kind === 'fixture' ? { ...body, startsAt: run.kickOffAt } : body;
