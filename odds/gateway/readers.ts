import type { FixtureId } from '#contracts/mod.ts';

/** Who follows which fixture of one channel: the wishes of all clients, read the other way round. */
export class Readers<Client> {
  readonly #byFixture = new Map<FixtureId, Set<Client>>();
  #turn = 0;

  add(fixture: FixtureId, client: Client): void {
    const readers = this.#byFixture.get(fixture);
    if (readers === undefined) this.#byFixture.set(fixture, new Set([client]));
    else readers.add(client);
  }

  delete(fixture: FixtureId, client: Client): void {
    const readers = this.#byFixture.get(fixture);
    readers?.delete(client);
    if (readers?.size === 0) this.#byFixture.delete(fixture);
  }

  /** Everyone who follows the fixture. Who comes first has the news earlier, so everybody is first in turn. */
  inTurn(fixture: FixtureId): readonly Client[] {
    const readers = [...(this.#byFixture.get(fixture) ?? [])];
    if (readers.length < 2) return readers;
    const first = this.#turn++ % readers.length;
    return [...readers.slice(first), ...readers.slice(0, first)];
  }
}
