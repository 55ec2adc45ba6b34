import type { FixtureEvent, FixtureId } from '#contracts/mod.ts';

import type { StoredFixture } from './feed-store.ts';
import type { EventDraft } from './script.ts';

/** An event on its two ways: to NATS and into PostgreSQL. */
export type QueuedEvent = {
  readonly lane: FixtureLane;
  readonly event: FixtureEvent;
  /** When it was queued; UTC milliseconds. */
  readonly queuedAt: number;
  /** Sent once more after a restart; it holds no place in the queue. */
  readonly isResent: boolean;
  sent: boolean;
  stored: boolean;
};

/** One fixture in the publisher: gives out versions and keeps what is not yet sent in order. */
export class FixtureLane {
  readonly fixtureId: FixtureId;
  readonly producer: string;
  /** Not yet acknowledged by NATS, oldest first. */
  readonly outbox: QueuedEvent[] = [];
  isSending = false;
  /** Calls of publish that hold this lane; it must not be dropped under them. */
  users = 0;
  #lastVersion: number;
  #sentVersion: number;
  #isOver: boolean;
  #pending = 0;
  #onIdle: (() => void)[] = [];
  readonly #known: Set<string>;

  constructor(first: Pick<EventDraft, 'fixtureId' | 'producer'>, stored: StoredFixture) {
    this.fixtureId = first.fixtureId;
    this.producer = first.producer;
    this.#lastVersion = stored.lastVersion;
    this.#sentVersion = stored.lastVersion;
    this.#known = new Set(stored.events.map(({ eventId }) => eventId));
    this.#isOver = stored.events.some(isLast);
  }

  get sentVersion(): number {
    return this.#sentVersion;
  }

  /** Events that are not yet both sent and stored. */
  get pending(): number {
    return this.#pending;
  }

  /** Nothing more is expected, everything is sent and stored, and nobody holds it. */
  get isDone(): boolean {
    return this.#isOver && this.#pending === 0 && this.users === 0;
  }

  /** False when this fact is known: the same id twice is one event. */
  isNew(eventId: string): boolean {
    if (this.#known.has(eventId)) return false;
    this.#known.add(eventId);
    return true;
  }

  /** Gives the event its version and puts it at the end of the outbox. */
  append(draft: EventDraft, nowMs: number): QueuedEvent {
    this.#lastVersion += 1;
    const event = { ...draft, version: this.#lastVersion, publishedAt: nowMs };
    this.#isOver ||= isLast(event);
    return this.#queue(event, nowMs, false);
  }

  /** Sends a stored event once more: nobody knows whether it was sent before the restart. */
  resend(event: FixtureEvent, nowMs: number): QueuedEvent {
    return this.#queue(event, nowMs, true);
  }

  /** Takes the oldest event out of the outbox: NATS has it. */
  markSent(entry: QueuedEvent): void {
    entry.sent = true;
    this.outbox.shift();
    this.#sentVersion = Math.max(this.#sentVersion, entry.event.version);
    this.#finish(entry);
  }

  markStored(entry: QueuedEvent): void {
    entry.stored = true;
    this.#finish(entry);
  }

  /** Resolves when everything so far is sent and stored. */
  idle(): Promise<void> {
    if (this.#pending === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #queue(event: FixtureEvent, nowMs: number, isResent: boolean): QueuedEvent {
    const entry = { lane: this, event, queuedAt: nowMs, isResent, sent: false, stored: isResent };
    this.#pending += 1;
    this.outbox.push(entry);
    return entry;
  }

  #finish({ sent, stored }: QueuedEvent): void {
    if (!sent || !stored) return;
    this.#pending -= 1;
    if (this.#pending > 0) return;
    const waiting = this.#onIdle;
    this.#onIdle = [];
    for (const resolve of waiting) resolve();
  }
}

/** After these nothing follows but corrections, which open the fixture again. */
function isLast(event: FixtureEvent): boolean {
  if (event.kind === 'result') return event.certainty === 'confirmed';
  return event.kind === 'status' && ['postponed', 'abandoned', 'cancelled'].includes(event.status);
}
