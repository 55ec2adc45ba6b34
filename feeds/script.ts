import type { FixtureEvent, MatchClock, MatchPhase } from '#contracts/mod.ts';

type EnvelopeField =
  | 'fixtureId'
  | 'version'
  | 'eventId'
  | 'producer'
  | 'occurredAt'
  | 'receivedAt'
  | 'publishedAt'
  | 'clock';
type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, EnvelopeField> : never;
type WithoutStamp<Event> = Event extends unknown ? Omit<Event, 'version' | 'publishedAt'> : never;

/** What an event says, apart from whose it is and when it was seen. */
export type EventBody = WithoutEnvelope<FixtureEvent>;
/** An event on its way to the publisher, which gives it the version and the time of publication. */
export type EventDraft = WithoutStamp<FixtureEvent>;

/**
 * One event of a script. `atMs` counts real milliseconds from kick-off, breaks included, and is negative
 * before it; `ANNOUNCED` stands for "as soon as the fixture is known".
 */
export type ScriptEvent = Readonly<{
  eventId: string;
  atMs: number;
  clock: MatchClock;
  body: EventBody;
}>;

export const ANNOUNCED = Number.NEGATIVE_INFINITY;

/** A whole match as ordered events, the same at any speed. A replay gives it a fixture id and a date. */
export type MatchScript = Readonly<{
  /** The script's own name; fixture ids are made from it. */
  id: string;
  title: string;
  competition: string;
  /** The real kick-off in UTC milliseconds. */
  startsAt: number;
  events: readonly ScriptEvent[];
  /** Where the source contradicts itself, in words; empty for a sound match. */
  problems: readonly string[];
}>;

export type Teams = Readonly<{
  home: Readonly<{ id: string; name: string }>;
  away: Readonly<{ id: string; name: string }>;
}>;

/** Phases in which the ball is played and that have a nominal length. */
export const HALVES = ['first-half', 'second-half', 'extra-first', 'extra-second'] as const;
export type Half = (typeof HALVES)[number];

const MINUTE_MS = 60_000;
export const NOMINAL_MS: Readonly<Record<Half, number>> = {
  'first-half': 45 * MINUTE_MS,
  'second-half': 45 * MINUTE_MS,
  'extra-first': 15 * MINUTE_MS,
  'extra-second': 15 * MINUTE_MS,
};

export const isHalf = (phase: MatchPhase): phase is Half =>
  (HALVES as readonly MatchPhase[]).includes(phase);

/** When the last event of the script happens, in real milliseconds after kick-off. */
export const scriptEndMs = (script: MatchScript): number =>
  script.events.reduce((latest, { atMs }) => Math.max(latest, atMs), 0);
