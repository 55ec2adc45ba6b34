import type { Clock, Logger, Metrics, Pool } from '#platform/mod.ts';

import type { Devices } from './accounts/devices.ts';
import type { CashOuts } from './cash-out/cash-outs.ts';
import type { Tokens } from './accounts/tokens.ts';
import type { FixtureBook } from './book/fixture-book.ts';
import type { BetApiConfig } from './config.ts';
import type { FactorRules } from './factor-rules.ts';
import type { HostPort } from './host-port.ts';
import type { QuotePort } from './quote-port.ts';
import type { Placement } from './placement/placement.ts';
import type { LayOffPort } from './lay-off-port.ts';
import type { TailPort } from './tail-port.ts';

/** Everything that the HTTP application needs from outside. */
export type BetApiPorts = Readonly<{
  pool: Pool;
  host: HostPort;
  quotes: QuotePort;
  tail: TailPort;
  layOff: LayOffPort;
  book: FixtureBook;
  tokens: Tokens;
  clock: Clock;
  newId: () => string;
  log: Logger;
  metrics: Metrics;
  config: BetApiConfig;
  /** Of the hashes of device ids; without one no devices are kept. */
  deviceKey?: Buffer;
  /** Of stake factors; without them nothing of customers is told to traders. */
  factorRules?: FactorRules | undefined;
}>;

export type RoutePorts = BetApiPorts &
  Readonly<{ placement: Placement; cashOuts: CashOuts; devices: Devices }>;
