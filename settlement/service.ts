import { subjects, type FixtureId, type RuleBook } from '#contracts/mod.ts';
import type { Clock, Logger, Metrics, Nats, Pool } from '#platform/mod.ts';

import type { SettlementPorts } from './ports.ts';
import { resultFixture } from './resulting.ts';
import { fixturesDue, fixturesToResult, fixturesToSettle } from './resulting-state.ts';
import { expireDecisions } from './approvals/decide.ts';
import { DEFAULT_APPROVAL_POLICY, type ApprovalPolicy } from './approvals/policy.ts';
import { HOUSE_RULES } from './house-rules/rule-book.ts';
import { settleFixture, type SettleCounts } from './settle.ts';
import { openReviews, overdueBets, waitingDecisions } from './sweeper.ts';

export type SettlementServicePorts = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  newId: () => string;
}>;

export type SettlementOptions = Readonly<{
  rules?: RuleBook;
  approvals?: ApprovalPolicy;
  /** How often PostgreSQL is asked for work that is due; 1 s unless given. */
  pollMs?: number;
  /** How often all fixtures with bets are looked at, news or not; 10 s unless given. */
  lookEveryMs?: number;
  /** Bets per transaction. */
  chunkSize?: number;
  sweepEveryMs?: number;
  /** After this time an open bet on a resulted fixture is an alarm; 1 minute unless given. */
  overdueMs?: number;
}>;

export type Settlement = Readonly<{
  /** Finishes the transaction in hand; whoever starts next goes on from there. */
  stop(): Promise<void>;
}>;

/**
 * Turns the ends of fixtures into results and pays bets by them. PostgreSQL is the truth: it is asked
 * regularly, and messages from the feed only make the next question come sooner. Any number of copies may
 * run at once.
 */
export function startSettlement(
  ports: SettlementServicePorts,
  options: SettlementOptions = {},
): Settlement {
  const service = new Service(ports, options);
  return { stop: () => service.stop() };
}

/** After news every question looks at all fixtures for a while: the message may be ahead of its row. */
const LOOK_FOR_MS = 5_000;

/** Events after which there may be something to pay. */
const WAKING = ['"kind":"result"', '"kind":"status"', '"kind":"correction"'];

class Service {
  readonly #ports: SettlementServicePorts & SettlementPorts;
  readonly #options: SettlementOptions;
  readonly #stopping = new AbortController();
  readonly #measures;
  readonly #run: Promise<void>;
  readonly #unsubscribe: () => void;
  #wake: (() => void) | undefined;
  #news = false;
  #sweptAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #lookUntil = Number.NEGATIVE_INFINITY;

