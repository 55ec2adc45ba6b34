import type { Account } from '#client/mod.ts';
import {
  accountId,
  betId,
  fixtureId,
  formatMoney,
  isOpenBet,
  marketKey,
  outcomeId,
  parseMoney,
  type AccountReading,
  type BetId,
  type BetView,
} from '#contracts/mod.ts';
import type { GatewayCore } from '#odds/gateway/mod.ts';
import type { Random } from '#platform/mod.ts';

export const ACCOUNT = accountId('00000000-0000-7000-8000-00000000000a');

type Fact = Parameters<GatewayCore['accounts']['heard']>[0];

const money = (minor: bigint): string => formatMoney(minor, 'EUR');
const stakeOf = ({ stake }: BetView): bigint => parseMoney(stake, 'EUR') ?? 0n;

/** One account as the database has it, with the stream of its facts and every state that it ever had. */
export class TrueAccount {
  readonly #random: Random;
  readonly #bets = new Map<BetId, BetView>();
  readonly #history = new Set<string>();
  #facts: Fact[] = [];
  #balance = 100_000n;
  #epoch = 1;
  #placed = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#remember();
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** In order; the sequence of each is its place, counted from 1. */
  get facts(): readonly Fact[] {
    return this.#facts;
  }

  /** Something happens to the account. */
  step(): void {
    const chance = this.#random.next();
    const open = [...this.#bets.values()].filter(isOpenBet);
    if (chance < 0.1) this.#balance += 100n;
    else if (chance < 0.4 || open.length === 0) this.#place();
    else this.#change(this.#random.pick(open));
    if (chance < 0.1) this.#publish(null);
    this.#remember();
  }

  /** The stream is lost with everything in it, and counts anew. */
  restartStream(): void {
    this.#epoch += 1;
    this.#facts = [];
  }

  read(named: readonly BetId[]): AccountReading {
    const bets = [...this.#bets.values()].filter(
      (bet) => isOpenBet(bet) || named.includes(bet.betId),
    );
    return { ...this.#money(), bets: bets.reverse() };
  }

  /** How what a client holds differs from how it is now; undefined when it does not. */
  difference(held: Account | undefined): string | undefined {
    if (held === undefined) return 'has no account';
    return textOf(held) === this.#text() ? undefined : `has ${textOf(held)}, not ${this.#text()}`;
  }

  everWas(held: Account): boolean {
    return this.#history.has(textOf(held));
  }

  #place(): void {
    this.#placed += 1;
    const stake = BigInt(100 + this.#random.int(900));
    this.#balance -= stake;
    const status = this.#random.next() < 0.2 ? 'referred' : 'delayed';
    const bet = { ...betOf(this.#placed, stake), status } as const;
    this.#bets.set(bet.betId, bet);
    this.#publish(bet.betId);
  }

  #change(bet: BetView): void {
    const stake = stakeOf(bet);
    const next =
      bet.status === 'accepted' ? 'settled' : this.#random.next() < 0.8 ? 'accepted' : 'rejected';
    const payout = next === 'settled' ? (this.#random.next() < 0.5 ? stake * 2n : 0n) : null;
    if (next !== 'accepted') this.#balance += payout ?? stake;
    this.#bets.set(bet.betId, {
      ...bet,
      status: next,
      payout: payout === null ? null : money(payout),
    });
    this.#publish(bet.betId);
  }

  #publish(changed: BetId | null): void {
    this.#facts.push({ accountId: ACCOUNT, betId: changed, seq: this.#facts.length + 1 });
  }

  #money(): Omit<AccountReading, 'bets'> {
    const open = [...this.#bets.values()].filter(isOpenBet);
    const staked = open.reduce((sum, bet) => sum + stakeOf(bet), 0n);
    const [balance, all] = [money(this.#balance), money(staked)];
    return { currency: 'EUR', balance, staked: all, openBets: open.length };
  }

  #text(): string {
    const open = [...this.#bets.values()].filter(isOpenBet);
    return textOf({ ...this.#money(), bets: new Map(open.map((bet) => [bet.betId, bet])) });
  }

  #remember(): void {
    this.#history.add(this.#text());
  }
}

function textOf({
  balance,
  staked,
  openBets,
  bets,
}: Pick<Account, 'balance' | 'staked' | 'openBets'> & {
  bets: ReadonlyMap<string, Readonly<{ betId: string; status: string }>>;
}): string {
  const open = [...bets.values()].map(({ betId: id, status }) => `${id.slice(-4)} ${status}`);
  return [balance, staked, String(openBets), ...open.sort()].join(', ');
}

const betOf = (number: number, stakeMinor: bigint): BetView => ({
  betId: betId(`00000000-0000-7000-8000-${String(number).padStart(12, '0')}`),
  type: 'Single',
  status: 'delayed',
  fixtureId: fixtureId('match-0'),
  fixture: 'Home v Away',
  marketKey: marketKey('match-result'),
  market: 'Match result',
  outcomeId: outcomeId('home'),
  outcome: 'Home',
  requestedOdds: 2,
  odds: null,
  stake: money(stakeMinor),
  currency: 'EUR',
  potentialPayout: money(2n * stakeMinor),
  payout: null,
  result: null,
  reason: null,
  explanation: null,
  placedAt: 1,
  dueAt: null,
  settledAt: null,
  lines: 1,
  unitStake: money(stakeMinor),
  legs: [],
});
