import { startRiskService } from '#risk/mod.ts';

import { createBetReader } from '../bet-reader.ts';
import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

export async function startRiskRole({
  nats,
  clock,
  log,
  pool,
  metrics,
}: Context): Promise<StartedRole> {
  return startRiskService({ nats, clock, log, metrics, source: createBetReader(pool) });
}
