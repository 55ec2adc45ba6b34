import type {
  BetView,
  ErrorBody,
  FixtureDetail,
  Me,
  PlaceBetBody,
  Session,
} from '#contracts/mod.ts';

export type Answer<Body> = Readonly<{ status: number; body: Body }>;

/** The HTTP API as a customer's program would use it. */
export class ApiClient {
  readonly #url: string;
  #token: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async register(username: string): Promise<Session> {
    const body = { username, password: 'a long password', currency: 'EUR' };
    return this.#session(await this.#send<Session>('POST', '/v1/auth/register', { body }));
  }

  async logIn(username: string, password: string): Promise<Session> {
    const body = { username, password };
    return this.#session(await this.#send<Session>('POST', '/v1/auth/login', { body }));
  }

  async me(): Promise<Me> {
    return (await this.#send<Me>('GET', '/v1/me')).body;
  }

  async deposit(amount: string): Promise<void> {
    const body = { amount, method: 'demo-card' };
    const { status } = await this.#send('POST', '/v1/me/deposits', {
      body,
      key: `deposit-${amount}`,
    });
    if (status !== 201) throw new Error(`deposit: ${String(status)}`);
  }

  fixture(id: string): Promise<Answer<FixtureDetail>> {
    return this.#send('GET', `/v1/fixtures/${id}`);
  }

  place(body: PlaceBetBody, key: string): Promise<Answer<BetView & ErrorBody>> {
    return this.#send('POST', '/v1/bets', { body, key });
  }

  async maxStake(body: Omit<PlaceBetBody, 'stake' | 'pricePolicy'>): Promise<string> {
    const { body: answer } = await this.#send<{ maxStake?: string }>('POST', '/v1/bets/max-stake', {
      body,
    });
    return answer.maxStake ?? '0.00';
  }

  async bets(): Promise<readonly BetView[]> {
    return (await this.#send<{ bets: BetView[] }>('GET', '/v1/bets')).body.bets;
  }

  command(fixture: string, body: object): Promise<Answer<{ commandId: string; inputSeq: number }>> {
    return this.#send('POST', `/v1/trading/fixtures/${fixture}/commands`, { body });
  }

  #session({ body }: Answer<Session>): Session {
    this.#token = body.token;
    return body;
  }

  async #send<Body>(
    method: string,
    path: string,
    { body, key }: Readonly<{ body?: object; key?: string }> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }
}
