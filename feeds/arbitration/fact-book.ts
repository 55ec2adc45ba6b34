import type { EventDraft } from '../script.ts';

/** Which fact an event tells, in words that are the same for every feed: the second home goal, the half-time. */
function kindOfFact(draft: EventDraft): string {
  const side = 'side' in draft ? draft.side : '';
  switch (draft.kind) {
    case 'goal':
    case 'corner':
    case 'penalty-missed':
    case 'lineup':
    case 'fixture':
    case 'expectation':
    case 'result':
      return `${draft.kind} ${side}`;
    case 'card':
      return `card ${side} ${draft.colour}`;
    case 'clock':
      return `clock ${draft.clock.phase} ${Math.floor(draft.clock.elapsedMs / 60_000)}`;
    default:
      return `${draft.kind} ${side} ${draft.clock.phase}`;
  }
}

/** Numbers the facts of one feed, so that they can be found among those of another. */
export class FactCounter {
  readonly #counts = new Map<string, number>();
  readonly #facts = new Map<string, string>();

  /** The fact of an event, as `goal home 2`; a correction takes its fact out of the count. */
  factOf(draft: EventDraft): string {
    const known = this.#facts.get(draft.eventId);
    if (known !== undefined) return known;
    if (draft.kind === 'correction') {
      const cancelled = this.#facts.get(draft.cancels);
      const kind = cancelled?.replace(/ \d+$/u, '') ?? '';
      const count = this.#counts.get(kind);
      if (count !== undefined) this.#counts.set(kind, count - 1);
      return this.#keep(draft, `correction of ${cancelled ?? draft.cancels}`);
    }
    return this.#keep(draft, kindOfFact(draft));
  }

  /** The fact that an event of this feed told; undefined for one that it never sent. */
  factById(eventId: string): string | undefined {
    return this.#facts.get(eventId);
  }

  #keep(draft: EventDraft, kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const fact = `${kind} ${count}`;
    this.#facts.set(draft.eventId, fact);
    return fact;
  }
}

/** What was published, by fact: each once, whichever feed told it. */
export class FactBook {
  readonly #told = new Map<string, string>();

  /** The event as it may be published; undefined when its fact is told already, or it cancels what never was. */
  admit(draft: EventDraft, counter: FactCounter): EventDraft | undefined {
    const fact = counter.factOf(draft);
    if (this.#told.has(fact)) return undefined;
    if (draft.kind !== 'correction') {
      this.#told.set(fact, draft.eventId);
      return draft;
    }
    const cancelled = counter.factById(draft.cancels);
    const published = cancelled === undefined ? undefined : this.#told.get(cancelled);
    if (cancelled === undefined || published === undefined) return undefined;
    this.#told.delete(cancelled);
    // The other feed may have told the goal under an id of its own.
    return { ...draft, cancels: published };
  }
}
