import { fixtureName, OPENING_EVENTS, type PlannedEvent } from './plan.ts';

const MINUTE_MS = 60_000;
/** Match time runs ahead by so much with each event, so that prices keep moving. */
const STEP_MS = 10_000;
export const PRODUCER = 'bench';

type Clock = Readonly<{ phase: string; elapsedMs: number }>;

/** What the provider sends before the load: the fixture, what is expected of it, and its kick-off. */
export function openingLines(fixture: number, atMs: number): readonly string[] {
  const team = (id: string) => ({ id, name: `${id} ${String(fixture)}` });
  const before: Clock = { phase: 'not-started', elapsedMs: 0 };
  return [
    line(fixture, 1, atMs, before, {
      kind: 'fixture',
      sport: 'football',
      competition: 'Benchmark',
      home: team('home'),
      away: team('away'),
      startsAt: atMs,
    }),
    line(fixture, 2, atMs, before, { kind: 'expectation', totalGoals: 2.7, supremacy: 0.3 }),
    line(fixture, 3, atMs, { phase: 'first-half', elapsedMs: 0 }, { kind: 'phase' }),
  ];
}

/** An event as the provider's line; `occurredAt` is the moment at which it is due. */
export function plannedLine(event: PlannedEvent, startedAt: number): string {
  const { fixture, version, dueMs, kind } = event;
  const elapsedMs = Math.min(44 * MINUTE_MS, (version - OPENING_EVENTS) * STEP_MS);
  const clock = { phase: 'first-half', elapsedMs };
  return line(fixture, version, startedAt + dueMs, clock, bodyOf(kind, version));
}

function bodyOf(kind: PlannedEvent['kind'], version: number): object {
  switch (kind) {
    case 'goal':
      return { kind, side: version % 2 ? 'home' : 'away', how: 'play' };
    case 'bet-stop':
      return { kind, reason: 'danger' };
    case 'clock':
    case 'bet-start':
      return { kind };
  }
}

// eslint-disable-next-line max-params -- the columns of a line
const line = (fixture: number, version: number, occurredAt: number, clock: Clock, body: object) =>
  JSON.stringify({
    fixtureId: fixtureName(fixture),
    eventId: `b${String(version)}`,
    producer: PRODUCER,
    occurredAt,
    clock,
    ...body,
  });
