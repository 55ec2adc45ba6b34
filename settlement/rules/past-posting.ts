import type { FixtureEvent, FixtureEventKind, MarketKey, OutcomeId } from '#contracts/mod.ts';
import { applyFixtureEvent, emptyRecord, gradeMarket, type MatchRecord } from '#markets/mod.ts';

/** The incident from which on an outcome could not change any more. `at`: when it happened, UTC ms. */
export type Deciding = Readonly<{ at: number; incident: string }>;

/** What happens in a match, apart from what is said about it. */
const INCIDENTS: readonly FixtureEventKind[] = [
  'phase',
  'goal',
  'card',
  'corner',
  'penalty-missed',
  'shoot-out-kick',
  'substitution',
];

/**
 * Answers by which incident an outcome was decided. Incidents are taken in the order in which they happened,
 * not in that of their reports, and without those that were taken back. Undefined: not by an incident. Pure.
 */
export function decidingIncidents(
  events: readonly FixtureEvent[],
): (market: MarketKey, outcome: OutcomeId) => Deciding | undefined {
  const steps = stepsOf(events);
  const graded = new Map<string, ReturnType<typeof gradeMarket>>();
  const isDecidedAfter = (market: MarketKey, outcome: OutcomeId, step: number): boolean => {
    const key = `${market} ${step}`;
    const record = steps[step]?.record;
    if (record !== undefined && !graded.has(key)) graded.set(key, gradeMarket(record, market));
    const grade = graded.get(key)?.get(outcome);
    return grade !== undefined && grade !== 'undecided';
  };
  return (market, outcome) => {
    // What is decided stays decided, so the first step is found by halving.
    let [below, found] = [-1, steps.length];
    while (found - below > 1) {
      const middle = (below + found) >> 1;
      if (isDecidedAfter(market, outcome, middle)) found = middle;
      else below = middle;
    }
    const step = steps[found];
    return step && { at: step.event.occurredAt, incident: nameOf(step.event) };
  };
}

type Step = Readonly<{ event: FixtureEvent; record: MatchRecord }>;

function stepsOf(events: readonly FixtureEvent[]): readonly Step[] {
  const cancelled = new Set(
    events.flatMap((one) => (one.kind === 'correction' ? [one.cancels] : [])),
  );
  const happened = events
    .filter(({ eventId, kind }) => kind !== 'correction' && !cancelled.has(eventId))
    .map((event, place) => ({ event, place, isIncident: INCIDENTS.includes(event.kind) }));
  const known = happened.filter(({ event }) => event.kind === 'fixture' || event.kind === 'lineup');
  const incidents = happened
    .filter(({ isIncident }) => isIncident)
    .sort(
      (left, right) => left.event.occurredAt - right.event.occurredAt || left.place - right.place,
    );
  const [first] = events;
  if (first === undefined) return [];
  let record = emptyRecord(first.fixtureId);
  let version = 0;
  const apply = (event: FixtureEvent): MatchRecord => {
    version += 1;
    record = applyFixtureEvent(record, { ...event, version });
    return record;
  };
  for (const { event } of known) apply(event);
  return incidents.map(({ event }) => ({ event, record: apply(event) }));
}

const MINUTE_MS = 60_000;
const FIRST_MINUTE: Readonly<Record<string, number>> = {
  'second-half': 45,
  'extra-first': 90,
  'extra-second': 105,
};

/** "home goal in minute 65", "half-time". */
function nameOf(event: FixtureEvent): string {
  const { phase, elapsedMs } = event.clock;
  if (event.kind === 'phase') return phase;
  const side = 'side' in event ? `${event.side} ` : '';
  const minute = (FIRST_MINUTE[phase] ?? 0) + Math.floor(elapsedMs / MINUTE_MS) + 1;
  return `${side}${event.kind} in minute ${minute}`;
}
