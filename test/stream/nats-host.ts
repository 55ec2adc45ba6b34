import { shardOf, subjects, type FixtureId } from '#contracts/mod.ts';
import { seededRandom, sendJson, serveJson, systemClock, type Nats } from '#platform/mod.ts';

import { TrueFixture } from './simulation/truth.ts';

const ALIVE_MS = 300;
/** Streams remember the fixtures of hosts before, so each host has others. */
let made = 0;

/** A host of made-up fixtures on real NATS subjects, whose boards change when a test says so. */
export class NatsHost {
  readonly fixtures: readonly TrueFixture[];
  readonly #nats: Nats;
  readonly #server: { stop(): Promise<void> };
  readonly #stopAlive: () => void;

  constructor(nats: Nats, count: number) {
    this.#nats = nats;
    const random = seededRandom('host');
    this.fixtures = Array.from(
      { length: count },
      () => new TrueFixture((made += 1), random.fork(String(made))),
    );
    this.#server = serveJson<{ fixtureId: FixtureId }, unknown>(nats, {
      subject: 'image.*',
      parse: (value) => value as { fixtureId: FixtureId },
      handle: ({ fixtureId }) =>
        this.fixtures.find(({ id }) => id === fixtureId)?.image() ?? { missing: true },
    });
    this.#stopAlive = systemClock.every(ALIVE_MS, () => {
      this.#sayAlive();
    });
    this.#sayAlive();
  }

  /** Something happens in every fixture. */
  step(): void {
    for (const fixture of this.fixtures)
      sendJson(this.#nats, subjects.odds('football', fixture.id), fixture.step());
  }

  /** Another host owns everything from now on. */
  takeOver(): void {
    for (const fixture of this.fixtures)
      sendJson(this.#nats, subjects.odds('football', fixture.id), fixture.takeOver());
  }

  stop(): Promise<void> {
    this.#stopAlive();
    return this.#server.stop();
  }

  #sayAlive(): void {
    const fixtures = this.fixtures.map(({ id }) => id);
    const shards = fixtures.map(shardOf);
    sendJson(this.#nats, subjects.hostAlive, { owner: 'host', shards, fixtures, at: 0 });
  }
}
