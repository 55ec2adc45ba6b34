import type { Clock, Logger, Metrics, Pool } from '#platform/mod.ts';

import type { HouseRules } from './rules/mod.ts';

/** What resulting and settling work with. */
export type SettlementPorts = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  newId: () => string;
  rules: HouseRules;
}>;
