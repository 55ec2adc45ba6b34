import {
  accountId,
  STREAMS,
  subjects,
  type BetId,
  type BetMessage,
  type OddsMessage,
  type Selection,
} from '#contracts/mod.ts';
import { readFeedEvents } from '#feeds/mod.ts';
import {
  createMetrics,
  createPool,
  ensureStreams,
  followJson,
  newId,
  sendJson,
  silentLogger,
  systemClock,
  trusted,
  type Clock,
  type Pool,
} from '#platform/mod.ts';
import { DEFAULT_LEASES } from '#risk/mod.ts';
import {
  freshDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '#test/harness/mod.ts';

import { DEFAULT_POLICY } from './host-policy.ts';
import { startHost, type HostOptions } from './host-service.ts';
import type { HostPolicy } from './host-state.ts';
import { TestMatch } from './test-match.ts';

/** The machine's clock, which a test can set forward and whose timers it can stop, as a paused process's. */
class ShiftedClock implements Clock {
  isFrozen = false;
  #shiftMs = 0;

  shift(ms: number): void {
    this.#shiftMs += ms;
  }
  now(): number {
    return systemClock.now() + this.#shiftMs;
  }
  monotonic(): number {
    return systemClock.monotonic() + this.#shiftMs;
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
  every(ms: number, tick: () => void): () => void {
    return systemClock.every(ms, () => {
      if (!this.isFrozen) tick();
    });
  }
}

/** In play there is no delay, and a goal holds the prices for as long as nobody has to wait for. */
export const QUICK_POLICY: HostPolicy = {
  ...DEFAULT_POLICY,
  inPlayDelayMs: 0,
  scoreHoldMs: 100,
  feedSilenceMs: 2_000,
};

export type RunningHost = Readonly<{
  /** Sets the host's clocks forward. */
  shift(ms: number): void;
  /** Stops its timers, as in a process that was killed or paused: it gives nothing back and renews nothing. */
  freeze(): void;
  thaw(): void;
  /** Loses its connection to NATS for a moment, which nobody else notices. */
  reconnect(): Promise<void>;
  stop(): Promise<void>;
}>;

/** Real PostgreSQL and NATS, an account, and hosts. Each test plays a match of its own in it. */
export class HostWorld {
  readonly database: TestDatabase;
  readonly nats: TestNats;
  /** Everything on `odds.>` so far, in the order of arrival. */
  readonly odds: OddsMessage[] = [];
  readonly account = accountId(newId());
  #stops: (() => Promise<void> | void)[] = [];
  #leaseVersion = 0;
  #matches = 0;
  readonly #shards = new Set<number>();

  private constructor(database: TestDatabase, nats: TestNats) {
    this.database = database;
    this.nats = nats;
  }

  static async start(): Promise<HostWorld> {
    const [database, nats] = await Promise.all([freshDatabase(), startTestNats()]);
    const world = new HostWorld(database, nats);
    await ensureStreams(nats.nats, STREAMS);
    nats.nats.connection.subscribe(subjects.oddsAll, {
      callback: (error, message) => {
        if (!error) world.odds.push(message.json<OddsMessage>());
      },
    });
    await nats.nats.connection.flush();
    const user = newId();
    await database.pool.query(
      `INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, '-', 'bettor')`,
      [user, `user-${user}`],
    );
    await database.pool.query(
      `INSERT INTO account (id, user_id, currency) VALUES ($1, $2, 'EUR')`,
      [world.account, user],
    );
    return world;
  }

  get pool(): Pool {
    return this.database.pool;
  }

  onStop(stop: () => Promise<void> | void): void {
    this.#stops.push(stop);
  }

  /** Stops hosts and producers; the servers go on. */
  async clear(): Promise<void> {
    const stops = this.#stops.reverse();
    this.#stops = [];
    for (const stop of stops) await stop();
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.nats.stop();
    await this.database.drop();
  }

  /** A host with connections of its own. */
  async host(owner: string, options: Partial<HostOptions> = {}): Promise<RunningHost> {
    const clock = new ShiftedClock();
    const pool = createPool({ url: this.database.url, maxConnections: 4 });
    const nats = await this.nats.connect(owner);
    const host = await startHost({
      pool,
      nats,
      clock,
      log: silentLogger(),
      metrics: createMetrics('test'),
      owner,
      policy: QUICK_POLICY,
      readEvents: (fixture, after) => readFeedEvents(pool, fixture, after),
      ...options,
    });
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopped ??= host.stop().then(() => pool.end()));
    this.onStop(stop);
    return {
      stop,
      reconnect: () => nats.connection.reconnect(),
      shift: (ms) => {
        clock.shift(ms);
      },
      freeze: () => {
        clock.isFrozen = true;
      },
      thaw: () => {
        clock.isFrozen = false;
      },
    };
  }

  /** Ends all leases, as six seconds without a renewal do. */
  async endLeases(): Promise<void> {
    await this.pool.query('UPDATE shard SET expires_at = now() WHERE owner IS NOT NULL');
  }

  /** What the risk service would say to these hosts. */
  lease(...owners: string[]): void {
    const grantedAt = systemClock.now();
    const amount = String(DEFAULT_LEASES.sliceMinor);
    this.#leaseVersion += 1;
    sendJson(this.nats.nats, subjects.risk('lease'), {
      version: this.#leaseVersion,
      grantedAt,
      expiresAt: grantedAt + 60_000,
      leases: owners.map((owner) => ({ owner, amountMinor: amount, outstandingMinor: amount })),
    });
  }

  /** A match of its own for a test, in a shard that had none before. */
  match(fits: (shard: number) => boolean = () => true): TestMatch {
    for (;;) {
      this.#matches += 1;
      const { pool, account, odds } = this;
      const onStop = (stop: () => void): void => {
        this.onStop(stop);
      };
      const ports = { pool, nats: this.nats.nats, account, odds, onStop };
      const match = new TestMatch(ports, `match-${this.#matches}`);
      if (this.#shards.has(match.shard) || !fits(match.shard)) continue;
      this.#shards.add(match.shard);
      return match;
    }
  }

  /** A bet as the placement leaves it in PostgreSQL. */
  async writeBet(
    betId: BetId,
    selection: Selection,
    changes: Readonly<{
      status?: BetMessage['status'];
      stakeMinor?: bigint;
      client?: Pick<Pool, 'query'>;
    }> = {},
  ): Promise<void> {
    const { status = 'accepted', stakeMinor = 1_000n, client = this.pool } = changes;
    const isFinal = status === 'settled' || status === 'void';
    await client.query(
      `INSERT INTO bet (id, account_id, status, version, currency, stake_minor,
         potential_payout_minor, payout_minor, policy, reason, received_at, due_at, decided_at,
         owner_epoch, state_hash, in_play, open_legs, settled_at)
       VALUES ($1, $2, $3, 2, 'EUR', $4, $5, $6, 'none', $7, 1000, 1000, 2000, 1, '', true, $8, $9)`,
      [
        betId,
        this.account,
        status,
        stakeMinor,
        stakeMinor * 3n,
        isFinal ? 0n : null,
        status === 'rejected' ? 'PRICE_CHANGED' : null,
        isFinal ? 0 : 1,
        isFinal ? 3_000 : null,
      ],
    );
    await client.query(
      `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds,
         catalogue_version, result, result_version)
       VALUES ($1, 0, $2, $3, $4, $5, $5, 1, $6, $7)`,
      [
        betId,
        selection.fixtureId,
        selection.marketKey,
        selection.outcomeId,
        selection.odds,
        isFinal ? 'lost' : null,
        isFinal ? 1 : null,
      ],
    );
  }

  /** Everything that a stream holds on a subject now. */
  async stored<T>(stream: string, filter: string): Promise<readonly T[]> {
    const found: T[] = [];
    const caughtUp = Promise.withResolvers<undefined>();
    const following = await followJson(this.nats.nats, {
      stream,
      filter,
      from: 'all',
      parse: trusted<T>(),
      handle: (value) => {
        found.push(value);
      },
      onError: (error) => {
        throw error;
      },
      onCaughtUp: () => {
        caughtUp.resolve(undefined);
      },
    });
    await caughtUp.promise;
    await following.stop();
    return found;
  }
}
