import type { FixtureId } from '#contracts/mod.ts';
import { newId, systemClock } from '#platform/mod.ts';

type Customer = Readonly<{ account: string; token: string }>;
type Reply = Readonly<{ status: number; code: string; betId: string; hasBet: boolean }>;

/** Bets that were acknowledged with 201, by their id. */
export type Acknowledged = ReadonlyMap<string, Readonly<{ key: string; account: string }>>;

const PAUSE_MS = 60;
const REQUEST_MS = 8_000;
const RETRY_MS = 100;

/**
 * Customers who place bet after bet. Whoever gets no answer, or a failure of ours, sends the same request again
 * under its key until there is an answer: a person who wants to know.
 */
export class Bettors {
  readonly #url: string;
  readonly #acknowledged = new Map<string, { key: string; account: string }>();
  readonly #running: Promise<void>[];
  #fixture: FixtureId;
  #isPaused = false;
  #isOver = false;
  #inFlight = 0;
  #newest = Number.NEGATIVE_INFINITY;
  retries = 0;
  /** Answers that a persistent customer should not get. */
  readonly surprises: string[] = [];

  constructor(url: string, customers: readonly Customer[], fixture: FixtureId) {
    this.#url = url;
    this.#fixture = fixture;
    this.#running = customers.map((customer) => this.#bet(customer));
  }

  get acknowledged(): Acknowledged {
    return this.#acknowledged;
  }

  /** Monotonic time at which the newest of the bets that were accepted at the first attempt was sent. */
  get newestSentAt(): number {
    return this.#newest;
  }

  betOn(fixture: FixtureId): void {
    this.#fixture = fixture;
  }

  /** Resolves when every request that was sent has its answer. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    while (this.#inFlight > 0) await systemClock.sleep(10);
  }

  resume(): void {
    this.#isPaused = false;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  async #bet(customer: Customer): Promise<void> {
    while (!this.#isOver) {
      await systemClock.sleep(PAUSE_MS);
      if (this.#isPaused) continue;
      this.#inFlight += 1;
      await this.#insist(customer).finally(() => (this.#inFlight -= 1));
    }
  }

  async #insist({ account, token }: Customer): Promise<void> {
    const key = newId();
    const fixtureId = this.#fixture;
    for (let attempt = 1; !this.#isOver || attempt === 1; attempt += 1) {
      const sentAt = systemClock.monotonic();
      const answer = await this.#ask(fixtureId, key, token);
      if (answer?.status === 201) {
        this.#acknowledged.set(answer.betId, { key, account });
        if (attempt === 1) this.#newest = Math.max(this.#newest, sentAt);
        return;
      }
      // Refused for good, as on a fixture that is over: the next bet is on another one.
      if (answer && isFinal(answer)) return;
      if (answer && !PASSING.has(answer.code)) {
        this.surprises.push(`${String(answer.status)} ${answer.code}`);
        return;
      }
      this.retries += 1;
      await systemClock.sleep(RETRY_MS);
    }
  }

  async #ask(fixtureId: FixtureId, key: string, token: string): Promise<Reply | undefined> {
    try {
      const reply = await fetch(`${this.#url}/v1/bets`, {
        method: 'POST',
        signal: AbortSignal.timeout(REQUEST_MS),
        headers: {
          'content-type': 'application/json',
          authorization: token,
          'idempotency-key': key,
        },
        body: JSON.stringify({ ...BET, fixtureId }),
      });
      const body = (await reply.json()) as Partial<Body>;
      const { code = '', betId = '', detail } = body;
      return { status: reply.status, code, betId, hasBet: detail?.betId !== undefined };
    } catch {
      return undefined;
    }
  }
}

type Body = Readonly<{ code: string; betId: string; detail: Readonly<{ betId?: string }> }>;

const BET = {
  marketKey: 'match-result',
  outcomeId: 'home',
  odds: 2.5,
  stake: '1.00',
  pricePolicy: 'none',
};

const FINAL = new Set(['FIXTURE_NOT_FOUND', 'FIXTURE_CLOSED', 'MARKET_CLOSED']);
/** Of these there is a rejected bet when the answer names one; otherwise nothing was decided. */
const UNDECIDED = new Set(['HOST_UNAVAILABLE', 'DECISION_EXPIRED']);
/** No code: 202, still being decided. */
const PASSING = new Set([
  '',
  'UNAVAILABLE',
  'IN_PROGRESS',
  'RATE_LIMITED',
  'INTERNAL',
  ...UNDECIDED,
]);

const isFinal = ({ code, hasBet }: Reply): boolean =>
  FINAL.has(code) || (UNDECIDED.has(code) && hasBet);
