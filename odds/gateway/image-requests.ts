import type { FixtureId, OddsMessage } from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

export type ImageReply = OddsMessage | Readonly<{ missing: true }>;
export type ImageAnswer = 'image' | 'missing' | 'failed';
export type ImageRequestsOptions = Readonly<{
  clock: Clock;
  /** Asks the owner of the fixture, whoever that is; rejects when there is no answer in time. */
  request: (fixture: FixtureId) => Promise<ImageReply>;
  onImage: (image: OddsMessage) => void;
  onAnswer: (fixture: FixtureId, answer: ImageAnswer) => void;
}>;

const RETRY_AFTER_MS = 1000;
const MAX_IN_FLIGHT = 32;

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

  async #request(fixture: FixtureId): Promise<ImageAnswer> {
    try {
      const reply = await this.#options.request(fixture);
      if ('missing' in reply || this.#stopped) return 'missing';
      this.#options.onImage(reply);
      return 'image';
    } catch {
      return 'failed';
    }
  }
}
