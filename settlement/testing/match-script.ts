import {
  fixtureId,
  type FixtureEvent,
  type FixtureEventKind,
  type FixtureEventOf,
  type FixtureId,
  type MatchPhase,
  type Score,
  type Side,
} from '#contracts/mod.ts';

type Fields<Kind extends FixtureEventKind> = Omit<
  FixtureEventOf<Kind>,
  | 'fixtureId'
  | 'version'
  | 'eventId'
  | 'producer'
  | 'occurredAt'
  | 'receivedAt'
  | 'publishedAt'
  | 'clock'
  | 'kind'
>;

export const KICK_OFF = Date.UTC(2026, 2, 14, 15);
const MINUTE_MS = 60_000;

/** Writes the events of a match for tests: each call adds one event and the match clock stands where it was put. */
export class MatchScript {
  readonly fixture: FixtureId;
  readonly events: FixtureEvent[] = [];
  #phase: MatchPhase = 'not-started';
  #elapsedMs = 0;
  #at = KICK_OFF - 60 * MINUTE_MS;

  constructor(fixture = 'test-1', names: Readonly<{ home: string; away: string }> = TEAMS) {
    this.fixture = fixtureId(fixture);
    this.add('fixture', {
      sport: 'football',
      competition: 'Test Cup',
      home: { id: 'h', name: names.home },
      away: { id: 'a', name: names.away },
      startsAt: KICK_OFF,
    });
    this.#at = KICK_OFF;
  }

  add<Kind extends FixtureEventKind>(kind: Kind, fields: Fields<Kind>, eventId?: string): this {
    const version = this.events.length + 1;
    const event = {
      fixtureId: this.fixture,
      version,
      eventId: eventId ?? `e${String(version)}`,
      producer: 'test',
      occurredAt: this.#at,
      receivedAt: this.#at,
      publishedAt: this.#at,
      clock: { phase: this.#phase, elapsedMs: this.#elapsedMs },
      kind,
      ...fields,
    };
    this.events.push(event as FixtureEventOf<Kind>);
    return this;
  }

  /** The time that the next events carry. */
  at(ms: number): this {
    this.#at = ms;
    return this;
  }

  phase(phase: MatchPhase): this {
    this.#phase = phase;
    this.#elapsedMs = 0;
    return this.add('phase', {});
  }

  goal(side: Side, minute: number, eventId?: string): this {
    this.#elapsedMs = (minute - 1) * MINUTE_MS;
    return this.add('goal', { side, how: 'play' }, eventId);
  }

  /** A goal of an earlier phase that is reported only now. */
  lateGoal(side: Side, phase: MatchPhase, minute: number, eventId: string): this {
    const [now, elapsedMs] = [this.#phase, this.#elapsedMs];
    this.#phase = phase;
    this.goal(side, minute, eventId);
    [this.#phase, this.#elapsedMs] = [now, elapsedMs];
    return this;
  }

  /** The 90 minutes with the goals of each half, home first in each half. */
  play(firstHalf: Score, secondHalf: Score): this {
    this.phase('first-half').#goals(firstHalf);
    this.phase('half-time').phase('second-half').#goals(secondHalf);
    return this;
  }

  extraTime(goals: Score): this {
    this.phase('full-time').phase('extra-first').#goals(goals);
    return this.phase('extra-break').phase('extra-second').phase('extra-end');
  }

  result(certainty: 'live' | 'confirmed', fields: Omit<Fields<'result'>, 'certainty'>): this {
    return this.add('result', { certainty, ...fields });
  }

  #goals({ home, away }: Score): void {
    for (let goal = 1; goal <= home; goal += 1) this.goal('home', goal * 3);
    for (let goal = 1; goal <= away; goal += 1) this.goal('away', 20 + goal * 3);
  }
}

const TEAMS = { home: 'Lions', away: 'Tigers' };

/** A match played to its end with the official result. */
export const playedMatch = (firstHalf: Score, secondHalf: Score, fixture?: string): MatchScript =>
  new MatchScript(fixture)
    .play(firstHalf, secondHalf)
    .phase('ended')
    .result('confirmed', { firstHalf, secondHalf });
