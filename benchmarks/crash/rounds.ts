import { createTokens } from '#bet-api/mod.ts';
import { fixtureId, subjects, userId, type FixtureId } from '#contracts/mod.ts';
import {
  childEnvironment,
  connectNats,
  createPool,
  freePort,
  migratePostgres,
  newId,
  seededRandom,
  sendJson,
  systemClock,
  type Nats,
  type Pool,
  type Random,
} from '#platform/mod.ts';

import { loadCustomers } from '../postgres/customers.ts';
import { playedMatch, storeEvents } from '../postgres/match-events.ts';
import { Bettors } from './bettors.ts';
import { inspect, missingInStream, untilPublished, untilSettled, type Findings } from './books.ts';
import { RoleProcess } from './role-process.ts';
import { mortalNats, mortalPostgres, type Mortal } from './servers.ts';
import { startStandInHost, type StandInHost } from './stand-in-host.ts';

/** What is killed; the relay is whichever process publishes the outbox at that moment. */
export const VICTIMS = ['postgres', 'bet-api', 'relay', 'settlement', 'nats'] as const;
export type Victim = (typeof VICTIMS)[number];

export type CrashRound = Findings & Readonly<{ victim: Victim; readyMs: number; bets: number }>;
export type CrashRun = Readonly<{
  rounds: readonly CrashRound[];
  acknowledged: number;
  retries: number;
  surprises: readonly string[];
  /** Messages that left the outbox and are not in the stream. */
  missing: number;
}>;
export type CrashPlan = Readonly<{
  seed: string;
  rounds: number;
  /** A folder that the server's user can reach; it stays to whoever made it. */
  dir: string;
  tell?: (round: CrashRound) => void;
}>;

const CUSTOMERS = 24;
const LONGEST_MOMENT_MS = 1_200;
const READY_TIMEOUT_MS = 30_000;
const SCORE = { home: 1, away: 0 };

/**
 * Kills one thing a round while customers bet and the match of the round before is settled. After every
 * round all requests are answered, and the books are compared with what customers were told.
 */
export async function crashRounds(plan: CrashPlan): Promise<CrashRun> {
  const world = await World.open(plan.dir);
  try {
    const random = seededRandom(plan.seed);
    const rounds: CrashRound[] = [];
    for (const victim of victimsOf(plan.rounds, random)) {
      const round = await world.round(victim, random);
      rounds.push(round);
      plan.tell?.(round);
    }
    return { rounds, ...(await world.conclude()) };
  } finally {
    await world.close();
  }
}

/** Each in turn before any comes again, in a new order every time. */
function victimsOf(rounds: number, random: Random): readonly Victim[] {
  const turns = Array.from({ length: Math.ceil(rounds / VICTIMS.length) }, () =>
    VICTIMS.map((victim) => ({ victim, place: random.next() })).sort(
      (left, right) => left.place - right.place,
    ),
  );
  return turns
    .flat()
    .slice(0, rounds)
    .map(({ victim }) => victim);
}

type Parts = Readonly<{
  postgres: Mortal;
  natsServer: Mortal;
  nats: Nats;
  pool: Pool;
  api: RoleProcess;
  settlement: RoleProcess;
  host: StandInHost;
  bettors: Bettors;
}>;

