import {
  createBetApi,
  createTokens,
  DEFAULT_BET_API_CONFIG,
  type BetApiPorts,
} from '#bet-api/mod.ts';
import { accountId, Refusal, userId } from '#contracts/mod.ts';
import { createMetrics, createPool, newId, silentLogger, systemClock } from '#platform/mod.ts';

import { EMPTY_ROUTE, openBook, willingHost } from './board.ts';

/** What the parent is told when the API listens. */
export type ApiReady = Readonly<{ url: string; tokens: readonly string[] }>;

const noQuote = (): Promise<never> => Promise.reject(new Refusal('HOST_UNAVAILABLE'));

/** The HTTP API in a process of its own, with a willing host; its customers' tokens go to the parent. */
async function start(databaseUrl: string, accounts: readonly string[]): Promise<void> {
  const secret = newId().repeat(2);
  const tokens = await createTokens({ secret, lifeMs: 3_600_000, clock: systemClock });
  const ports: BetApiPorts = {
    pool: createPool({ url: databaseUrl, maxConnections: 10 }),
    host: willingHost(),
    quotes: { builder: noQuote, cashOut: noQuote, explain: noQuote, whatIf: noQuote },
    tail: noQuote,
    layOff: noQuote,
    book: openBook().book,
    tokens,
    clock: systemClock,
    newId,
    log: silentLogger(),
    metrics: createMetrics('bench'),
    config: { ...DEFAULT_BET_API_CONFIG, rateLimit: undefined, authRateLimit: undefined },
  };
  const { http, placement } = await createBetApi(ports);
  http.post(EMPTY_ROUTE, (_, reply) => reply.code(201).send({}));
  const url = await http.listen({ port: 0, host: '127.0.0.1' });
  const ready: ApiReady = {
    url,
    tokens: accounts.map((id, at) => {
      const user = {
        accountId: accountId(id),
        userId: userId(newId()),
        username: `customer-${String(at)}`,
        role: 'bettor',
        currency: 'EUR',
      } as const;
      return `Bearer ${tokens.sign(user).token}`;
    }),
  };
  process.send?.(ready);
  process.once('disconnect', () => {
    void placement.stop().then(() => process.exit(0));
  });
}

const [databaseUrl = '', ...accounts] = process.argv.slice(2);
await start(databaseUrl, accounts);
