import {
  isOpenBet,
  MAX_BETS_NAMED,
  MAX_OPEN_BETS_SHOWN,
  type AccountReading,
  type AccountUpdate,
  type BetId,
} from '#contracts/mod.ts';

type Bet = AccountReading['bets'][number];
type Money = Omit<AccountReading, 'bets'>;
type Held = Readonly<{ bet: Bet; text: string; seq: number }>;

/** What a client must be told of its account. */
export type AccountStep = Readonly<Pick<AccountUpdate, 'kind' | 'prev' | 'bets'>> & Money;

const MAX_DECIDED = MAX_BETS_NAMED;

/**
 * One account as it was last read, and for each bet the sequence of the reading that showed it so first. Readings are
 * absolute, so it does not matter how many changes are between two of them. Pure.
 */
export class AccountBook {
  /** By id, in the order of their changes. */
  readonly #bets = new Map<BetId, Held>();
  #money: Readonly<{ value: Money; text: string; seq: number }>;
  #seq: number;
  /** Bets that were decided up to here may be forgotten. */
  #floor: number;

  constructor({ bets, ...value }: AccountReading, seq: number) {
    this.#seq = seq;
    this.#floor = seq;
    this.#money = { value, text: JSON.stringify(value), seq };
    for (const bet of bets.toReversed()) this.#hold(bet, JSON.stringify(bet));
  }

  /** Everything up to this sequence of the facts is in the last reading; maybe more. */
  get seq(): number {
    return this.#seq;
  }

  /** The bets to ask for besides the newest open ones, so that none leaves without its end being told. */
  openBets(): BetId[] {
    const open = [...this.#bets.values()].filter(({ bet }) => isOpenBet(bet));
    return open.slice(-(MAX_BETS_NAMED / 2)).map(({ bet }) => bet.betId);
  }

  /**
   * Takes a reading over that shows everything up to `seq`, and maybe more. One that is behind no new fact is passed
   * over: what is new in it comes again with its fact, and two steps to one sequence could not be told apart.
   */
  take({ bets, ...value }: AccountReading, seq: number): void {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    const money = JSON.stringify(value);
    if (money !== this.#money.text) this.#money = { value, text: money, seq };
    for (const bet of bets.toReversed()) {
      const text = JSON.stringify(bet);
      if (this.#bets.get(bet.betId)?.text !== text) this.#hold(bet, text);
    }
    const decided = [...this.#bets.values()].filter(({ bet }) => !isOpenBet(bet));
    for (const { bet, seq: changedAt } of decided.slice(0, -MAX_DECIDED)) {
      this.#bets.delete(bet.betId);
      this.#floor = changedAt;
    }
  }

  /** Everything: the newest open bets, and of the decided ones those that are named. */
  image(decided: Iterable<BetId> = []): AccountStep {
    const open = [...this.#bets.values()].flatMap(({ bet }) => (isOpenBet(bet) ? [bet] : []));
    const newest = open.sort((a, b) => (a.betId < b.betId ? 1 : -1)).slice(0, MAX_OPEN_BETS_SHOWN);
    const others = [...decided].flatMap((id) => this.#bets.get(id)?.bet ?? []);
    const bets = [...newest, ...others.filter((bet) => !isOpenBet(bet))];
    return { kind: 'image', prev: 0, bets, ...this.#money.value };
  }

  /** What changed after `prev`; `none` when nothing did, undefined when it is too long ago to say. */
  deltaSince(prev: number): AccountStep | 'none' | undefined {
    if (prev < this.#floor || prev > this.#seq) return undefined;
    const { value, seq } = this.#money;
    const changed = [...this.#bets.values()].filter((held) => held.seq > prev);
    if (changed.length === 0 && seq <= prev) return 'none';
    return { kind: 'delta', prev, bets: changed.map(({ bet }) => bet), ...value };
  }

  #hold(bet: Bet, text: string): void {
    this.#bets.delete(bet.betId);
    this.#bets.set(bet.betId, { bet, text, seq: this.#seq });
  }
}
