import {
  MAX_BETS_NAMED,
  type AccountId,
  type AccountReading,
  type BetId,
  type Heartbeat,
} from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import { AccountBook } from './account-book.ts';
import { AccountFacts, type AccountFact } from './account-facts.ts';
import { Frame } from './frame.ts';
import type { Client } from './groups.ts';
import type { Position } from './position.ts';

export type ReadAccount = (accountId: AccountId, bets: readonly BetId[]) => Promise<AccountReading>;

export type AccountDeskOptions = Readonly<{
  clock: Clock;
  mergeAboveBytes: number;
  staleAfterMs: number;
  /** Reads the account where the truth is; rejects when there is no answer in time. */
  read: ReadAccount;
}>;

interface Follower {
  readonly client: Client;
  readonly accountId: AccountId;
  /** The last position that was sent, or that the client said it holds. */
  sent: Position | undefined;
  /** A whole account is still to come. */
  isOwed: boolean;
}

interface Account {
  readonly id: AccountId;
  readonly followers: Set<Follower>;
  book: AccountBook | undefined;
  /** Something changed since the last reading began. */
  isDirty: boolean;
  isReading: boolean;
  /** The bets that changed since then. */
  readonly askedFor: Set<BetId>;
  failedSinceMs: number | undefined;
}

const MAX_READINGS = 16;
/** When more bets of an account change before they can be read, it is sent whole. */
const MAX_ASKED_FOR = MAX_BETS_NAMED / 2;

/**
 * The accounts that clients of this gateway follow. What changes is learnt from the stream of facts, how it is now
 * is read anew each time, once at a time per account: so nothing that is lost, doubled or late on the way can
 * make an account wrong, and a slow client costs no memory.
 */
export class AccountDesk {
  readonly #options: AccountDeskOptions;
  readonly #accounts = new Map<AccountId, Account>();
  readonly #followers = new Map<Client, Follower>();
  readonly #toRead = new Set<Account>();
  #readings = 0;
  #stream: Readonly<{ epoch: number; facts: AccountFacts }> | undefined;
  #isFollowing = false;

  constructor(options: AccountDeskOptions) {
    this.#options = options;
  }

  /** Where the facts go on from; undefined when they have to begin anew, because there are none of this epoch. */
  positionIn(epoch: number): number | undefined {
    return this.#stream?.epoch === epoch ? this.#stream.facts.top : undefined;
  }

  /** Facts of this incarnation of the stream are read from here on, those after `from`. */
  begin(epoch: number, from: number): void {
    this.#isFollowing = true;
    // Where the facts went on from the last one, all that happened meanwhile is still to be heard.
    if (this.positionIn(epoch) === from) return;
    this.#stream = { epoch, facts: new AccountFacts(from) };
    // What happened while nobody listened is not known: everything is read again.
    for (const account of this.#accounts.values()) this.#startAnew(account);
  }

  /** No facts are heard until `begin`. */
  interrupted(): void {
    this.#isFollowing = false;
  }

  heard(fact: AccountFact): void {
    if (this.#stream?.facts.take(fact) !== true) return;
    const account = this.#accounts.get(fact.accountId);
    if (account === undefined) return;
    if (fact.betId !== null) account.askedFor.add(fact.betId);
    if (account.askedFor.size > MAX_ASKED_FOR) this.#startAnew(account);
    else this.#readSoon(account);
  }

  /** Tells the client of the account from now on, beginning behind the position that it holds if that can be done. */
  follow(client: Client, accountId: AccountId, held?: Position): void {
    this.unfollow(client);
    const follower: Follower = { client, accountId, sent: held, isOwed: true };
    this.#followers.set(client, follower);
    const account = this.#accounts.get(accountId) ?? newAccount(accountId);
    this.#accounts.set(accountId, account);
    account.followers.add(follower);
    if (account.book === undefined) this.#readSoon(account);
    else this.#tell(account, follower);
  }

  unfollow(client: Client): void {
    const follower = this.#followers.get(client);
    if (follower === undefined) return;
    this.#followers.delete(client);
    const account = this.#accounts.get(follower.accountId);
    account?.followers.delete(follower);
    if (account?.followers.size !== 0) return;
    this.#accounts.delete(follower.accountId);
    this.#toRead.delete(account);
  }

  /**
   * The whole account is sent again, as it was read last: read anew it might say something else under the same
   * position, and what comes after it could not be told from what came after the first.
   */
  resync(client: Client): void {
    const follower = this.#followers.get(client);
    const account = this.#accountOf(follower);
    if (follower === undefined || account === undefined) return;
    follower.sent = undefined;
    follower.isOwed = true;
    this.#tell(account, follower);
  }

  /** Room has become free on the way to the client. */
  drained(client: Client): void {
    const follower = this.#followers.get(client);
    const account = this.#accountOf(follower);
    if (follower !== undefined && account !== undefined) this.#tell(account, follower);
  }

  /** Called every now and then: what could not be read is tried again. */
  tick(): void {
    for (const account of this.#accounts.values())
      if (account.isDirty || account.book === undefined) this.#readSoon(account);
    this.#pump();
  }

  /** Who follows an account. */
  clients(): Iterable<Client> {
    return this.#followers.keys();
  }

  /** What a heartbeat says to the client of its account; undefined when it follows none. */
  standingOf(client: Client): Heartbeat['account'] {
    const follower = this.#followers.get(client);
    const account = this.#accountOf(follower);
    if (follower === undefined || account === undefined) return undefined;
    const { sent, isOwed } = follower;
    const { clock, staleAfterMs } = this.#options;
    const failedMs = clock.monotonic() - (account.failedSinceMs ?? Infinity);
    const isStale = !this.#isFollowing || failedMs > staleAfterMs;
    return {
      top: sent === undefined || isOwed ? null : [sent.epoch, sent.seq],
      upstream: isStale ? 'stale' : 'up',
    };
  }

  stop(): void {
    this.#accounts.clear();
    this.#followers.clear();
    this.#toRead.clear();
  }

  #accountOf(follower: Follower | undefined): Account | undefined {
    return follower && this.#accounts.get(follower.accountId);
  }

  #startAnew(account: Account): void {
    account.book = undefined;
    account.askedFor.clear();
    for (const follower of account.followers) follower.isOwed = true;
    this.#readSoon(account);
  }

  #readSoon(account: Account): void {
    account.isDirty = true;
    if (account.isReading) return;
    this.#toRead.add(account);
    this.#pump();
  }

