import type { InjectOptions } from 'fastify';
import type { Static, TSchema } from 'typebox';

import { MeSchema, SessionSchema, type Me, type Role } from '#contracts/mod.ts';
import {
  createMetrics,
  ManualClock,
  newId,
  parserOf,
  silentLogger,
  type Pool,
} from '#platform/mod.ts';

import { DEMO_USERS } from '../accounts/seed.ts';
import { deviceKeyOf } from '../accounts/devices.ts';
import { createTokens, type Tokens } from '../accounts/tokens.ts';
import { createBetApi, type BetApiApp } from '../app.ts';
import { FixtureBook } from '../book/fixture-book.ts';
import { DEFAULT_BET_API_CONFIG, type BetApiConfig } from '../config.ts';
import type { FactorRules } from '../factor-rules.ts';
import { boardImage, FIXTURE, show } from './board.ts';
import { FakeHost } from './fake-host.ts';
import { FakeQuotes } from './fake-quotes.ts';
import { FakeLayOff } from './fake-lay-off.ts';
import { FakeTail } from './fake-tail.ts';

export type Reply = Readonly<{
  status: number;
  /** Parsed when it is JSON, else text. */
  body: unknown;
  headers: Readonly<Record<string, unknown>>;
}>;
export type Ask = Readonly<{
  token?: string;
  key?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}>;

/** Tokens of the rig live so long. */
export const TOKEN_LIFE_MS = 60_000;

/** The HTTP application on a real database with a fake host; requests go in without a socket. */
export class ApiRig {
  readonly clock: ManualClock;
  readonly host: FakeHost;
  readonly quotes: FakeQuotes;
  readonly tail: FakeTail;
  readonly layOff: FakeLayOff;
  readonly book = new FixtureBook();
  readonly tokens: Tokens;
  readonly app: BetApiApp;

  private constructor(
    parts: Pick<
      ApiRig,
      'clock' | 'host' | 'quotes' | 'tail' | 'layOff' | 'book' | 'tokens' | 'app'
    >,
  ) {
    this.clock = parts.clock;
    this.host = parts.host;
    this.quotes = parts.quotes;
    this.tail = parts.tail;
    this.layOff = parts.layOff;
    this.book = parts.book;
    this.tokens = parts.tokens;
    this.app = parts.app;
  }

  static async start(
    pool: Pool,
    config: Partial<BetApiConfig> = {},
    factorRules?: FactorRules,
  ): Promise<ApiRig> {
    const clock = new ManualClock();
    const host = new FakeHost(() => clock.now());
    const quotes = new FakeQuotes(() => clock.now());
    const tail = new FakeTail();
    const layOff = new FakeLayOff();
    const book = new FixtureBook();
    show(book, boardImage(), clock.monotonic());
    const secret = 'test'.repeat(16);
    const tokens = await createTokens({ secret, lifeMs: TOKEN_LIFE_MS, clock });
    const app = await createBetApi({
      pool,
      host,
      quotes,
      tail: tail.ask,
      layOff: layOff.ask,
      book,
      tokens,
      clock,
      newId,
      log: silentLogger(),
      metrics: createMetrics('test'),
      config: { ...DEFAULT_BET_API_CONFIG, ...config },
      deviceKey: deviceKeyOf(secret),
      factorRules,
    });
    return new ApiRig({ clock, host, quotes, tail, layOff, book, tokens, app });
  }

  async stop(): Promise<void> {
    await this.app.placement.stop();
    await this.app.cashOuts.stop();
    await this.app.http.close();
  }

  get(url: string, given: Ask = {}): Promise<Reply> {
    return this.#ask({ method: 'GET', url }, given);
  }

  post(url: string, given: Ask = {}): Promise<Reply> {
    return this.#ask({ method: 'POST', url }, given);
  }

  put(url: string, given: Ask = {}): Promise<Reply> {
    return this.#ask({ method: 'PUT', url }, given);
  }

  delete(url: string, given: Ask = {}): Promise<Reply> {
    return this.#ask({ method: 'DELETE', url }, given);
  }

  async #ask(request: InjectOptions, { token, key, body, headers }: Ask): Promise<Reply> {
    const reply = await this.app.http.inject({
      ...request,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(reply.headers['content-type']).startsWith('application/json');
    return {
      status: reply.statusCode,
      body: isJson ? reply.json<unknown>() : reply.body,
      headers: reply.headers,
    };
  }

  async register(): Promise<{ token: string; username: string }> {
    const username = `u-${newId().slice(-12)}`;
    const body = { username, password: 'long enough', currency: 'EUR' };
    const { token } = fits(SessionSchema, await this.post('/v1/auth/register', { body }));
    return { username, token };
  }

  /** The token of a new customer with so much in the wallet. */
  async rich(amount = '100.00'): Promise<string> {
    const { token } = await this.register();
    const body = { amount, method: 'demo-card' };
    await this.post('/v1/me/deposits', { token, key: newId(), body });
    return token;
  }

  /** The token of a demo login. */
  async logIn(role: Role): Promise<string> {
    const { username, password } = DEMO_USERS.find((demo) => demo.role === role) ?? {};
    const body = { username, password };
    return fits(SessionSchema, await this.post('/v1/auth/login', { body })).token;
  }

  async me(token: string): Promise<Me> {
    return fits(MeSchema, await this.get('/v1/me', { token }));
  }
}

/** The body as its documented type; throws when it does not fit the documented schema. */
export const fits = <S extends TSchema>(schema: S, { body }: Reply): Static<S> =>
  parserOf(schema)(body);

/** The body of a bet that the rig accepts. */
export const betBody = (changed: Readonly<Record<string, unknown>> = {}) => ({
  fixtureId: FIXTURE,
  marketKey: 'match-result',
  outcomeId: 'home',
  odds: 2.5,
  stake: '10.00',
  pricePolicy: 'none',
  ...changed,
});
