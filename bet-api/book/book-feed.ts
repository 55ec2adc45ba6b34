import {
  isFixtureId,
  OddsMessageSchema,
  SHARD_COUNT,
  shardOf,
  subjects,
  type FixtureId,
  type OddsMessage,
} from '#contracts/mod.ts';
import {
  decodeJson,
  InvalidMessageError,
  parserOf,
  requestJson,
  type Clock,
  type Logger,
  type Nats,
  type Parse,
} from '#platform/mod.ts';

import type { FixtureBook, HostAlive } from './fixture-book.ts';

export type BookFeedPorts = Readonly<{
  nats: Nats;
  book: FixtureBook;
  clock: Clock;
  log: Logger;
}>;

const IMAGE_DEADLINE_MS = 1_000;
const CHECK_EVERY_MS = 500;
const FORGET_AFTER_MS = 600_000;
const MAX_IMAGES_AT_ONCE = 16;

const parseOdds = parserOf(OddsMessageSchema);

/** Keeps a book up to date from NATS: odds, hosts' heartbeats, and images for what is missing. */
export function startBookFeed(ports: BookFeedPorts): Readonly<{ stop(): void }> {
  const { book, clock } = ports;
  const images = new Images(ports);
  const stops = [
    follow(ports, subjects.oddsAll, parseOdds, (message) => {
      if (book.apply(message) === 'gap') images.ask(message.fixtureId);
    }),
    follow(ports, subjects.hostAlive, parseHostAlive, (alive) => {
      book.heard(alive, clock.monotonic());
    }),
    clock.every(CHECK_EVERY_MS, () => {
      for (const fixture of book.wanting()) images.ask(fixture);
      book.forget(clock.monotonic(), FORGET_AFTER_MS);
    }),
  ];
  void healAfterReconnects(ports, images);
  return {
    stop() {
      images.stop();
      for (const stop of stops) stop();
    },
  };
}

/** What was published while the connection was away is lost, and a quiet fixture would not show it. */
async function healAfterReconnects({ nats, book }: BookFeedPorts, images: Images): Promise<void> {
  for await (const { type } of nats.connection.status())
    if (type === 'reconnect') for (const { fixtureId } of book.views()) images.ask(fixtureId);
}

/** Each fixture once at a time, few fixtures at a time; what fails is asked again by the next check. */
class Images {
  readonly #ports: BookFeedPorts;
  readonly #asking = new Set<FixtureId>();
  #stopped = false;

  constructor(ports: BookFeedPorts) {
    this.#ports = ports;
  }

  ask(fixtureId: FixtureId): void {
    if (this.#stopped || this.#asking.has(fixtureId)) return;
    if (this.#asking.size >= MAX_IMAGES_AT_ONCE) return;
    this.#asking.add(fixtureId);
    void this.#request(fixtureId).finally(() => this.#asking.delete(fixtureId));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #request(fixtureId: FixtureId): Promise<void> {
    const { nats, book, log } = this.#ports;
    try {
      const subject = subjects.image(shardOf(fixtureId));
      const options = { deadlineMs: IMAGE_DEADLINE_MS, parse: parseImage };
      const image = await requestJson(nats, subject, { fixtureId }, options);
      if (image && !this.#stopped) book.apply(image);
    } catch (error) {
      log.debug({ err: error, fixtureId }, 'no image of a fixture');
    }
  }
}

const parseImage = (value: unknown): OddsMessage | undefined =>
  isObject(value) && value['missing'] === true ? undefined : parseOdds(value);

function parseHostAlive(value: unknown): HostAlive {
  if (!isObject(value)) throw new InvalidMessageError('not an object');
  const { owner, shards, fixtures } = value;
  if (typeof owner !== 'string') throw new InvalidMessageError('/owner must be a string');
  if (!Array.isArray(shards) || !shards.every(isShard))
    throw new InvalidMessageError('/shards must be shard numbers');
  if (!Array.isArray(fixtures) || !fixtures.every(isFixture))
    throw new InvalidMessageError('/fixtures must be fixture ids');
  return { owner, shards, fixtures };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isShard = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < SHARD_COUNT;
const isFixture = (value: unknown): value is FixtureId =>
  typeof value === 'string' && isFixtureId(value);

function follow<T>(
  ports: BookFeedPorts,
  subject: string,
  parse: Parse<T>,
  handle: (value: T) => void,
): () => void {
  const { nats, log } = ports;
  const subscription = nats.connection.subscribe(subject, {
    callback: (failure, message) => {
      if (failure) {
        log.error({ err: failure, subject }, 'a subscription failed');
        return;
      }
      try {
        handle(decodeJson(message.data, parse));
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        log.warn({ subject: message.subject, reason: error.reason }, 'a message was refused');
      }
    },
  });
  return () => {
    subscription.unsubscribe();
  };
}
