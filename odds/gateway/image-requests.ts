import {
  OddsMessageSchema,
  shardOf,
  subjects,
  type FixtureId,
  type OddsMessage,
} from '#contracts/mod.ts';
import { parserOf, requestJson, type Clock, type Nats } from '#platform/mod.ts';

export type ImageReply = OddsMessage | Readonly<{ missing: true }>;
export type ImageAnswer = 'image' | 'missing' | 'failed';
export type ImageRequestsOptions = Readonly<{
  nats: Nats;
  clock: Clock;
  onImage: (image: OddsMessage) => void;
  onAnswer: (fixture: FixtureId, answer: ImageAnswer) => void;
}>;

const DEADLINE_MS = 1000;
const RETRY_AFTER_MS = 1000;
const MAX_IN_FLIGHT = 32;

export const parseOdds = parserOf(OddsMessageSchema);
const parseReply = (value: unknown): ImageReply =>
  typeof value === 'object' && value !== null && 'missing' in value
    ? { missing: true }
    : parseOdds(value);

/** Asks owners for whole boards: each fixture at most once at a time and once a second, few at a time. */
export class ImageRequests {
  readonly #options: ImageRequestsOptions;
  readonly #askedMs = new Map<FixtureId, number>();
  readonly #queue = new Set<FixtureId>();
  #inFlight = 0;
  #stopped = false;

  constructor(options: ImageRequestsOptions) {
    this.#options = options;
  }

  ask(fixture: FixtureId): void {
    const askedMs = this.#askedMs.get(fixture) ?? -Infinity;
    if (this.#stopped || this.#options.clock.monotonic() - askedMs < RETRY_AFTER_MS) return;
    this.#queue.add(fixture);
    this.#pump();
  }

  forget(fixture: FixtureId): void {
    this.#askedMs.delete(fixture);
  }

  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
  }

  #pump(): void {
    for (const fixture of this.#queue) {
      if (this.#inFlight >= MAX_IN_FLIGHT) return;
      this.#queue.delete(fixture);
      this.#askedMs.set(fixture, this.#options.clock.monotonic());
      this.#inFlight += 1;
      void this.#request(fixture).then((answer) => {
        this.#inFlight -= 1;
        this.#askedMs.set(fixture, this.#options.clock.monotonic());
        if (answer === 'image') this.#askedMs.delete(fixture);
        this.#options.onAnswer(fixture, answer);
        this.#pump();
      });
    }
  }

  async #request(fixtureId: FixtureId): Promise<ImageAnswer> {
    const { nats, onImage } = this.#options;
    const options = { deadlineMs: DEADLINE_MS, parse: parseReply };
    try {
      const subject = subjects.image(shardOf(fixtureId));
      const reply = await requestJson(nats, subject, { fixtureId }, options);
      if ('missing' in reply || this.#stopped) return 'missing';
      onImage(reply);
      return 'image';
    } catch {
      return 'failed';
    }
  }
}
