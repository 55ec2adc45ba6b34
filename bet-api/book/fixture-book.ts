import {
  shardOf,
  type FixtureId,
  type FixtureInfo,
  type FixtureState,
  type MarketKey,
  type OddsMessage,
  type PublishedMarket,
} from '#contracts/mod.ts';

/** What bet-api knows of a fixture. Shown to bettors and used to refuse early, never to accept. */
export type FixtureView = Readonly<{
  fixtureId: FixtureId;
  info: FixtureInfo;
  state: FixtureState;
  epoch: number;
  seq: number;
  markets: ReadonlyMap<MarketKey, PublishedMarket>;
}>;

export type Applied = 'applied' | 'ignored' | 'gap';

type Held = {
  view: FixtureView;
  /** The newest that was seen, also when it could not be applied. */
  newest: Readonly<{ epoch: number; seq: number }>;
};

/** What a host says once a second. */
export type HostAlive = Readonly<{
  owner: string;
  shards: readonly number[];
  fixtures: readonly FixtureId[];
}>;

/** The last known board of every fixture and when its host was last heard. Pure. */
export class FixtureBook {
  readonly #fixtures = new Map<FixtureId, Held>();
  readonly #shardHeardMs = new Map<number, number>();
  readonly #listedMs = new Map<FixtureId, number>();

  /** `gap`: an image is needed. A lower epoch than one seen is a former owner and is ignored. */
  apply(message: OddsMessage): Applied {
    const held = this.#fixtures.get(message.fixtureId);
    if (message.kind === 'image') return this.#replace(message, held);
    if (!held) return 'gap';
    if (isOlder(message, held.newest)) return 'ignored';
    held.newest = message;
    const { view } = held;
    if (message.epoch !== view.epoch || message.prev !== view.seq) return 'gap';
    const markets = new Map(view.markets);
    for (const key of message.removed) markets.delete(key);
    for (const market of message.markets) markets.set(market.key, market);
    held.view = {
      ...view,
      info: message.info ?? view.info,
      state: message.state,
      seq: message.seq,
      markets,
    };
    return 'applied';
  }

  #replace(message: OddsMessage, held: Held | undefined): Applied {
    const { fixtureId, info = held?.view.info, state, epoch, seq } = message;
    if (!info) return 'gap';
    if (held && isOlder({ epoch, seq: seq + 1 }, held.view)) return 'ignored';
    const markets = new Map(message.markets.map((market) => [market.key, market]));
    const newest = held && isOlder(message, held.newest) ? held.newest : { epoch, seq };
    this.#fixtures.set(fixtureId, {
      view: { fixtureId, info, state, epoch, seq, markets },
      newest,
    });
    return this.isBehind(fixtureId) ? 'gap' : 'applied';
  }

  /** A host said that it is there. `nowMs` is monotonic. */
  heard(alive: HostAlive, nowMs: number): void {
    for (const shard of alive.shards) this.#shardHeardMs.set(shard, nowMs);
    for (const fixture of alive.fixtures) this.#listedMs.set(fixture, nowMs);
  }

  view(fixture: FixtureId): FixtureView | undefined {
    return this.#fixtures.get(fixture)?.view;
  }

  views(): readonly FixtureView[] {
    return [...this.#fixtures.values()].map(({ view }) => view);
  }

  /** True while something newer was seen than what is held, or nothing is held. */
  isBehind(fixture: FixtureId): boolean {
    const held = this.#fixtures.get(fixture);
    return !held || isOlder({ ...held.view, seq: held.view.seq + 1 }, held.newest);
  }

  /** Fixtures that a host lists and of which no complete board is held. */
  wanting(): readonly FixtureId[] {
    return [...this.#listedMs.keys()].filter((fixture) => this.isBehind(fixture));
  }

  /** Since the owner of the fixture's shard was last heard; infinite when never. */
  ownerSilentMs(fixture: FixtureId, nowMs: number): number {
    return nowMs - (this.#shardHeardMs.get(shardOf(fixture)) ?? -Infinity);
  }

  /** Forgets fixtures that their host, while it is heard, has not listed for `afterMs`. */
  forget(nowMs: number, afterMs: number): void {
    for (const fixture of this.#fixtures.keys()) {
      // A host publishes a new fixture up to a second before it lists it for the first time.
      const listedMs = this.#listedMs.get(fixture) ?? nowMs;
      this.#listedMs.set(fixture, listedMs);
      const unlistedMs = nowMs - listedMs;
      if (unlistedMs <= afterMs || this.ownerSilentMs(fixture, nowMs) > afterMs) continue;
      this.#fixtures.delete(fixture);
      this.#listedMs.delete(fixture);
    }
  }
}

type Position = Readonly<{ epoch: number; seq: number }>;

/** Whether `position` brings nothing beyond `other`. */
const isOlder = (position: Position, other: Position): boolean =>
  position.epoch < other.epoch || (position.epoch === other.epoch && position.seq <= other.seq);
