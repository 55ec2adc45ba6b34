import type { FixtureEvent, FixtureEventKind, FixtureId } from '#contracts/mod.ts';
import { applyFixtureEvent, contradiction, emptyRecord, type MatchRecord } from '#markets/mod.ts';

/** What the events of a fixture say, and what in them cannot be true. */
export type FixtureHistory = Readonly<{
  record: MatchRecord;
  /** The kick-off that was announced first, UTC milliseconds; null before the fixture is known. */
  firstStartsAt: number | null;
  /** When the last event that bears on results was received; 0 before the first. */
  changedAt: number;
  /** Why the events contradict each other, in words; empty when they agree. */
  doubts: readonly string[];
}>;

type Doubt = Readonly<{ event: FixtureEvent; reason: string }>;

/** Events that can change a result or when it is due. */
export const DECISIVE_KINDS: readonly FixtureEventKind[] = [
  'phase',
  'goal',
  'correction',
  'status',
  'result',
];

/** Reads all events of a fixture, in order of their version. Pure. */
export function readHistory(fixture: FixtureId, events: readonly FixtureEvent[]): FixtureHistory {
  let record = emptyRecord(fixture);
  let firstStartsAt: number | null = null;
  let changedAt = 0;
  const doubts: Doubt[] = [];
  for (const event of events) {
    const reason = contradiction(record, event);
    if (reason !== undefined) doubts.push({ event, reason });
    record = applyFixtureEvent(record, event);
    if (event.kind === 'fixture') firstStartsAt ??= event.startsAt;
    if (DECISIVE_KINDS.includes(event.kind)) changedAt = Math.max(changedAt, event.receivedAt);
  }
  return { record, firstStartsAt, changedAt, doubts: openDoubts(record, doubts, events) };
}

/**
 * A doubt ends when its event is corrected away. A claimed result is compared with what is known at the end:
 * a goal that was reported after it settles the matter, one that was taken back raises it.
 */
function openDoubts(
  record: MatchRecord,
  doubts: readonly Doubt[],
  events: readonly FixtureEvent[],
): readonly string[] {
  const lasting = doubts.filter(
    ({ event }) => event.kind !== 'result' && !record.cancelled.includes(event.eventId),
  );
  const claims = (['live', 'confirmed'] as const).flatMap((certainty) => {
    // The official record overrules the scouts.
    if (certainty === 'live' && record.results.confirmed !== null) return [];
    const claim = lastClaim(record, events, certainty);
    const reason = claim && contradiction(record, { ...claim, version: record.version + 1 });
    return reason === undefined ? [] : [reason];
  });
  return [...lasting.map(({ reason }) => reason), ...claims];
}

const lastClaim = (
  record: MatchRecord,
  events: readonly FixtureEvent[],
  certainty: 'live' | 'confirmed',
): FixtureEvent | undefined =>
  events.findLast(
    (event) =>
      event.kind === 'result' &&
      event.certainty === certainty &&
      !record.cancelled.includes(event.eventId),
  );