  #pump(): void {
    for (const account of this.#toRead) {
      if (this.#stream === undefined || this.#readings >= MAX_READINGS) return;
      this.#toRead.delete(account);
      this.#readings += 1;
      account.isReading = true;
      void this.#read(account, this.#stream).then((isRead) => {
        this.#readings -= 1;
        account.isReading = false;
        // What failed waits for the next tick, so that whoever is away is not overrun when it returns.
        const isFollowed = this.#accounts.get(account.id) === account;
        if (isRead && account.isDirty && isFollowed) this.#toRead.add(account);
        this.#pump();
      });
    }
  }

  async #read(
    account: Account,
    { epoch, facts }: Readonly<{ epoch: number; facts: AccountFacts }>,
  ): Promise<boolean> {
    const seq = facts.top;
    const named = [...account.askedFor];
    account.askedFor.clear();
    const before = account.book;
    const recent = [...facts.betsOf(account.id).keys()].slice(-MAX_ASKED_FOR);
    const others = before?.openBets() ?? recent;
    account.isDirty = false;
    try {
      const reading = await this.#options.read(account.id, [...new Set([...named, ...others])]);
      account.failedSinceMs = undefined;
      // The stream has begun anew meanwhile, and with it the counting.
      if (this.positionIn(epoch) === undefined || account.book !== before) return true;
      if (before === undefined) account.book = new AccountBook(reading, seq);
      else before.take(reading, seq);
      for (const follower of account.followers) this.#tell(account, follower);
      return true;
    } catch {
      account.failedSinceMs ??= this.#options.clock.monotonic();
      account.isDirty = true;
      for (const bet of named) account.askedFor.add(bet);
      return false;
    }
  }

  #tell({ id, book }: Account, follower: Follower): void {
    const { client, sent, isOwed } = follower;
    const epoch = this.#stream?.epoch;
    if (book === undefined || epoch === undefined) return;
    if (client.outlet.unsentBytes() > this.#options.mergeAboveBytes) return;
    const step = isOwed ? undefined : book.deltaSince(sent?.seq ?? -1);
    if (step === 'none') return;
    const { seq } = book;
    follower.sent = { epoch, seq };
    follower.isOwed = false;
    const told = step ?? book.image(this.#changedSince(id, sent));
    client.outlet.write(Frame.of({ op: 'account', accountId: id, epoch, seq, ...told }));
  }

  /** The bets that changed after a position of any gateway, as far back as is known. */
  #changedSince(id: AccountId, position: Position | undefined): BetId[] {
    if (position === undefined || this.#stream?.epoch !== position.epoch) return [];
    const changed = [...this.#stream.facts.betsOf(id)];
    return changed.flatMap(([bet, seq]) => (seq > position.seq ? [bet] : []));
  }
}

const newAccount = (id: AccountId): Account => ({
  id,
  followers: new Set(),
  book: undefined,
  isDirty: false,
  isReading: false,
  askedFor: new Set(),
  failedSinceMs: undefined,
});
