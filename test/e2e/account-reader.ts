import { connect, type Bet, type OddsClient } from '#client/mod.ts';

/** Follows an account by the published client and keeps what a test asks about. */
export class AccountReader {
  /** Every balance that was told. */
  readonly balances: string[] = [];
  readonly #client: OddsClient;
  readonly #told = new Map<string, Bet[]>();

  constructor(url: string, token: string) {
    this.#client = connect({ url, token });
    this.#client.followAccount();
    void this.#read();
  }

  get account() {
    return this.#client.account;
  }

  /** The bets that ended with this status as they were told last, newest first. */
  last(status: Bet['status']): Bet[] {
    return [...this.#told.values()]
      .flatMap((views) => views.at(-1) ?? [])
      .filter((bet) => bet.status === status)
      .sort((a, b) => (a.betId < b.betId ? 1 : -1));
  }

  /** How each bet went, in words: `accepted settled`. */
  histories(): string[] {
    return [...this.#told.values()].map((views) => views.map(({ status }) => status).join(' '));
  }

  close(): void {
    this.#client.close();
  }

  async #read(): Promise<void> {
    for await (const event of this.#client) {
      if (event.type !== 'account') continue;
      this.balances.push(event.account.balance);
      for (const bet of event.changed)
        this.#told.set(bet.betId, [...(this.#told.get(bet.betId) ?? []), bet]);
    }
  }
}
