import { subjects, type FixtureEvent, type FixtureId, type FixtureStatus } from '#contracts/mod.ts';
import { fixtureStatus } from '#markets/mod.ts';
import { createPricingPool } from '#odds/mod.ts';
import {
  fineTime,
  repeat,
  sendJson,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { HostBudget } from './budget.ts';
import { FixtureDesk, PHASE_MS } from './fixture-desk.ts';
import { followInputs } from './follow-inputs.ts';
import type { HostPolicy } from './host-state.ts';
import { hostHops } from './host-hops.ts';
import { journalMessages, journalRecords } from './journal.ts';
import { createJournalWriter, type JournalWriter } from './journal-writer.ts';
import { createOwnership, type Ownership } from './ownership.ts';
import { QuoteIntake } from './quote-intake.ts';
import { reconcileBets } from './reconcile-bets.ts';
import { keepShards } from './shard-keeper.ts';
import { ShardServers } from './shard-servers.ts';
import { createHostStore } from './store.ts';
import { createTurns } from './turns.ts';

export type HostOptions = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  owner: string;
  policy: HostPolicy;
  readEvents(fixture: FixtureId, afterVersion: number): Promise<readonly FixtureEvent[]>;
  /** Shards that this host may take; all unless given. */
  wanted?: readonly number[];
}>;

const ALIVE_MS = 1_000;
const RECONCILE_MS = 15_000;
/** Spread over so much of that time, but no longer than this between two fixtures. */
const RECONCILE_WITHIN_MS = 10_000;
const RECONCILE_PAUSE_MS = 100;
/** A fixture at rest without open bets leaves memory after this. */
const KEEP_CLOSED_MS = 120_000;
/** What the journal says of a fixture is collected for so long: each message costs more than what is in it. */
const JOURNAL_AFTER_MS = 100;
const SPORT = 'football';

/** One host process: owns shards, runs their fixtures, answers the placements of bet-api. */
export async function startHost(options: HostOptions): Promise<{ stop(): Promise<void> }> {
  const { clock, log, pool, policy, owner } = options;
  const store = createHostStore(pool);
  const pricing = createPricingPool();
  const budget = new HostBudget(owner);
  const intake = new QuoteIntake();
  const fineNow = fineTime(clock);
  const { wanted } = options;
  const ownership = createOwnership({ pool, clock, owner, ...(wanted ? { wanted } : {}) });
  const journal = journalOf(options);
  const desk = new FixtureDesk({
    store,
    pricing,
    policy,
    budget,
    clock,
    fineNow,
    turns: createTurns(setImmediate),
    log,
    readEvents: (fixture, after) => options.readEvents(fixture, after),
    trusted: () => ownership.trusted(),
    journal: (fixture, epoch, entry) => {
      journal.add(fixture, { epoch, entry });
    },
    ...publishers(options, fineNow),
  });
  const follows = await followInputs(options, { desk, budget, intake });
  void repeatAfterReconnects(options.nats, desk);
  const shards = new ShardServers(options, desk);
  const stops = [
    clock.every(PHASE_MS, () => {
      desk.tick();
      journal.flush(fineNow() - JOURNAL_AFTER_MS);
    }),
    clock.every(ALIVE_MS, () => {
      announce(options, desk, ownership);
      dropFinished(desk, clock.now());
      intake.deliver(desk.mailboxes(), (fixture, markets) => {
        desk.quotes(fixture, markets);
      });
    }),
  ];
  const reconciling = repeat(clock, {
    everyMs: RECONCILE_MS,
    work: () =>
      reconcileBets(desk, store, (fixtures) =>
        clock.sleep(Math.min(RECONCILE_PAUSE_MS, RECONCILE_WITHIN_MS / fixtures)),
      ),
    onError: (error) => {
      log.warn({ err: error }, 'open bets could not be compared with PostgreSQL');
    },
  });
  const keeper = keepShards({ clock, log, ownership, desk, store, shards });
  await keeper.first;
  return {
    async stop() {
      for (const stop of stops) stop();
      // Not waited for: PostgreSQL may be away, and a bet that comes late finds no fixture any more.
      void reconciling.stop();
      await keeper.stop();
      // Nothing is decided from here on, so the next owner need not wait for the lease to end.
      desk.closeAll();
      journal.flush();
      await ownership.release().catch((error: unknown) => {
        log.warn({ err: error }, 'shards could not be given back; they expire by themselves');
      });
      await Promise.all([shards.stop(), ...follows.map((follow) => follow.stop())]);
      await pricing.close();
    },
  };
}

function publishers({ nats, metrics }: HostOptions, fineNow: () => number) {
  const countHops = hostHops(metrics);
  return {
    publishOdds(message) {
      const stamped = { ...message, stamps: { ...message.stamps, publishedAt: fineNow() } };
      sendJson(nats, subjects.odds(SPORT, message.fixtureId), stamped);
      // Else it would leave only when the book and the journal have been written too. A lost connection is told elsewhere.
      nats.connection.flush().catch(() => undefined);
      countHops(stamped);
    },
    publishBook(message) {
      sendJson(nats, subjects.book(SPORT, message.fixtureId), message);
    },
    publishChances(message) {
      sendJson(nats, subjects.chances(SPORT, message.fixtureId), message);
    },
  } satisfies Partial<ConstructorParameters<typeof FixtureDesk>[0]>;
}

/** A failure of the journal must not stop anything. */
const journalOf = ({ nats, log }: HostOptions): JournalWriter =>
  createJournalWriter({
    write: (fixture, lines) => {
      const { maxPayload } = nats.server;
      const records = lines.flatMap(({ epoch, entry }) => journalRecords(epoch, entry, maxPayload));
      for (const message of journalMessages(records, maxPayload))
        nats.connection.publish(subjects.journal(fixture), message);
    },
    onError: (error, fixture) => {
      log.warn({ err: error, fixture }, 'inputs could not be journaled');
    },
  });

/** Readers whose connection held would not notice that ours was away. */
async function repeatAfterReconnects({ connection }: Nats, desk: FixtureDesk): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') desk.publishImages();
}

function announce({ nats, owner, clock }: HostOptions, desk: FixtureDesk, ownership: Ownership) {
  // A host that may not decide is as good as silent.
  if (!ownership.trusted()) return;
  sendJson(nats, subjects.hostAlive, {
    owner,
    shards: [...ownership.shards().keys()],
    fixtures: desk.fixtures(),
    at: clock.now(),
  });
}

/** Statuses from which nothing more is expected; an event that comes all the same opens the fixture again. */
const AT_REST: readonly FixtureStatus[] = ['closed', 'abandoned', 'cancelled', 'postponed'];

function dropFinished(desk: FixtureDesk, now: number): void {
  for (const { fixtureId, state } of desk.mailboxes()) {
    const atRest = AT_REST.includes(fixtureStatus(state.record));
    const quiet = now - state.heardAt > KEEP_CLOSED_MS;
    if (atRest && quiet && state.exposure.bets === 0) desk.drop(fixtureId);
  }
}
