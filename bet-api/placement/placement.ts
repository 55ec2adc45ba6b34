import { httpStatusOf, Refusal, type BetId, type FixtureId } from '#contracts/mod.ts';
import { repeat, type Clock, type Logger, type Pool, type Repeated } from '#platform/mod.ts';

import type { FixtureBook } from '../book/fixture-book.ts';
import type { BetApiConfig } from '../config.ts';
import { isDatabaseAway } from '../database-errors.ts';
import type { HostPort } from '../host-port.ts';
import { asOffered, referringOf } from '../referrals/referral.ts';
import { refusalBy } from '../referrals/refusal.ts';
import { verdictAt } from '../referrals/verdicts.ts';
import { Batcher } from './batcher.ts';
import { fixturesOf, type BetRow } from './bet-row.ts';
import { claimOverdue, giveUpClaims, keepClaims } from './claim.ts';
import { decideBet, decideSingle, type Decided } from './decide-bet.ts';
import { finishBets, type FinishItem, type FinishResult } from './finish.ts';
import { betOf, holdStakes, type HoldItem, type HoldResult } from './hold.ts';
import type { Answer, BetOrder } from './order.ts';
import { placeAtOnce, type DecidedItem, type PlacedAtOnce } from './place-at-once.ts';
import { betView } from './bet-view.ts';
import { preFilter } from './pre-filter.ts';
import { receiveBet, type Received } from './receive.ts';
import { RecentKeys } from './recent-keys.ts';
import { findRequests, repeatedAnswer, requestId, type StoredRequest } from './requests.ts';

export type PlacementPorts = Readonly<{
  pool: Pool;
  host: HostPort;
  book: FixtureBook;
  clock: Clock;
  log: Logger;
  config: BetApiConfig;
}>;

/** A final answer, or a bet that waits for its decision with the promise of its answer. */
export type Placed =
  | Readonly<{ kind: 'answered'; answer: Answer }>
  | Readonly<{ kind: 'deciding'; bet: BetRow; answer: Promise<Answer> }>;

const CLAIM_LIMIT = 200;
/** A quarter of the largest batch costs less than twice as much for each bet. */
const WORTH_A_LANE = 25;
/** Some minutes of requests at full speed, a few megabytes. */
const RECENT_KEYS = 20_000;

/**
 * Takes bets through receive, hold, decide and finish. What a crash leaves between the steps is finished by
 * `claimOnce` of any process. Throws Refusal where no answer is kept and the key may be used again.
 */
export class Placement {
  readonly #ports: PlacementPorts;
  readonly #lookUps: Batcher<BetOrder, { stored: StoredRequest | undefined }>;
  readonly #atOnce: Batcher<DecidedItem, PlacedAtOnce>;
  readonly #holds: Batcher<HoldItem, HoldResult>;
  readonly #finishes: Batcher<FinishItem, FinishResult>;
  readonly #recent = new RecentKeys(RECENT_KEYS);
  readonly #deciding = new Map<BetId, Promise<Answer>>();
  /** Held here, and PostgreSQL went away before their end was written: nobody need wait for their leases. */
  readonly #left = new Set<BetId>();
  readonly #stopping = new AbortController();
  #claiming: Repeated | undefined;

  constructor(ports: PlacementPorts) {
    this.#ports = ports;
    const { pool, config } = ports;
    const limits = {
      maxItems: config.batchSize,
      lanes: config.batchLanes,
      worthALane: WORTH_A_LANE,
      schedule: setImmediate,
      isOfOneItem: (error: unknown) => !isDatabaseAway(error),
    };
    this.#lookUps = new Batcher({ ...limits, run: (orders) => lookUp(pool, orders) });
    this.#atOnce = new Batcher({ ...limits, run: (items) => placeAtOnce(ports, items) });
    this.#holds = new Batcher({ ...limits, run: (items) => holdStakes(pool, items) });
    this.#finishes = new Batcher({ ...limits, run: (items) => finishBets(ports, items) });
  }

