import {
  bodyHashOf,
  DEFAULT_BET_API_CONFIG,
  Placement,
  type Answer,
  type BetOrder,
} from '#bet-api/mod.ts';
import { betId, type AccountId } from '#contracts/mod.ts';
import { newId, silentLogger, systemClock, type Pool } from '#platform/mod.ts';

import { FIXTURE_IDS, openBook, SELECTION, TEAMS, willingHost } from './board.ts';

export type ShopOptions = Readonly<{
  pool: Pool;
  accounts: readonly AccountId[];
  batchSize: number;
  lanes: number;
  /** In-play delay that the host asks for. */
  delayMs?: number;
}>;

/** Every so many requests repeat one that was answered. */
const REPLAY_EVERY = 10;
/** Shares no factor with round numbers of customers, so it walks through all of them. */
const STRIDE = 7_919;
const BODY_HASH = bodyHashOf({
  fixtureId: FIXTURE_IDS[0] ?? ('' as never),
  ...SELECTION,
  odds: 2.5,
  stake: '1.00',
  pricePolicy: 'none',
});

/** Customers who bet one after another, and now and then send a request again. */
export class Shop {
  readonly #placement: Placement;
  readonly #open = openBook();
  readonly #accounts: readonly AccountId[];
  #number = 0;
  #last: Readonly<{ order: BetOrder; answer: Answer }> | undefined;
  accepted = 0;
  replays = 0;
  replaysThatDiffer = 0;

  constructor({ pool, accounts, batchSize, lanes, delayMs = 0 }: ShopOptions) {
    this.#accounts = accounts;
    this.#placement = new Placement({
      pool,
      host: willingHost(delayMs),
      book: this.#open.book,
      clock: systemClock,
      log: silentLogger(),
      config: { ...DEFAULT_BET_API_CONFIG, batchSize, batchLanes: lanes },
    });
  }

  /** One request; true when it was a new bet. Throws when it was not accepted. */
  async request(): Promise<boolean> {
    this.#number += 1;
    const last = this.#last;
    if (last && this.#number % REPLAY_EVERY === 0) return this.#replay(last);
    const order = this.#order();
    const answer = await this.#answer(order);
    if (answer.status !== 201) throw new Error(`not accepted: ${JSON.stringify(answer.body)}`);
    this.accepted += 1;
    this.#last = { order, answer };
    return true;
  }

  async stop(): Promise<void> {
    this.#open.close();
    await this.#placement.stop();
  }

  async #replay({ order, answer }: Readonly<{ order: BetOrder; answer: Answer }>): Promise<false> {
    const again = await this.#answer({ ...order, betId: betId(newId()) });
    this.replays += 1;
    if (JSON.stringify(again) !== JSON.stringify(answer)) this.replaysThatDiffer += 1;
    return false;
  }

  #order(): BetOrder {
    const accountId = this.#accounts[(this.#number * STRIDE) % this.#accounts.length];
    const fixtureId = FIXTURE_IDS[this.#number % FIXTURE_IDS.length];
    if (accountId === undefined || fixtureId === undefined) throw new Error('an empty shop');
    return {
      betId: betId(newId()),
      accountId,
      currency: 'EUR',
      key: newId(),
      bodyHash: BODY_HASH,
      legs: [{ selection: { fixtureId, ...SELECTION }, teams: TEAMS, banker: false }],
      terms: null,
      stakeMinor: 100n,
      policy: 'none',
      receivedAt: systemClock.now(),
    };
  }

  async #answer(order: BetOrder): Promise<Answer> {
    const placed = await this.#placement.place(order);
    return placed.answer;
  }
}
