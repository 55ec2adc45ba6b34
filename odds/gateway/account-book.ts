import {
  MAX_BETS_NAMED,
  MAX_OPEN_BETS_SHOWN,
  type AccountReading,
  type AccountUpdate,
  type BetId,
} from '#contracts/mod.ts';

type Bet = AccountReading['bets'][number];
type Money = Omit<AccountReading, 'bets'>;
type Held = Readonly<{ bet: Bet; text: string; seq: number }>;

/** What a client at `prev` must be told of its account; `isNews`: whether it would notice. */
export type AccountStep = Readonly<Pick<AccountUpdate, 'kind' | 'prev' | 'bets'>> &
  Money &
  Readonly<{ isNews: boolean }>;

const MAX_DECIDED = 100;

const isOpen = ({ status }: Bet): boolean => status === 'delayed' || status === 'accepted';

/**
 * One account as it was last read, and for each bet the sequence that last changed it. Readings are absolute, so it
 * does not matter how many changes are between two of them. Pure.
 */
export class AccountBook {
  /** By id, in the order of their changes. */
  readonly #bets = new Map<BetId, Held>();
  #money: Readonly<{ value: Money; text: string; seq: number }>;
  #seq: number;
  #from: number;

  /** `changedAt`: the bets that are known to have changed after `from`; all others did not. */
  constructor(
    reading: AccountReading,
    { seq, from }: Readonly<{ seq: number; from: number }>,
    changedAt: ReadonlyMap<BetId, number>,
  ) {
    const { bets, ...value } = reading;
    this.#seq = seq;
    this.#from = from;
    this.#money = { value, text: JSON.stringify(value), seq };
    const seqOf = ({ betId }: Bet): number => Math.min(seq, changedAt.get(betId) ?? from);
    for (const bet of [...bets].sort((a, b) => seqOf(a) - seqOf(b)))
      this.#bets.set(bet.betId, { bet, text: JSON.stringify(bet), seq: seqOf(bet) });
    this.#forgetDecided();
  }

  get seq(): number {
    return this.#seq;
  }

  /** The bets to ask for besides the open ones, so that none leaves without its end being told. */
  openBets(): BetId[] {
    const open = [...this.#bets.values()].filter(({ bet }) => isOpen(bet));
    return open.slice(-(MAX_BETS_NAMED / 2)).map(({ bet }) => bet.betId);
  }

  /** Takes a reading over that shows everything up to `seq`, and maybe more. */
  take({ bets, ...value }: AccountReading, seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    const money = JSON.stringify(value);
    if (money !== this.#money.text) this.#money = { value, text: money, seq: this.#seq };
    for (const bet of bets) {
      const text = JSON.stringify(bet);
      if (this.#bets.get(bet.betId)?.text === text) continue;
      this.#bets.delete(bet.betId);
      this.#bets.set(bet.betId, { bet, text, seq: this.#seq });
    }
    this.#forgetDecided();
  }

  /** Whether a client that was sent `seq` can go on with a delta. */
  canResume(seq: number): boolean {
    return seq >= this.#from && seq <= this.#seq;
  }

  /** What a client at `prev` must be told; everything when `prev` is undefined or too long ago. */
  stepSince(prev: number | undefined): AccountStep {
    const held = [...this.#bets.values()];
    const { value, seq } = this.#money;
    if (prev === undefined || !this.canResume(prev)) {
      const open = held.filter(({ bet }) => isOpen(bet)).map(({ bet }) => bet);
      const newest = open.sort((a, b) => (a.betId < b.betId ? 1 : -1));
      const bets = newest.slice(0, MAX_OPEN_BETS_SHOWN);
      return { kind: 'image', prev: 0, bets, ...value, isNews: true };
    }
    const bets = held.filter((each) => each.seq > prev).map(({ bet }) => bet);
    return { kind: 'delta', prev, bets, ...value, isNews: bets.length > 0 || seq > prev };
  }

  #forgetDecided(): void {
    const decided = [...this.#bets.values()].filter(({ bet }) => !isOpen(bet));
    for (const { bet, seq } of decided.slice(0, Math.max(0, decided.length - MAX_DECIDED))) {
      this.#bets.delete(bet.betId);
      this.#from = Math.max(this.#from, seq);
    }
  }
}
