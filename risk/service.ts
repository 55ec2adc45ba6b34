import { shardOf, type BetId, type BetMessage } from '#contracts/mod.ts';
import { inTurn, type Clock } from '#platform/mod.ts';

import type { HouseRates } from './exposure/mod.ts';
import type { SampleSize } from './exposure/scenarios/mod.ts';
import { LeaseBook, type Grant, type LeasePolicy } from './leases.ts';
import type { HostAlive, RiskLeases, RiskPortfolio } from './messages.ts';
import { Portfolio, type OpenTotals } from './portfolio.ts';
import { TailBook } from './tail-book.ts';

/** The bets in PostgreSQL, the only truth about them. */
export type BetSource = Readonly<{
  /** Every accepted bet that is not final. */
  openBets: () => Promise<readonly BetMessage[]>;
  bet: (betId: BetId) => Promise<BetMessage | undefined>;
  /** Bets that wait for their decision. */
  pendingBets?: () => Promise<readonly BetMessage[]>;
}>;

export type RiskPublisher = Readonly<{
  leases: (leases: RiskLeases) => void;
  portfolio: (portfolio: RiskPortfolio) => void;
}>;

export type RiskServiceOptions = Readonly<{
  clock: Clock;
  source: BetSource;
  publish: RiskPublisher;
  rates: HouseRates;
  leases: LeasePolicy;
  sample?: SampleSize | undefined;
  /** CVaR 99 of the whole book that the house may run, in house minor units. */
  tailLimitMinor?: bigint | undefined;
  onError: (error: unknown) => void;
}>;

const TICK_MS = 1_000;
const DEFAULT_TAIL_LIMIT_MINOR = 50_000_000n;
/** A host that has been silent for longer gets no new lease; its last one runs out by itself. */
const HOST_SILENCE_MS = 5_000;
/** The whole portfolio is compared with PostgreSQL so often, whatever the messages said. */
const RECONCILE_MS = 60_000;
/** Streams repeat nothing that is older than this. */
const MEMORY_MS = 24 * 3_600_000;

/**
 * The house's view over all fixtures: folds `bet.*` into a portfolio, leases the worst-case budget to
 * hosts and publishes both. Everything it holds can be rebuilt from open bets, so it keeps no state of its
 * own. Inputs are taken one after the other, a rebuild included.
 */
export class RiskService {
  readonly #options: RiskServiceOptions;
  readonly #portfolio: Portfolio;
  readonly #tail: TailBook;
  readonly #leases: LeaseBook;
  readonly #hosts = new Map<string, Readonly<{ shards: ReadonlySet<number>; heardAt: number }>>();
  readonly #inTurn = inTurn();
  #stopTicks: () => void = () => undefined;
  #published = -1;
  #leaseVersion: number;
  #nextReconcile = 0;
  #ticking = false;

  constructor(options: RiskServiceOptions) {
    this.#options = options;
    this.#tail = new TailBook(options.rates, options.sample);
    this.#portfolio = new Portfolio(options.rates, this.#tail);
    this.#leases = new LeaseBook(options.leases);
    // Above every version of an earlier run, which counted up from its own start once a second.
    this.#leaseVersion = options.clock.now();
  }

  get portfolio(): Portfolio {
    return this.#portfolio;
  }

  get tail(): TailBook {
    return this.#tail;
  }