  /**
   * A request under a key that came here lately is looked up first. Any other is taken for new, because nearly all
   * are: a repeat that was answered elsewhere is found out by the transaction that would write it a second time.
   */
  async place(order: BetOrder): Promise<Placed> {
    const isKnown = this.#recent.add(requestId(order));
    const { stored } = isKnown ? await this.#lookUps.submit(order) : { stored: undefined };
    if (stored) return answered(repeatedAnswer(stored, order.bodyHash));
    try {
      return await this.#placeNew(order);
    } catch (error) {
      // Whoever cannot be served now may have been answered before.
      const before = isKnown ? null : await this.#lookUps.submit(order).catch(() => null);
      if (before?.stored) return answered(repeatedAnswer(before.stored, order.bodyHash));
      throw error;
    }
  }

  async #placeNew(order: BetOrder): Promise<Placed> {
    const { host, book, clock, config } = this.#ports;
    const early = preFilter(order, { book, config, nowMs: clock.monotonic() });
    if (early) return this.#refuse({ order, kind: 'answer', refused: early });
    const outcome = await receiveBet(host, order);
    if (outcome.kind === 'refused')
      return this.#refuse({ order, kind: 'reject', refused: outcome.refused });
    return this.#holdOrPlace(order, outcome.received);
  }

  /** A single that need not wait is placed in one transaction if nothing speaks against it. */
  async #holdOrPlace(
    order: BetOrder,
    received: readonly [Received, ...Received[]],
  ): Promise<Placed> {
    const { claimLeaseMs, referForMs } = this.#ports.config;
    const referring = referringOf(order, received, referForMs);
    const looked = asOffered(order, received);
    const item: HoldItem = { order, kind: 'hold', received: looked, claimLeaseMs, referring };
    const bet = betOf(item);
    const isPlain = bet.legs.length === 1 && order.bonus === undefined && bet.referral === null;
    if (!isPlain || bet.dueAt > bet.receivedAt)
      return this.#held(await this.#holds.submit(item), order);
    const decision = await decideSingle(this.#ports.host, bet);
    const isAccepted = decision?.verdict === 'accept';
    if (isAccepted) {
      const placed = await this.#atOnce.submit({ order, bet, decision });
      if (placed.kind === 'placed') return answered(placed.answer);
    }
    const result = await this.#holds.submit(item);
    // Without a bet nobody else would give the reservation back.
    if (isAccepted && result.kind !== 'held') this.#release(bet, fixturesOf(bet));
    // A host that refused is not asked again.
    const known = decision?.verdict === 'reject' ? { decision, reserved: [] } : undefined;
    return this.#held(result, order, known);
  }

  /** Keeps the bets that are being decided here, and claims overdue ones that nobody finishes; resolves when those are finished. Returns their number. */
  async claimOnce(): Promise<number> {
    const { pool, clock, config, log } = this.#ports;
    const left = [...this.#left];
    await giveUpClaims(pool, left);
    for (const betId of left) this.#left.delete(betId);
    const claim = { now: clock.now(), leaseMs: config.claimLeaseMs, limit: CLAIM_LIMIT };
    await keepClaims(pool, [...this.#deciding.keys()], claim);
    const bets = (await claimOverdue(pool, claim)).filter(
      ({ betId }) => !this.#deciding.has(betId),
    );
    if (bets.length > 0) log.warn({ bets: bets.length }, 'finishing bets that were left behind');
    await Promise.allSettled(bets.map((bet) => this.#track(bet)));
    return bets.length;
  }

  start(): void {
    const { clock, config, log } = this.#ports;
    this.#claiming ??= repeat(clock, {
      everyMs: config.claimEveryMs,
      work: () => this.claimOnce(),
      onError: (error) => {
        log.warn({ err: error }, 'overdue bets could not be claimed; trying again');
      },
    });
  }

  /** Leaves bets that still wait to whoever claims them next. */
  async stop(): Promise<void> {
    const claimed = this.#claiming?.stop();
    this.#stopping.abort(new Refusal('UNAVAILABLE', { because: 'the server is stopping' }));
    const deciding = [...this.#deciding.keys()];
    await Promise.allSettled(this.#deciding.values());
    await claimed;
    await giveUpClaims(this.#ports.pool, [...deciding, ...this.#left]).catch((error: unknown) => {
      this.#ports.log.warn({ err: error }, 'claims could not be given up');
    });
  }

  /** Failures of ours are not kept as answers: nothing was written, and the same key may be tried again. */
  async #refuse(item: Extract<HoldItem, { kind: 'answer' | 'reject' }>): Promise<Placed> {
    const { code, detail } = item.refused;
    if (httpStatusOf(code) >= 500) throw new Refusal(code, detail);
    return this.#held(await this.#holds.submit(item), item.order);
  }

  #held(result: HoldResult, order: BetOrder, known?: Decided): Placed {
    switch (result.kind) {
      case 'held':
        if (result.bet.referredUntil !== null)
          return answered({ status: 202, body: betView(result.bet) });
        return { kind: 'deciding', bet: result.bet, answer: this.#track(result.bet, known) };
      case 'refused':
        return answered(result.answer);
      case 'repeat':
        return answered(repeatedAnswer(result.stored, order.bodyHash));
    }
  }

  #track(bet: BetRow, known?: Decided): Promise<Answer> {
    const answer = this.#resolve(bet, known).finally(() => this.#deciding.delete(bet.betId));
    this.#deciding.set(bet.betId, answer);
    answer.catch((error: unknown) => {
      if (isDatabaseAway(error)) this.#left.add(bet.betId);
      if (!this.#stopping.signal.aborted)
        this.#ports.log.error({ err: error, betId: bet.betId }, 'a bet waits to be claimed');
    });
    return answer;
  }

  async #resolve(bet: BetRow, known?: Decided): Promise<Answer> {
    const { clock, host, config } = this.#ports;
    const { betId, dueAt } = bet;
    const { signal } = this.#stopping;
    const waitMs = dueAt - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    const { decision, reserved } =
      known ??
      (await this.#byTrader(bet)) ??
      (await decideBet({ host, clock, config, signal }, bet));
    const result = await this.#finishes.submit({ betId, fixtures: fixturesOf(bet), decision });
    if (result.kind === 'unknown') throw new Error(`bet ${betId} has no row or no answer`);
    if (result.kind === 'rejected') this.#release(bet, reserved);
    return result.answer;
  }

  /** Goes on with a bet whose waiting for a trader is over. */
  goOn(bet: BetRow): Promise<Answer> {
    return this.#deciding.get(bet.betId) ?? this.#track(bet);
  }

  /** What ended the waiting for a trader, where it refuses the bet; the hosts have not been asked then. */
  async #byTrader(bet: BetRow): Promise<Decided | undefined> {
    if (bet.referredUntil === null) return undefined;
    const { pool, clock } = this.#ports;
    const refusal = refusalBy(await verdictAt(pool, bet.betId, clock.now()), bet);
    return refusal && { decision: { verdict: 'reject', refused: refusal }, reserved: [] };
  }

  /** Best effort: a reservation that stays is buried by its host when it expires. */
  #release({ betId }: BetRow, fixtures: readonly FixtureId[]): void {
    const { host, log } = this.#ports;
    for (const fixtureId of fixtures) {
      host.release({ op: 'release', betId, fixtureId }).catch((error: unknown) => {
        log.info({ err: error, betId }, 'a reservation was not released; its host will bury it');
      });
    }
  }
}

const answered = (answer: Answer): Placed => ({ kind: 'answered', answer });

async function lookUp(
  pool: Pool,
  orders: readonly BetOrder[],
): Promise<readonly { stored: StoredRequest | undefined }[]> {
  const found = new Map((await findRequests(pool, orders)).map((each) => [requestId(each), each]));
  return orders.map((order) => ({ stored: found.get(requestId(order)) }));
}
