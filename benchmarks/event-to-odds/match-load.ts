import {
  fixtureId,
  type FixtureEvent,
  type FixtureId,
  type MatchClock,
  type Side,
} from '#contracts/mod.ts';

const MINUTE_MS = 60_000;

/** One fixture in play that yields an event whenever it is asked: mostly the clock, now and then a goal. */
export class LoadFixture {
  readonly fixtureId: FixtureId;
  #version = 0;
  #clock: MatchClock = { phase: 'not-started', elapsedMs: 0 };

  constructor(number: number) {
    this.fixtureId = fixtureId(`bench-${String(number)}`);
  }

  opening(at: number): readonly FixtureEvent[] {
    const team = (id: string) => ({ id, name: `${id} ${this.fixtureId}` });
    const before = [
      this.#event(at, {
        kind: 'fixture',
        sport: 'football',
        competition: 'Benchmark',
        home: team('home'),
        away: team('away'),
        startsAt: Math.floor(at),
      }),
      this.#event(at, { kind: 'expectation', totalGoals: 2.7, supremacy: 0.3 }),
    ];
    this.#clock = { phase: 'first-half', elapsedMs: 0 };
    return [...before, this.#event(at, { kind: 'phase' })];
  }

  /** Match time runs ten seconds ahead with each, so that prices keep moving. */
  clock(at: number): FixtureEvent {
    this.#advance();
    return this.#event(at, { kind: 'clock' });
  }

  goal(at: number, side: Side): FixtureEvent {
    this.#advance();
    return this.#event(at, { kind: 'goal', side, how: 'play' });
  }

  #advance(): void {
    const elapsedMs = Math.min(44 * MINUTE_MS, this.#clock.elapsedMs + 10_000);
    this.#clock = { ...this.#clock, elapsedMs };
  }

  #event(at: number, body: Readonly<Record<string, unknown>>): FixtureEvent {
    this.#version += 1;
    const time = Math.floor(at);
    return {
      fixtureId: this.fixtureId,
      version: this.#version,
      eventId: `b${String(this.#version)}`,
      producer: 'bench',
      occurredAt: time,
      receivedAt: time,
      publishedAt: time,
      clock: this.#clock,
      ...body,
    } as FixtureEvent;
  }
}
