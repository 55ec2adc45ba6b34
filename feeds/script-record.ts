import { fixtureId, type FixtureEvent, type FixtureId } from '#contracts/mod.ts';
import { applyFixtureEvent, contradiction, emptyRecord, type MatchRecord } from '#markets/mod.ts';

import { draftOf, type Run } from './run.ts';
import type { MatchScript } from './script.ts';

export type PlayedRecord = Readonly<{
  record: MatchRecord;
  /** Where an event cannot be true of what came before it, as downstream will see it. */
  contradictions: readonly string[];
}>;

/** Folds events as the rest of the engine does: into the record of the match. */
export function recordOfEvents(fixture: FixtureId, events: readonly FixtureEvent[]): PlayedRecord {
  const contradictions: string[] = [];
  let record = emptyRecord(fixture);
  for (const event of events) {
    const reason = contradiction(record, event);
    if (reason !== undefined) contradictions.push(`${fixture}: ${reason}`);
    record = applyFixtureEvent(record, event);
  }
  return { record, contradictions };
}

export const recordOfScript = (script: MatchScript): PlayedRecord =>
  recordOfEvents(fixtureId(script.id), eventsOfScript(script));

/** A script as canonical events at its real date and speed. */
export function eventsOfScript(script: MatchScript): readonly FixtureEvent[] {
  const { startsAt } = script;
  const run: Run = {
    fixtureId: fixtureId(script.id),
    producer: 'script',
    script,
    announceAt: startsAt - 86_400_000,
    kickOffAt: startsAt,
    speed: 1,
  };
  return script.events.map((event, index) => {
    const { occurredAt, ...draft } = draftOf(run, event, startsAt);
    const stamps = { occurredAt, receivedAt: occurredAt, publishedAt: occurredAt };
    return { ...draft, ...stamps, version: index + 1 };
  });
}