  /** What an earlier run granted last, so that both together stay within the budget. Before `start`. */
  restore({ version, grantedAt, expiresAt, leases }: RiskLeases): void {
    this.#leaseVersion = Math.max(this.#leaseVersion, version);
    this.#leases.restore({
      grantedAt,
      expiresAt,
      leases: leases.map(({ owner, amountMinor, outstandingMinor }) => ({
        owner,
        amountMinor: BigInt(amountMinor),
        outstandingMinor: BigInt(outstandingMinor),
      })),
    });
  }

  /** Rebuilds from the open bets, then works until `stop`. Messages may come before, during and after. */
  async start(): Promise<void> {
    await this.reconcile();
    this.#stopTicks = this.#options.clock.every(TICK_MS, () => {
      if (!this.#ticking) void this.tick().catch(this.#options.onError);
    });
  }

  async stop(): Promise<void> {
    this.#stopTicks();
    await this.#inTurn(() => Promise.resolve());
  }

  /** Resolves when the message has had its effect, so that it may be acknowledged. */
  onBet(message: BetMessage): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#portfolio.apply(message) !== 'gap') return;
      const current = await this.#options.source.bet(message.betId);
      // PostgreSQL is committed before the message leaves; a replica may lag, and then the message stands.
      this.#portfolio.replace(current ?? message);
      this.#portfolio.replace(message);
    });
  }

  onHostAlive({ owner, shards }: HostAlive): void {
    this.#hosts.set(owner, { shards: new Set(shards), heardAt: this.#options.clock.now() });
  }

  reconcile(): Promise<void> {
    return this.#inTurn(async () => {
      const { source } = this.#options;
      // A bet that is decided in between is among the open ones, too.
      const pending = (await source.pendingBets?.()) ?? [];
      const open = await source.openBets();
      const ids = new Set(pending.map(({ betId }) => betId));
      for (const id of [...this.#tail.pending]) if (!ids.has(id)) this.#tail.drop(id);
      for (const message of pending) this.#portfolio.replace(message);
      this.#portfolio.rebuild(open);
      const now = this.#options.clock.now();
      this.#tail.forgetEnded(now);
      this.#nextReconcile = now + RECONCILE_MS;
    });
  }

  /** Once a second: leases for live hosts, and the portfolio when it has changed. */
  async tick(): Promise<void> {
    this.#ticking = true;
    try {
      const now = this.#options.clock.now();
      // PostgreSQL may be away; leases go on, for a host without one refuses every bet.
      if (now >= this.#nextReconcile) await this.reconcile().catch(this.#options.onError);
      this.#portfolio.prune(now - MEMORY_MS);
      this.#leaseVersion += 1;
      const grant = this.#grant(now);
      const roomMinor = this.#tailRoomEach(grant.leases.length);
      this.#options.publish.leases(leasesMessage(this.#leaseVersion, grant, roomMinor));
      if (this.#portfolio.changes !== this.#published) {
        this.#published = this.#portfolio.changes;
        this.#options.publish.portfolio(this.#message(now));
      }
    } finally {
      this.#ticking = false;
    }
  }

  #grant(now: number): Grant {
    for (const [owner, { heardAt }] of this.#hosts) {
      if (now - heardAt > HOST_SILENCE_MS) this.#hosts.delete(owner);
    }
    const used = new Map<string, bigint>([...this.#hosts.keys()].map((owner) => [owner, 0n]));
    // No host counts what our own bets at an exchange may lose.
    let orphaned = this.#tail.positionsRiskMinor();
    for (const fixtureId of this.#portfolio.fixtureIds()) {
      const loss = -this.#portfolio.worstCaseMinor(fixtureId);
      if (loss <= 0n) continue;
      const shard = shardOf(fixtureId);
      const owner = [...this.#hosts].find(([, { shards }]) => shards.has(shard))?.[0];
      if (owner === undefined) orphaned += loss;
      else used.set(owner, (used.get(owner) ?? 0n) + loss);
    }
    const hosts = [...used].map(([owner, usedMinor]) => ({ owner, usedMinor }));
    return this.#leases.grant(now, hosts, orphaned);
  }

  /** Half of what is left, in equal parts: bets taken on the room before may not have been heard of yet. */
  #tailRoomEach(hosts: number): bigint {
    const { tailLimitMinor = DEFAULT_TAIL_LIMIT_MINOR } = this.#options;
    const left = tailLimitMinor - BigInt(Math.ceil(this.#tail.house().cvar99));
    return left <= 0n || hosts === 0 ? 0n : left / (2n * BigInt(hosts));
  }

  #message(now: number): RiskPortfolio {
    const { house, fixtures, currencies, days } = this.#portfolio.totals();
    const { rates, leases } = this.#options;
    return {
      at: now,
      version: this.#portfolio.changes,
      houseCurrency: rates.house,
      budgetMinor: String(leases.budgetMinor),
      leasedMinor: String(this.#leases.outstandingMinor(now)),
      house: { ...openMessage(house), worstCaseMinor: String(house.worstCaseMinor) },
      fixtures: [...fixtures].map(([fixtureId, totals]) => ({
        fixtureId,
        ...openMessage(totals),
        worstCaseMinor: String(totals.worstCaseMinor),
      })),
      currencies: [...currencies].map(([currency, totals]) => ({
        currency,
        ...openMessage(totals),
      })),
      days: [...days].map(([day, totals]) => ({ day, ...openMessage(totals) })),
    };
  }
}

const openMessage = ({ bets, stakedMinor, returnMinor }: OpenTotals) => ({
  bets,
  stakedMinor: String(stakedMinor),
  returnMinor: String(returnMinor),
});
const leasesMessage = (
  version: number,
  { leases, ...times }: Grant,
  tailRoomMinor: bigint,
): RiskLeases => ({
  version,
  ...times,
  leases: leases.map(({ owner, amountMinor, outstandingMinor }) => ({
    owner,
    amountMinor: String(amountMinor),
    outstandingMinor: String(outstandingMinor),
    tailRoomMinor: String(tailRoomMinor),
  })),
});
