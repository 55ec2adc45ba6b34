import { shardOf, subjects, type FixtureId, type OddsMessage } from '#contracts/mod.ts';
import { sendJson, serveJson, type Nats } from '#platform/mod.ts';

/** A host as the gateway sees it: says that it lives, publishes, and answers requests for images. */
export class TestHost {
  readonly boards = new Map<FixtureId, OddsMessage>();
  readonly asked: FixtureId[] = [];
  readonly #nats: Nats;
  readonly #server: { stop(): Promise<void> };

  constructor(nats: Nats) {
    this.#nats = nats;
    this.#server = serveJson<{ fixtureId: FixtureId }, unknown>(nats, {
      subject: 'image.*',
      parse: (value) => value as { fixtureId: FixtureId },
      handle: ({ fixtureId }, subject) => {
        if (subject !== subjects.image(shardOf(fixtureId))) throw new Error('another shard');
        this.asked.push(fixtureId);
        return this.boards.get(fixtureId) ?? { missing: true };
      },
    });
  }

  alive(fixtures: readonly FixtureId[] = [...this.boards.keys()]): void {
    const shards = Array.from({ length: 64 }, (_, shard) => shard);
    sendJson(this.#nats, subjects.hostAlive, { owner: 'test-host', shards, fixtures, at: 1 });
  }

  publish(message: OddsMessage): void {
    sendJson(this.#nats, subjects.odds('football', message.fixtureId), message);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
