import type { FixtureId } from '#contracts/mod.ts';

import { abortable } from '../abortable.ts';
import { entityOf } from '../identity/decisions.ts';
import { openReview } from '../identity/reviews.ts';
import { makeNormaliser } from '../normaliser.ts';
import type { EventDraft } from '../script.ts';
import { untilDone, type Source, type SourceContext } from '../sources/source.ts';
import type { ArbitrationRules } from './arbitrate.ts';
import { FeedDesk, type DeskOutput } from './feed-desk.ts';

export type ArbitratedOptions = Readonly<{
  /** Under which the fixtures are published; each feed's lines carry the feed's own name. */
  producer: string;
  rules: ArbitrationRules;
  /** Canonical events as JSON lines; an empty line is a sign of life. */
  feeds: readonly Readonly<{ feed: string; lines: AsyncIterable<string> }>[];
}>;

const TICK_MS = 500;

/** Several feeds for the same fixtures, which are found by the decisions about identity, else by the same id. */
export const arbitratedSource = (options: ArbitratedOptions): Source => ({
  producer: options.producer,
  run: async (context) => {
    const room = new ArbitrationRoom(context, options);
    const stopTicking = context.clock.every(TICK_MS, () => {
      room.tick();
    });
    try {
      await Promise.all(options.feeds.map(({ feed, lines }) => room.follow(feed, lines)));
      await room.done();
    } finally {
      stopTicking();
    }
  },
});

class ArbitrationRoom {
  readonly #context: SourceContext;
  readonly #options: ArbitratedOptions;
  readonly #desks = new Map<FixtureId, FeedDesk>();
  readonly #names = new Map<string, FixtureId>();
  /** What is decided leaves in the order of the decisions. */
  #tail: Promise<void> = Promise.resolve();

  constructor(context: SourceContext, options: ArbitratedOptions) {
    this.#context = context;
    this.#options = options;
  }

  async follow(feed: string, source: AsyncIterable<string>): Promise<void> {
    const { clock, signal } = this.#context;
    const normaliser = makeNormaliser({ ...this.#context, producer: feed });
    const lines = source[Symbol.asyncIterator]();
    for (;;) {
      const next = await abortable(lines.next(), signal);
      if (next.done === true) return;
      for (const desk of this.#desks.values()) desk.alive(feed, clock.now());
      const draft = next.value.trim() === '' ? undefined : normaliser.read(next.value);
      if (draft === undefined) continue;
      const fixture = await this.#fixtureOf(feed, draft);
      this.#put(fixture, this.#deskOf(fixture).take(feed, draft, clock.now()));
      await this.#tail;
    }
  }

  tick(): void {
    for (const [fixture, desk] of this.#desks)
      this.#put(fixture, desk.tick(this.#context.clock.now()));
  }

  done(): Promise<void> {
    return this.#tail;
  }

  async #fixtureOf(feed: string, { fixtureId }: EventDraft): Promise<FixtureId> {
    const key = `${feed}/${fixtureId}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const thing = { kind: 'fixture', provider: feed, providerId: fixtureId } as const;
    const entity = await untilDone(this.#context, 'reading an identity', () =>
      entityOf(this.#context.pool, thing),
    );
    const found = (entity ?? fixtureId) as FixtureId;
    this.#names.set(key, found);
    return found;
  }

  #deskOf(fixture: FixtureId): FeedDesk {
    const { producer, rules } = this.#options;
    const desk = this.#desks.get(fixture) ?? new FeedDesk(fixture, producer, rules);
    this.#desks.set(fixture, desk);
    return desk;
  }

  #put(fixture: FixtureId, { drafts, arbitration }: DeskOutput): void {
    const { publisher, pool, clock, log } = this.#context;
    if (drafts.length === 0 && arbitration.review.length === 0) return;
    this.#tail = this.#tail.then(async () => {
      for (const draft of drafts) await publisher.publish(draft);
      for (const reason of arbitration.review) {
        const subject = `${fixture} ${reason}`;
        const detail = { leader: arbitration.leader, reasons: arbitration.reasons };
        const review = {
          topic: 'arbitration',
          subject,
          reason,
          detail,
          openedAt: clock.now(),
        } as const;
        const asked = await untilDone(this.#context, 'asking for a review', () =>
          openReview(pool, review),
        );
        if (asked === 'opened') log.warn({ fixture, reason }, 'feeds contradict one another');
      }
    });
    this.#tail.catch((error: unknown) => {
      log.error({ err: error, fixture }, 'what arbitration decided could not leave');
    });
  }
}
