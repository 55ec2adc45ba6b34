import { newId, publishJson, serveJson, type Nats } from '#platform/mod.ts';
import {
  betId,
  fixtureId,
  isOpenBet,
  marketKey,
  outcomeId,
  subjects,
  type AccountId,
  type AccountReading,
  type AccountReadRequest,
  type BetView,
} from '#contracts/mod.ts';

export const sampleBet = (number: number, fields: Partial<BetView> = {}): BetView => ({
  betId: betId(`00000000-0000-7000-9000-${String(number).padStart(12, '0')}`),
  type: 'Single',
  status: 'accepted',
  fixtureId: fixtureId('match-1'),
  fixture: 'Home v Away',
  marketKey: marketKey('match-result'),
  market: 'Match result',
  outcomeId: outcomeId('home'),
  outcome: 'Home',
  requestedOdds: 2.5,
  odds: 2.5,
  stake: '10.00',
  currency: 'EUR',
  potentialPayout: '25.00',
  payout: null,
  result: null,
  reason: null,
  explanation: null,
  placedAt: 1,
  dueAt: null,
  settledAt: null,
  lines: 1,
  unitStake: '10.00',
  legs: [],
  ...fields,
});

type Held = { balance: string; bets: BetView[] };

/** Stands for bet-api and its outbox: accounts that a test changes, read by request, with a fact for each change. */
export class TestAccounts {
  readonly #nats: Nats;
  readonly #accounts = new Map<AccountId, Held>();
  readonly #server: { stop(): Promise<void> };
  /** How often an account was read. */
  readings = 0;
  /** Requests are refused while it is true. */
  isAway = false;

  constructor(nats: Nats) {
    this.#nats = nats;
    this.#server = serveJson<AccountReadRequest, AccountReading>(nats, {
      subject: subjects.accountRead,
      parse: (value) => value as AccountReadRequest,
      handle: (request) => this.#read(request),
    });
  }

  set(account: AccountId, balance: string, bets: BetView[]): void {
    this.#accounts.set(account, { balance, bets });
  }

  /** Changes the account in the truth, and says so afterwards. */
  async change(account: AccountId, balance: string, bet?: BetView): Promise<void> {
    const { bets } = this.#of(account);
    const others = bets.filter(({ betId: id }) => id !== bet?.betId);
    this.set(account, balance, bet === undefined ? bets : [bet, ...others]);
    const [subject, body] =
      bet === undefined
        ? [subjects.ledger, { entryId: '1', accountId: account, purpose: 'wallet', betId: null }]
        : [
            subjects.bet(bet.status === 'referred' ? 'delayed' : bet.status),
            { accountId: account, betId: bet.betId },
          ];
    await publishJson(this.#nats, subject, body, { messageId: newId() });
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #of(account: AccountId): Held {
    return this.#accounts.get(account) ?? { balance: '0.00', bets: [] };
  }

  #read({ accountId, bets: named }: AccountReadRequest): AccountReading {
    this.readings += 1;
    if (this.isAway) throw new Error('away');
    const { balance, bets } = this.#of(accountId);
    const open = bets.filter(isOpenBet);
    const shown = bets.filter((bet) => open.includes(bet) || named.includes(bet.betId));
    const [staked, openBets] = [`${String(open.length * 10)}.00`, open.length];
    return { currency: 'EUR', balance, staked, openBets, bets: shown };
  }
}
