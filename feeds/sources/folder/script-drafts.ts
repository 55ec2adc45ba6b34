import { createHash } from 'node:crypto';

import { fixtureId } from '#contracts/mod.ts';

import { draftOf } from '../../run.ts';
import type { EventDraft, MatchScript, ScriptEvent } from '../../script.ts';

const ANNOUNCED_MS = 86_400_000;

/** A match that was played, as events with the times at which they happened. */
export function* scriptDrafts(
  script: MatchScript,
  producer: string,
  receivedAt: number,
): Generator<EventDraft> {
  const { startsAt } = script;
  const run = { fixtureId: fixtureId(script.id), producer, script, speed: 1 };
  for (const event of script.events)
    yield draftOf(
      { ...run, announceAt: startsAt - ANNOUNCED_MS, kickOffAt: startsAt },
      named(event),
      receivedAt,
    );
}

/** A result that was corrected is another fact, and not the same one again. */
function named(event: ScriptEvent): ScriptEvent {
  if (event.body.kind !== 'result') return event;
  const sum = createHash('sha256').update(JSON.stringify(event.body)).digest('hex');
  return { ...event, eventId: `result-${sum.slice(0, 8)}` };
}
