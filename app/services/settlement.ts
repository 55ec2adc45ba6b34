import { startSettlement } from '#settlement/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

export async function startSettlementRole(context: Context): Promise<StartedRole> {
  const { pool, nats, clock, newId, log, metrics } = context;
  return Promise.resolve(startSettlement({ pool, nats, clock, newId, log, metrics }));
}
