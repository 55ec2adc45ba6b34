import type { FixtureId } from '#contracts/mod.ts';

interface Circle<Client> {
  all: Set<Client>;
  /** Those for whom nothing is on the way. */
  idle: Set<Client>;
}

/** Turning by this part of a circle again and again begins everywhere, and soon far from where it began. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

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
    this.#turn = (this.#turn + GOLDEN) % 1;
    return turned(circle?.all, this.#turn);
  }

  /** Those who were resting; they rest no longer. */
  resting(fixture: FixtureId): readonly Client[] {
    const circle = this.#byFixture.get(fixture);
    // They came to rest in the order of the last turn, which is turned on.
    const clients = turned(circle?.idle, GOLDEN);
    circle?.idle.clear();
    return clients;
  }
}

/** Who comes first has the news earlier, so everybody is first in turn. */
function turned<Client>(clients: Iterable<Client> = [], share: number): readonly Client[] {
  const list = [...clients];
  const first = Math.floor(share * list.length);
  return first === 0 ? list : list.slice(first).concat(list.slice(0, first));
}