  constructor(ports: SettlementServicePorts, options: SettlementOptions) {
    const { rules = HOUSE_RULES, approvals = DEFAULT_APPROVAL_POLICY } = options;
    this.#ports = { ...ports, rules, approvals };
    this.#options = options;
    this.#measures = measuresOf(ports.metrics);
    const subscription = ports.nats.connection.subscribe(subjects.feedAll, {
      callback: (error, message) => {
        if (error !== null) return;
        const text = message.string();
        if (!WAKING.some((kind) => text.includes(kind))) return;
        this.#news = true;
        this.#lookUntil = ports.clock.monotonic() + LOOK_FOR_MS;
        this.#wake?.();
      },
    });
    this.#unsubscribe = () => {
      subscription.unsubscribe();
    };
    this.#run = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#unsubscribe();
    this.#wake?.();
    await this.#run;
  }

  async #loop(): Promise<void> {
    const stopped = (): boolean => this.#stopping.signal.aborted;
    while (!stopped()) {
      this.#news = false;
      try {
        await this.#work();
        await this.#sweep();
      } catch (error) {
        if (!stopped())
          this.#ports.log.warn({ err: error }, 'settlement cannot work; trying again');
      }
      await this.#pause();
    }
  }

  async #work(): Promise<void> {
    const { pool } = this.#ports;
    for (const fixture of await this.#fixturesToResult())
      await this.#guarded(fixture, () => this.#result(fixture));
    for (const fixture of await fixturesToSettle(pool))
      await this.#guarded(fixture, () => this.#settle(fixture));
  }

  async #fixturesToResult(): Promise<readonly FixtureId[]> {
    const { pool, clock } = this.#ports;
    const now = clock.monotonic();
    const isTime = now - this.#lookedAt >= (this.#options.lookEveryMs ?? 10_000);
    if (!isTime && now >= this.#lookUntil) return fixturesDue(pool, clock.now());
    const fixtures = await fixturesToResult(pool, clock.now());
    this.#lookedAt = now;
    return fixtures;
  }

  /** One fixture that fails does not keep the others from their money. */
  async #guarded(fixtureId: FixtureId, work: () => Promise<void>): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      await work();
    } catch (error) {
      this.#measures.failures.inc();
      this.#lookUntil = this.#ports.clock.monotonic() + LOOK_FOR_MS;
      this.#ports.log.error({ err: error, fixtureId }, 'fixture was not settled; trying again');
    }
  }

  async #result(fixtureId: FixtureId): Promise<void> {
    const resulted = await resultFixture(this.#ports, fixtureId);
    if (resulted.kind !== 'resulted' || resulted.changed === 0) return;
    this.#measures.results.inc(resulted.changed);
    const { resultVersion, changed } = resulted;
    this.#ports.log.info({ fixtureId, resultVersion, markets: changed }, 'fixture has a result');
  }

  async #settle(fixtureId: FixtureId): Promise<void> {
    const { clock, log } = this.#ports;
    const { chunkSize } = this.#options;
    const startedAt = clock.monotonic();
    const counts = await settleFixture(this.#ports, fixtureId, {
      signal: this.#stopping.signal,
      ...(chunkSize === undefined ? {} : { chunkSize }),
    });
    for (const kind of COUNTED) this.#measures.bets.inc({ kind }, counts[kind]);
    const bets = COUNTED.reduce((sum, kind) => sum + counts[kind], 0);
    if (bets === 0) return;
    this.#measures.seconds.observe((clock.monotonic() - startedAt) / 1_000);
    log.info({ fixtureId, ...counts }, 'bets are settled');
  }

  async #sweep(): Promise<void> {
    const { clock, log } = this.#ports;
    const { sweepEveryMs = 60_000, overdueMs = 60_000 } = this.#options;
    if (clock.monotonic() - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = clock.monotonic();
    const overdue = await overdueBets(this.#ports, overdueMs);
    this.#measures.overdue.set(overdue);
    this.#measures.reviews.set(await openReviews(this.#ports));
    await expireDecisions(this.#ports);
    this.#measures.decisions.set(await waitingDecisions(this.#ports));
    if (overdue > 0) log.error({ overdue }, 'open bets on resulted fixtures: there must be none');
  }

  async #pause(): Promise<void> {
    if (this.#news || this.#stopping.signal.aborted) return;
    const waking = new AbortController();
    this.#wake = () => {
      waking.abort();
    };
    await this.#ports.clock
      .sleep(this.#options.pollMs ?? 1_000, waking.signal)
      .catch(() => undefined);
    this.#wake = undefined;
  }
}

const COUNTED = ['settled', 'resettled', 'partly'] as const satisfies (keyof SettleCounts)[];

const measuresOf = (metrics: Metrics) => ({
  bets: metrics.counter('overround_settlement_bets_total', 'Bets by what settling did to them.', [
    'kind',
  ]),
  results: metrics.counter('overround_settlement_results_total', 'Markets with a new result.'),
  failures: metrics.counter('overround_settlement_failures_total', 'Fixtures that failed.'),
  reviews: metrics.gauge('overround_settlement_reviews', 'Fixtures that wait for a person.'),
  decisions: metrics.gauge(
    'overround_settlement_decisions',
    'Results, voids and corrections that wait for a second person.',
  ),
  overdue: metrics.gauge(
    'overround_settlement_overdue_bets',
    'Open bets on fixtures that were resulted a while ago; must be 0.',
  ),
  seconds: metrics.histogram(
    'overround_settlement_seconds',
    'Time to settle the bets of one fixture.',
  ),
});
