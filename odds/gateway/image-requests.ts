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
  /** What has to be asked for even if it is being asked for already. */
  readonly #insisted = new Set<FixtureId>();
  readonly #underway = new Set<FixtureId>();
  #stopped = false;

  constructor(options: ImageRequestsOptions) {
    this.#options = options;
  }

  get underway(): ReadonlySet<FixtureId> {
    return this.#underway;
  }

  /** Does nothing when the board is being asked for, or was within the last second. */
  ask(fixture: FixtureId): void {
    if (this.#stopped || !this.#mayAsk(fixture)) return;
    this.#queue.add(fixture);
    this.#pump();
  }

  /** Asks as soon as that may be done, and until there is an answer: what was answered before does not count. */
  insist(fixture: FixtureId): void {
    this.#insisted.add(fixture);
    this.ask(fixture);
  }

  /** Called every now and then. */
  tick(): void {
    for (const fixture of this.#insisted) this.ask(fixture);
  }

  forget(fixture: FixtureId): void {
    this.#askedMs.delete(fixture);
    this.#insisted.delete(fixture);
  }

  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
  }

  #mayAsk(fixture: FixtureId): boolean {
    const askedMs = this.#askedMs.get(fixture) ?? -Infinity;
    const isRecent = this.#options.clock.monotonic() - askedMs < RETRY_AFTER_MS;
    return !isRecent && !this.#underway.has(fixture);
  }

  #pump(): void {
    for (const fixture of this.#queue) {
      if (this.#underway.size >= MAX_IN_FLIGHT) return;
      this.#queue.delete(fixture);
      this.#underway.add(fixture);
      const isInsisted = this.#insisted.delete(fixture);
      void this.#request(fixture).then((answer) => {
        this.#underway.delete(fixture);
        if (isInsisted && answer === 'failed') this.#insisted.add(fixture);
        if (answer !== 'image') this.#askedMs.set(fixture, this.#options.clock.monotonic());
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
