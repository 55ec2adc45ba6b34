import type { FixtureId } from '#contracts/mod.ts';

/** Who wants which fixture of one channel: the subscriptions of all clients, read the other way round. */
export class Interest<Client> {
  readonly #all = new Set<Client>();
  readonly #byName = new Map<FixtureId, Set<Client>>();

  add(client: Client, fixtures: readonly FixtureId[] | undefined): void {
    if (fixtures === undefined) this.#all.add(client);
    for (const fixture of fixtures ?? []) {
      const named = this.#byName.get(fixture);
      if (named === undefined) this.#byName.set(fixture, new Set([client]));
      else named.add(client);
    }
  }

  remove(client: Client, fixtures: Iterable<FixtureId>): void {
    for (const fixture of fixtures) {
      const named = this.#byName.get(fixture);
      named?.delete(client);
      if (named?.size === 0) this.#byName.delete(fixture);
    }
  }

  removeAll(client: Client): void {
    this.#all.delete(client);
  }

  /** Everyone who wants the fixture, each once. */
  *of(fixture: FixtureId): Generator<Client> {
    yield* this.#all;
    for (const client of this.#byName.get(fixture) ?? []) if (!this.#all.has(client)) yield client;
  }
}
