import type { AccountUpdate, Bet, Heartbeat, Position } from './wire.ts';

/** The own account. Never changed: every message makes a new one. */
export type Account = Position &
  Readonly<Pick<AccountUpdate, 'accountId' | 'currency' | 'balance' | 'staked' | 'openBets'>> &
  Readonly<{
    /** Open bets by id, of very many the newest. */
    bets: ReadonlyMap<string, Bet>;
  }>;

/** The account, and the bets that are new or different: decided ones are among them once, and open no more. */
export type AccountChange = Readonly<{
  account: Account;
  changed: readonly Bet[];
  /** Whether it is known to be as it is now. */
  isCurrent: boolean;
}>;

/** What was asked for is not asked for again for so long. */
const ASK_AGAIN_MS = 2000;

const OPEN: ReadonlySet<Bet['status']> = new Set(['delayed', 'referred', 'accepted']);
const isOpen = ({ status }: Bet): boolean => OPEN.has(status);

/** The account of one client, kept equal to the gateway's whatever happens to messages on the way. Pure. */
export class OwnAccount {
  #account: Account | undefined;
  /**
   * What this connection said goes on from an image of its own: another gateway that has heard of as many facts may
   * have read the account a little earlier or later, so that one position says two things.
   */
  #hasImage = false;
  /** This connection has shown that the account is the gateway's. */
  #isConfirmed = false;
  #isStale = false;
  #isWanted = false;
  #askedAtMs = -Infinity;

  get account(): Account | undefined {
    return this.#account;
  }

  get isCurrent(): boolean {
    return this.#account !== undefined && this.#isConfirmed && !this.#isStale;
  }

  /** Takes an image or a delta over; undefined when that changes nothing, or when something before it is missing. */
  receive(update: AccountUpdate): AccountChange | undefined {
    const { op: _, kind, prev, bets, ...rest } = update;
    const before = this.#account?.accountId === rest.accountId ? this.#account : undefined;
    if (kind === 'image') this.#hasImage = true;
    else {
      if (this.#hasImage && isAt(before, rest) && prev !== rest.seq) return undefined;
      if (!this.#hasImage || !isAt(before, { epoch: rest.epoch, seq: prev })) {
        this.#isConfirmed = false;
        this.#isWanted = true;
        return undefined;
      }
    }
    const held = new Map(kind === 'image' ? [] : before?.bets);
    for (const bet of bets)
      if (isOpen(bet)) held.set(bet.betId, bet);
      else held.delete(bet.betId);
    const changed = bets.filter((bet) => !isSame(bet, before?.bets.get(bet.betId)));
    this.#account = { ...rest, bets: held };
    this.#isConfirmed = true;
    this.#isWanted = false;
    // It has just been read.
    this.#isStale = false;
    return { account: this.#account, changed, isCurrent: this.isCurrent };
  }

  /** Compares with what the gateway says that it has sent; a change when trust has changed. */
  compare(standing: Heartbeat['account']): AccountChange | undefined {
    const wasCurrent = this.isCurrent;
    this.#isStale = standing?.upstream !== 'up';
    // What has not been sent yet is on its way.
    if (standing?.top) {
      const [epoch, seq] = standing.top;
      this.#isConfirmed = this.#hasImage && isAt(this.#account, { epoch, seq });
      this.#isWanted = !this.#isConfirmed;
    }
    return this.#account === undefined || this.isCurrent === wasCurrent
      ? undefined
      : { account: this.#account, changed: [], isCurrent: this.isCurrent };
  }

  /** A new connection: nothing is known to be right until the gateway has sent an image. */
  doubt(): void {
    this.#hasImage = false;
    this.#isConfirmed = false;
    this.#isWanted = false;
  }

  forget(): void {
    this.#account = undefined;
    this.doubt();
  }

  /** True when it is due to be asked for; then it counts as asked. */
  takeWanted(nowMs: number): boolean {
    if (!this.#isWanted || nowMs - this.#askedAtMs < ASK_AGAIN_MS) return false;
    this.#askedAtMs = nowMs;
    return true;
  }
}

const isAt = (account: Account | undefined, { epoch, seq }: Position): boolean =>
  account?.epoch === epoch && account.seq === seq;

const isSame = (a: Bet, b: Bet | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