class World {
  readonly #parts: Parts;
  #number = 0;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#parts.host.show(fixtureOf(0));
  }

  static async open(dir: string): Promise<World> {
    const [postgres, natsServer] = await Promise.all([mortalPostgres(dir), mortalNats(dir)]);
    await migratePostgres(postgres.url);
    const pool = createPool({ url: postgres.url, maxConnections: 4, statementTimeoutMs: 0 });
    const accounts = await loadCustomers(pool, CUSTOMERS, 100_000_000n);
    const nats = await connectNats({ url: natsServer.url, name: 'crash' });
    const secret = newId().repeat(2);
    const port = await freePort();
    const urls = { databaseUrl: postgres.url, natsUrl: natsServer.url, clickhouseUrl: undefined };
    const env = {
      ...childEnvironment(urls),
      OVERROUND_DATA_DIR: dir,
      OVERROUND_API_PORT: String(port),
      OVERROUND_LOG_LEVEL: 'silent',
      OVERROUND_JWT_SECRET: secret,
    };
    const [api, settlement] = [new RoleProcess('bet-api', env), new RoleProcess('settlement', env)];
    const tokens = await createTokens({ secret, lifeMs: 7_200_000, clock: systemClock });
    const customers = accounts.map((accountId) => {
      const names = { userId: userId(newId()), username: accountId };
      const user = { ...names, accountId, role: 'bettor', currency: 'EUR' } as const;
      return { account: accountId, token: `Bearer ${tokens.sign(user).token}` };
    });
    const host = startStandInHost(nats);
    const bettors = new Bettors(`http://127.0.0.1:${String(port)}`, customers, fixtureOf(0));
    await Promise.all([api.ready, settlement.ready]);
    return new World({ postgres, natsServer, nats, pool, api, settlement, host, bettors });
  }

  async round(victim: Victim, random: Random): Promise<CrashRound> {
    const { bettors, pool, host } = this.#parts;
    const before = bettors.acknowledged.size;
    await this.#untilBetting(systemClock.monotonic());
    const over = fixtureOf(this.#number);
    this.#number += 1;
    const next = fixtureOf(this.#number);
    host.show(next);
    // A while in which customers of the old match meet its end.
    const ending = systemClock.sleep(random.int(300)).then(() => this.#end(over));
    await systemClock.sleep(random.int(LONGEST_MOMENT_MS));
    const killedAt = systemClock.monotonic();
    await this.#kill(victim);
    bettors.betOn(next);
    await ending;
    await this.#untilBetting(killedAt);
    if (victim === 'settlement') await this.#parts.settlement.ready;
    const readyMs = systemClock.monotonic() - killedAt;
    await untilSettled(pool, over);
    await bettors.pause();
    const findings = await inspect(pool, bettors.acknowledged);
    bettors.resume();
    return { victim, readyMs, bets: bettors.acknowledged.size - before, ...findings };
  }

  async conclude(): Promise<Omit<CrashRun, 'rounds'>> {
    const { bettors, pool, nats } = this.#parts;
    await bettors.stop();
    await untilPublished(pool);
    return {
      acknowledged: bettors.acknowledged.size,
      retries: bettors.retries,
      surprises: bettors.surprises,
      missing: await missingInStream(pool, nats),
    };
  }

  async close(): Promise<void> {
    const { bettors, api, settlement, host, nats, pool, natsServer, postgres } = this.#parts;
    await bettors.stop();
    await Promise.all([api.stop(), settlement.stop()]);
    await host.stop().catch(() => undefined);
    await nats.close();
    await pool.end();
    await Promise.all([natsServer.stop(), postgres.stop()]);
  }

  /** Stores the end of a match, as often as it takes: the feed does not forget either. */
  async #end(fixture: FixtureId): Promise<void> {
    const { pool, nats } = this.#parts;
    const events = playedMatch(fixture, SCORE, systemClock.now());
    for (let stored = false; !stored;) {
      stored = await storeEvents(pool, events).then(
        () => true,
        () => false,
      );
      if (!stored) await systemClock.sleep(50);
    }
    const last = events.at(-1);
    if (last && !nats.connection.isClosed())
      sendJson(nats, subjects.feed('football', fixture), last);
  }

  async #kill(victim: Victim): Promise<void> {
    const { postgres, natsServer, api, settlement } = this.#parts;
    switch (victim) {
      case 'postgres':
        await postgres.kill();
        return postgres.restart();
      case 'nats':
        await natsServer.kill();
        return natsServer.restart();
      case 'bet-api':
        return api.kill();
      case 'settlement':
        return settlement.kill();
      case 'relay':
        return (await this.#relayIn()) === 'overround-settlement' ? settlement.kill() : api.kill();
    }
  }

  /** The application name of the connection that holds the relay's lock. */
  async #relayIn(): Promise<string | undefined> {
    const { rows } = await this.#parts.pool.query<{ name: string }>(
      `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND objsubid = 1 AND granted
         AND ((classid::bigint << 32) | objid::bigint) = 122550254464888`,
    );
    return rows[0]?.name;
  }

  /** Until a bet that was sent after `since` was accepted at once. */
  async #untilBetting(since: number): Promise<void> {
    const deadline = systemClock.monotonic() + READY_TIMEOUT_MS;
    while (this.#parts.bettors.newestSentAt <= since) {
      if (systemClock.monotonic() > deadline) throw new Error('no bet was accepted for 30 s');
      await systemClock.sleep(5);
    }
  }
}

const fixtureOf = (number: number): FixtureId => fixtureId(`crash-${String(number)}`);
