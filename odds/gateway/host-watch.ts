import { isFixtureId, SHARD_COUNT, shardOf, type FixtureId } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

/** On `host.alive`, once a second per host. */
export type HostAlive = Readonly<{
  owner: string;
  shards: readonly number[];
  fixtures: readonly FixtureId[];
}>;

export function parseHostAlive(value: unknown): HostAlive {
  if (typeof value !== 'object' || value === null) throw new InvalidMessageError('not an object');
  const { owner, shards, fixtures } = value as Record<string, unknown>;
  if (typeof owner !== 'string') throw new InvalidMessageError('/owner must be a string');
  if (!isListOf(shards, isShard)) throw new InvalidMessageError('/shards must be shard numbers');
  if (!isListOf(fixtures, isId)) throw new InvalidMessageError('/fixtures must be fixture ids');
  return { owner, shards, fixtures };
}

const isShard = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < SHARD_COUNT;
const isId = (value: unknown): value is FixtureId =>
  typeof value === 'string' && isFixtureId(value);
const isListOf = <T>(value: unknown, is: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.every(is);

/** When each shard, and each fixture, was last spoken for by any host. Times are monotonic milliseconds. */
export class HostWatch {
  readonly #shardHeardMs = new Map<number, number>();
  readonly #listedMs = new Map<FixtureId, number>();
  #heardMs = -Infinity;

  heard(alive: HostAlive, nowMs: number): void {
    this.#heardMs = nowMs;
    for (const shard of alive.shards) this.#shardHeardMs.set(shard, nowMs);
    for (const fixture of alive.fixtures) this.#listedMs.set(fixture, nowMs);
  }

  silentMs(nowMs: number): number {
    return nowMs - this.#heardMs;
  }

  /** Since the owner of the fixture's shard, whoever that is, was last heard. */
  ownerSilentMs(fixture: FixtureId, nowMs: number): number {
    return nowMs - (this.#shardHeardMs.get(shardOf(fixture)) ?? -Infinity);
  }

  unlistedMs(fixture: FixtureId, nowMs: number): number {
    return nowMs - (this.#listedMs.get(fixture) ?? -Infinity);
  }

  listed(): Iterable<FixtureId> {
    return this.#listedMs.keys();
  }

  drop(fixture: FixtureId): void {
    this.#listedMs.delete(fixture);
  }
}
