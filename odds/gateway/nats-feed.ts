import type { Msg } from '@nats-io/transport-node';

import {
  BookMessageSchema,
  OddsMessageSchema,
  shardOf,
  subjects,
  type FixtureId,
} from '#contracts/mod.ts';
import {
  decodeJson,
  InvalidMessageError,
  parserOf,
  requestJson,
  type Logger,
  type Nats,
  type Parse,
} from '#platform/mod.ts';

import type { GatewayMetrics } from './gateway-metrics.ts';
import { parseHostAlive } from './host-watch.ts';
import type { ImageReply } from './image-requests.ts';
import type { Upstream } from './upstream.ts';

export type NatsFeedOptions = Readonly<{
  nats: Nats;
  log: Logger;
  metrics: GatewayMetrics;
  upstream: Upstream;
}>;

const IMAGE_DEADLINE_MS = 1000;

export const parseOdds = parserOf(OddsMessageSchema);
const parseBook = parserOf(BookMessageSchema);
const parseReply = (value: unknown): ImageReply =>
  typeof value === 'object' && value !== null && 'missing' in value
    ? { missing: true }
    : parseOdds(value);

/** Asks the owner of a fixture for its board. */
export const requestImage =
  (nats: Nats) =>
  (fixtureId: FixtureId): Promise<ImageReply> =>
    requestJson(
      nats,
      subjects.image(shardOf(fixtureId)),
      { fixtureId },
      { deadlineMs: IMAGE_DEADLINE_MS, parse: parseReply },
    );

/** Carries what hosts publish to the gateway; the returned function ends it. */
export function followHosts(options: NatsFeedOptions): () => void {
  const { nats, log, upstream } = options;
  const follow = <T>(subject: string, parse: Parse<T>, take: (value: T) => void) =>
    followSubject(options, { subject, parse, take });
  const subscriptions = [
    follow(subjects.oddsAll, parseOdds, (message) => {
      upstream.takeOdds(message);
    }),
    followSubject(options, {
      subject: subjects.bookAll,
      parse: parseBook,
      take: (book) => {
        upstream.takeBook(book);
      },
      // Only traders see books: what bettors wait for is written first.
      schedule: setImmediate,
    }),
    follow(subjects.hostAlive, parseHostAlive, (alive) => {
      upstream.takeAlive(alive);
    }),
  ];
  void (async () => {
    for await (const { type } of nats.connection.status()) {
      if (type !== 'reconnect') continue;
      log.info('connection to NATS is back: asking for every board again');
      upstream.askForEverything();
    }
  })();
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}

type Followed<T> = Readonly<{
  subject: string;
  parse: Parse<T>;
  take: (value: T) => void;
  /** When to read a message; at once unless given. */
  schedule?: (task: () => void) => void;
}>;

function followSubject<T>(
  { nats, log, metrics }: NatsFeedOptions,
  { subject, parse, take, schedule }: Followed<T>,
): { unsubscribe(): void } {
  const read = (message: Msg): void => {
    try {
      take(decodeJson(message.data, parse));
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      metrics.upstream.inc({ did: 'refused' });
      log.error({ subject: message.subject, reason: error.reason }, 'a message was refused');
    }
  };
  return nats.connection.subscribe(subject, {
    callback: (failure, message) => {
      if (failure) {
        log.error({ err: failure, subject }, 'a subscription failed');
        return;
      }
      if (schedule === undefined) read(message);
      else
        schedule(() => {
          read(message);
        });
    },
  });
}
