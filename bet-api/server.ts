import {
  PortBusyError,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { deviceKeyOf } from './accounts/devices.ts';
import { serveAccountReadings } from './accounts/readings.ts';
import { createTokens } from './accounts/tokens.ts';
import { createBetApi } from './app.ts';
import { startBookFeed } from './book/book-feed.ts';
import { FixtureBook } from './book/fixture-book.ts';
import { DEFAULT_BET_API_CONFIG, type BetApiConfig } from './config.ts';
import type { FactorRules } from './factor-rules.ts';
import { natsHost } from './host-port.ts';
import { natsQuotes } from './quote-port.ts';
import { readStakeFactors, withStakeFactors } from './stake-factors.ts';
import { natsLayOff } from './lay-off-port.ts';
import { natsTail } from './tail-port.ts';

export type BetApiServerOptions = Readonly<{
  pool: Pool;
  nats: Nats;
  clock: Clock;
  newId: () => string;
  log: Logger;
  metrics: Metrics;
  jwtSecret: string;
  /** 0 takes any free port. */
  port: number;
  host: string;
  config?: Partial<BetApiConfig>;
  /** Without them traders hear nothing of customers. */
  factorRules?: FactorRules;
}>;

export type BetApiServer = Readonly<{ url: string; port: number; stop(): Promise<void> }>;

/** Starts bet-api on NATS and PostgreSQL. Throws PortBusyError. */
export async function startBetApi(options: BetApiServerOptions): Promise<BetApiServer> {
  const { pool, nats, clock, newId, log, metrics, host } = options;
  const config = { ...DEFAULT_BET_API_CONFIG, ...options.config };
  const tokens = await createTokens({
    secret: options.jwtSecret,
    lifeMs: config.tokenLifeMs,
    clock,
  });
  const book = new FixtureBook();
  const factors = await readStakeFactors({ pool, clock, log });
  const { http, placement, cashOuts, autoCashOut, devices } = await createBetApi({
    pool,
    host: withStakeFactors(natsHost(nats, config.hostDeadlineMs), factors),
    quotes: natsQuotes(nats, config.hostDeadlineMs),
    tail: natsTail(nats),
    layOff: natsLayOff(nats),
    book,
    tokens,
    clock,
    newId,
    log,
    metrics,
    config,
    deviceKey: deviceKeyOf(options.jwtSecret),
    factorRules: options.factorRules,
  });
  const url = await http.listen({ port: options.port, host }).catch((error: unknown) => {
    throw isBusy(error) ? new PortBusyError(options.port) : error;
  });
  const feed = startBookFeed({ nats, book, clock, log });
  const readings = serveAccountReadings({ nats, pool, log });
  placement.start();
  cashOuts.start();
  autoCashOut.start();
  devices.start();
  return {
    url,
    port: Number(new URL(url).port),
    async stop() {
      feed.stop();
      await factors.stop();
      await readings.stop();
      await placement.stop();
      await autoCashOut.stop();
      await cashOuts.stop();
      await http.close();
      await devices.stop();
    },
  };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
