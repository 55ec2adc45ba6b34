import {
  closed,
  DecideRequestSchema,
  FixtureIdSchema,
  QuoteRequestSchema,
  subjects,
  TraderCommandSchema,
  type CommandReply,
  type QuoteReply,
} from '#contracts/mod.ts';
import { parserOf, serveJson, type Logger, type Nats } from '#platform/mod.ts';

import type { FixtureDesk } from './fixture-desk.ts';
import type { HostReply } from './inputs.ts';

const parseDecide = parserOf(DecideRequestSchema);
const parseQuote = parserOf(QuoteRequestSchema);
const parseCommand = parserOf(TraderCommandSchema);
const parseImageRequest = parserOf(closed({ fixtureId: FixtureIdSchema }));

/** The request subjects of the owned shards. Another host answers for the rest. */
export class ShardServers {
  readonly #servers = new Map<number, readonly { stop(): Promise<void> }[]>();
  readonly #ports: Readonly<{ nats: Nats; log: Logger }>;
  readonly #desk: FixtureDesk;

  constructor(ports: Readonly<{ nats: Nats; log: Logger }>, desk: FixtureDesk) {
    this.#ports = ports;
    this.#desk = desk;
  }

  open(shard: number): void {
    const { nats, log } = this.#ports;
    const desk = this.#desk;
    const onError = (error: unknown, subject: string): void => {
      log.warn({ err: error, subject }, 'a request failed');
    };
    const away: HostReply = { verdict: 'reject', code: 'HOST_UNAVAILABLE' };
    this.#servers.set(shard, [
      serveJson(nats, {
        subject: subjects.decide(shard),
        parse: parseDecide,
        handle: (request): HostReply => {
          const fixture =
            request.op === 'release' ? request.fixtureId : request.selection.fixtureId;
          return desk.decide(fixture, request) ?? away;
        },
        onError,
      }),
      serveJson(nats, {
        subject: subjects.command(shard),
        parse: parseCommand,
        handle: (command): CommandReply => {
          const inputSeq = desk.command(command);
          return inputSeq === undefined
            ? { ok: false, code: 'HOST_UNAVAILABLE' }
            : { ok: true, inputSeq };
        },
        onError,
      }),
      serveJson(nats, {
        subject: subjects.quote(shard),
        parse: parseQuote,
        handle: (request): QuoteReply => desk.quote(request),
        onError,
      }),
      serveJson(nats, {
        subject: subjects.image(shard),
        parse: parseImageRequest,
        handle: ({ fixtureId }) => desk.image(fixtureId) ?? { missing: true },
        onError,
      }),
    ]);
  }

  async close(shard: number): Promise<void> {
    const servers = this.#servers.get(shard) ?? [];
    this.#servers.delete(shard);
    const { log } = this.#ports;
    await Promise.all(servers.map((server) => server.stop())).catch((error: unknown) => {
      log.debug({ err: error, shard }, 'the connection ended before the subscriptions');
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#servers.keys()].map((shard) => this.close(shard)));
  }
}
