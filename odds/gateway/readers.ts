import type { FixtureId } from '#contracts/mod.ts';

import { inTurn } from './turns.ts';

interface Circle<Client> {
  all: Set<Client>;
  /** Those for whom nothing is on the way. */
  idle: Set<Client>;
}

/**
 * Who follows which fixture of one channel: the wishes of all clients, read the other way round. Whoever has been
 * told that there is news need not be told again until it has taken it, so that it costs nothing to let news wait.
 */
export class Readers<Client> {
  readonly #byFixture = new Map<FixtureId, Circle<Client>>();
  #turn = 0;

  /** It begins to follow; its first message is on the way. */
  add(fixture: FixtureId, client: Client): void {
    const circle = this.#byFixture.get(fixture);
    if (circle !== undefined) circle.all.add(client);
    else this.#byFixture.set(fixture, { all: new Set([client]), idle: new Set() });
  }

  /** It has taken what there was. */
  rest(fixture: FixtureId, client: Client): void {
    this.#byFixture.get(fixture)?.idle.add(client);
  }

  delete(fixture: FixtureId, client: Client): void {
    const circle = this.#byFixture.get(fixture);
    circle?.idle.delete(client);
    circle?.all.delete(client);
    if (circle?.all.size === 0) this.#byFixture.delete(fixture);
  }

  /** Everyone who follows the fixture; they rest no longer. */
  all(fixture: FixtureId): readonly Client[] {
    const circle = this.#byFixture.get(fixture);
    circle?.idle.clear();
    this.#turn += 1;
    return inTurn(circle?.all ?? [], this.#turn);
  }

  /** Those who were resting; they rest no longer. */
  resting(fixture: FixtureId): readonly Client[] {
    const circle = this.#byFixture.get(fixture);
    // They came to rest in the order of the turn before.
    const clients = inTurn(circle?.idle ?? [], 1);
    circle?.idle.clear();
    return clients;
  }
}
