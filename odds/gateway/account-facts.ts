import type { AccountId, BetId } from '#contracts/mod.ts';

/** Something changed for an account: one of its bets, or without a bet its balance. */
export type AccountFact = Readonly<{ accountId: AccountId; betId: BetId | null; seq: number }>;

/** About 4 MB; at a thousand facts a second the last twenty seconds. */
const MAX_FACTS = 20_000;

/**
 * What changed of late, of every account: enough to tell a client that comes from another gateway what it has
 * missed. Sequences are those of the stream that the facts are read from. Pure.
 */
export class AccountFacts {
  readonly #recent: AccountFact[] = [];
  readonly #bets = new Map<AccountId, Map<BetId, number>>();
  readonly #limit: number;
  #top: number;

  /** Begins behind the sequence `from`: of what is before it nothing is known. */
  constructor(from: number, limit = MAX_FACTS) {
    this.#top = from;
    this.#limit = limit;
  }

  /** The sequence of the newest one, or where it began. */
  get top(): number {
    return this.#top;
  }

  /** False for one that was taken before. */
  take(fact: AccountFact): boolean {
    const { accountId, betId, seq } = fact;
    if (seq <= this.#top) return false;
    this.#top = seq;
    if (betId === null) return true;
    this.#recent.push(fact);
    const bets = this.#bets.get(accountId) ?? new Map<BetId, number>();
    // Set anew, so that the bets of an account are in the order of their changes.
    bets.delete(betId);
    this.#bets.set(accountId, bets.set(betId, seq));
    if (this.#recent.length >= 2 * this.#limit) this.#forget();
    return true;
  }

  /** The bets of an account that changed, oldest change first, each with the sequence of its last one. */
  betsOf(accountId: AccountId): ReadonlyMap<BetId, number> {
    return this.#bets.get(accountId) ?? NONE;
  }

  /** Lets go of the older half at once, which costs less than of one for each that comes. */
  #forget(): void {
    for (const { accountId, betId, seq } of this.#recent.splice(0, this.#limit)) {
      const bets = this.#bets.get(accountId);
      if (betId === null || bets?.get(betId) !== seq) continue;
      bets.delete(betId);
      if (bets.size === 0) this.#bets.delete(accountId);
    }
  }
}

const NONE: ReadonlyMap<BetId, number> = new Map();
